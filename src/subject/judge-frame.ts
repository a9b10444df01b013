import { bodyPrompt } from '../contract/body-prompt.ts';
import type { Identity } from './identity.ts';
import { holdsFace, insideCells, insidePixels, isTooSmall, logitsBox, logitsIou } from './mask-shape.ts';
import type { EmptyReason, PictureSize, Prompt, SubjectFace, TrackedFrame } from './subject-types.ts';

/** How frames are judged. */
export interface JudgeRules {
  readonly size: PictureSize;
  /** Whom the subject is, where faces tell. */
  readonly identity: Identity | null;
  /** Look where the subject was before, when the mask jumps. */
  readonly reidFallback: boolean;
  /** Least overlap of two masks of the same subject, 0 to 1. */
  readonly iouThreshold: number;
}

/** What is seen on one frame. */
export interface SeenFrame {
  readonly tracked: TrackedFrame;
  readonly faces: readonly SubjectFace[];
  /** Picture-size mask; null where the tracker sees nothing. */
  readonly mask: Uint8Array | null;
}

/** What a frame comes to. */
export interface Verdict {
  /** Why the subject is not on it; null where it is. */
  readonly reason: EmptyReason | null;
  /** Pixels of the mask. */
  readonly pixels: number;
  /** 1 for the same subject; null where nothing was compared. */
  readonly similarity: number | null;
  /** Where to look for the subject instead; null where the verdict stands. */
  readonly retry: { readonly prompt: Prompt; readonly by: 'face' | 'overlap' } | null;
}

/** A mask so much smaller than the usual one of the last frames has lost its subject, or part of it. */
const COLLAPSE = 0.25;
/** Visible frames that tell what is usual. */
const USUAL_FRAMES = 5;

/** What a history holds. */
export interface HistoryState {
  readonly cells: readonly number[];
  readonly last: Float32Array | null;
}

/** What was seen on the frames before, in the direction of tracking. */
export class History {
  readonly #cells: number[];
  #last: Float32Array | null;

  /** @param before what an earlier history held */
  constructor(before: HistoryState = { cells: [], last: null }) {
    this.#cells = [...before.cells];
    this.#last = before.last;
  }

  /** What it holds, to go on with later. */
  get state(): HistoryState {
    return { cells: [...this.#cells], last: this.#last };
  }

  /** Takes a frame with the subject on it. */
  add({ lowRes }: TrackedFrame): void {
    this.#last = lowRes;
    this.#cells.push(insideCells(lowRes));
    if (this.#cells.length > USUAL_FRAMES) this.#cells.shift();
  }

  /** The mask of the last frame with the subject on it. */
  get last(): Float32Array | null {
    return this.#last;
  }

  /** Whether a mask is suddenly much smaller than those before. */
  collapsed({ lowRes }: TrackedFrame): boolean {
    const usual = [...this.#cells].sort((a, b) => a - b)[this.#cells.length >> 1];
    return usual !== undefined && insideCells(lowRes) < COLLAPSE * usual;
  }
}

function empty(reason: EmptyReason, pixels = 0): Verdict {
  return { reason, pixels, similarity: null, retry: null };
}

function retryFace(face: SubjectFace, size: PictureSize, verdict: Verdict): Verdict {
  return { ...verdict, retry: { prompt: bodyPrompt(face.box, size), by: 'face' } };
}

/** A frame of a subject whose face is known. */
function judgeByFace(
  { mask, faces }: SeenFrame,
  seen: Verdict,
  identity: Identity,
  size: PictureSize,
): Verdict {
  const isInside = (face: SubjectFace) =>
    mask !== null && seen.reason === null && holdsFace(mask, size, face);
  const inside = identity.nearest(faces.filter(isInside));
  if (inside && identity.matches(inside.distance)) return { ...seen, similarity: 1 - inside.distance };
  const outside = identity.nearest(faces.filter((face) => !isInside(face)));
  if (outside && identity.matches(outside.distance)) return retryFace(outside.face, size, seen);
  if (!inside) return seen;
  if (!inside.face.weak && identity.excludes(inside.distance)) return empty('other_person', seen.pixels);
  return { ...seen, similarity: 1 - inside.distance };
}

/** A frame of a subject without a face: a mask that shrinks suddenly and lies elsewhere is not trusted. */
function judgeByOverlap({ tracked }: SeenFrame, seen: Verdict, rules: JudgeRules, history: History): Verdict {
  const { last } = history;
  if (!rules.reidFallback || last === null || !history.collapsed(tracked)) return seen;
  const overlap = logitsIou(last, tracked.lowRes);
  if (overlap >= rules.iouThreshold) return { ...seen, similarity: overlap };
  const box = logitsBox(last, rules.size);
  return box === null ? seen : { ...seen, retry: { prompt: { box, points: [], labels: [] }, by: 'overlap' } };
}

/** Judges what the tracker says of a frame. */
export function judgeFrame(frame: SeenFrame, rules: JudgeRules, history: History): Verdict {
  const { mask } = frame;
  const pixels = mask === null ? 0 : insidePixels(mask);
  const tooSmall = isTooSmall(pixels, rules.size);
  const seen: Verdict =
    pixels === 0
      ? empty('absent')
      : tooSmall
        ? empty('too_small', pixels)
        : { ...empty('absent', pixels), reason: null };
  if (rules.identity) return judgeByFace(frame, seen, rules.identity, rules.size);
  return seen.reason === null ? judgeByOverlap(frame, seen, rules, history) : seen;
}

/** Judges the second look that an overlap asked for: it has to lie where the subject was. */
export function judgeOverlap(frame: SeenFrame, rules: JudgeRules, history: History): Verdict {
  const { mask, tracked } = frame;
  const pixels = mask === null ? 0 : insidePixels(mask);
  const overlap = history.last === null ? 0 : logitsIou(history.last, tracked.lowRes);
  if (overlap < rules.iouThreshold || isTooSmall(pixels, rules.size)) return empty('lost');
  return { reason: null, pixels, similarity: overlap, retry: null };
}
