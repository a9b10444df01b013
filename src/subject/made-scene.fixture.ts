import type { Box } from '../faces/face-types.ts';
import type { Prompt, SubjectFace, SubjectTracker, TrackedFrame } from './subject-types.ts';

/** Side of the made pictures and of their logits. */
export const SCENE_SIDE = 64;
/** Their size. */
export const SCENE_SIZE = { width: SCENE_SIDE, height: SCENE_SIDE };

/** A thing of a made scene: where it is on each frame, null where it is not. */
export interface Actor {
  readonly name: string;
  readonly boxes: readonly (Box | null)[];
}

/** Half floats of an embedding that points in one of 512 directions. */
export function direction(place: number): Uint16Array {
  const halves = new Uint16Array(512);
  halves[place] = 0x3c00;
  return halves;
}

/** Between two directions: `share` of the second one. */
export function between(a: number, b: number, share: number): Uint16Array {
  const halves = new Uint16Array(512);
  // Only ratios matter; 1.0 and fractions of it that a half float holds exactly.
  halves[a] = 0x3c00;
  halves[b] = share >= 1 ? 0x3c00 : 0x3800;
  return halves;
}

/** A face in the upper part of a body. */
export function faceOf(
  [x1, y1, x2]: Box,
  embedding: Uint16Array | null,
  changes: Partial<SubjectFace> = {},
): SubjectFace {
  const middle = (x1 + x2) / 2;
  return {
    box: [middle - 2, y1 + 1, middle + 2, y1 + 5],
    confidence: 0.9,
    areaPct: 0.4,
    sharpness: 100,
    weak: false,
    embedding,
    ...changes,
  };
}

/** Logits of a box: 10 inside, -10 outside. */
export function boxLogits([x1, y1, x2, y2]: Box): Float32Array {
  const logits = new Float32Array(SCENE_SIDE ** 2).fill(-10);
  for (let y = Math.max(0, y1); y < Math.min(SCENE_SIDE, y2); y++) {
    for (let x = Math.max(0, x1); x < Math.min(SCENE_SIDE, x2); x++) logits[y * SCENE_SIDE + x] = 10;
  }
  return logits;
}

/** A mask of logits: 255 inside. */
export function maskOf(logits: Float32Array): Uint8Array {
  return Uint8Array.from(logits, (value) => (value > 0 ? 255 : 0));
}

/**
 * A tracker of a made scene: follows the actor that was pointed at, and slips where it is told to, as a real one does on
 * hard frames.
 */
export class SceneTracker implements SubjectTracker {
  readonly #actors: readonly Actor[];
  /** What it sees instead of the truth, by frame. */
  readonly #slips: ReadonlyMap<number, string | Box>;
  /** Whom it follows since which prompt. */
  readonly #prompted = new Map<number, string>();
  readonly calls: string[] = [];
  #following: string | null = null;

  constructor(actors: readonly Actor[], slips: ReadonlyMap<number, string | Box> = new Map()) {
    this.#actors = actors;
    this.#slips = slips;
  }

  async addPoints(frame: number, { box, points, labels }: Prompt): Promise<TrackedFrame> {
    const positive = points.filter((_, i) => labels[i] === 1);
    const middle = box && ([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] as const);
    const [x, y] = positive[0] ?? middle ?? [0, 0];
    const hit = this.#actors.find(({ boxes }) => {
      const at = boxes[frame];
      return at && x >= at[0] && x < at[2] && y >= at[1] && y < at[3];
    });
    this.calls.push(`point ${frame} ${hit?.name ?? 'nothing'}`);
    this.#prompted.set(frame, hit?.name ?? '');
    this.#following = hit?.name ?? null;
    return this.#show(frame, hit?.boxes[frame] ?? null);
  }

  snapshot() {
    return { prompted: [...this.#prompted], following: this.#following };
  }

  restore({ prompted, following }: ReturnType<SceneTracker['snapshot']>): void {
    for (const [frame, name] of prompted) this.#prompted.set(frame, name);
    this.#following = following;
  }

  withdraw(frame: number): void {
    this.calls.push(`withdraw ${frame}`);
    this.#prompted.delete(frame);
    this.#following = [...this.#prompted.values()].at(-1) ?? null;
  }

  async *propagate(way: { start: number; end: number; reverse: boolean }): AsyncGenerator<TrackedFrame> {
    const step = way.reverse ? -1 : 1;
    for (let frame = way.start; (way.end - frame) * step >= 0; frame += step) {
      const own = this.#prompted.get(frame);
      const slip = this.#slips.get(frame);
      const name = own ?? (typeof slip === 'string' ? slip : this.#following);
      const truth = this.#actors.find((actor) => actor.name === name)?.boxes[frame] ?? null;
      yield this.#show(frame, own === undefined && slip && typeof slip !== 'string' ? slip : truth);
    }
  }

  #show(frame: number, box: Box | null): TrackedFrame {
    return box
      ? { frame, score: 8, lowRes: boxLogits(box) }
      : { frame, score: -8, lowRes: new Float32Array(SCENE_SIDE ** 2).fill(-1024) };
  }
}
