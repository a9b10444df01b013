import { roundTo } from '../../contract/round.ts';
import type { FrameMask, ShotMasks, SubjectPrompt } from '../../contract/subject-file.ts';
import type { Box } from '../../faces/face-types.ts';
import { decodeEmbedding, encodeEmbedding } from '../../faces/people/compare.ts';
import { type Beginning, findSeed } from '../../subject/find-seed.ts';
import { type FrameOutcome, nothingFound, ShotFollower, type ShotFrames } from '../../subject/follow-shot.ts';
import { Identity } from '../../subject/identity.ts';
import type { JudgeRules } from '../../subject/judge-frame.ts';
import { holdsFace } from '../../subject/mask-shape.ts';
import { prominence } from '../../subject/seeds/face-seed.ts';
import type { PictureSize, Prompt, Seed, SubjectFace } from '../../subject/subject-types.ts';
import { EMBEDDING_DIMENSIONS } from '../faces/face-settings.ts';
import type { FrameSight } from './frame-sight.ts';
import type { FrameWindow } from './frame-window.ts';
import type { ShotTracker } from './open-tracker.ts';
import type { PlannedShot } from './shot-plan.ts';
import type { TrackCheckpoint, TrackNote } from './track-checkpoint.ts';

/** What all shots of a run are tracked with. */
export interface TrackContext {
  readonly window: FrameWindow;
  /** Frame numbers by place. */
  readonly numbers: readonly number[];
  readonly size: PictureSize;
  readonly rules: Omit<JudgeRules, 'identity' | 'size'>;
  /** Whom the references show. */
  readonly reference: Identity | null;
  /** Up to this distance two faces are of one person; null where faces are not compared. */
  readonly faceLimit: number | null;
  /** Whether somebody pointed at the subject of the whole video. */
  readonly isChosen: boolean;
  readonly openTracker: (length: number, input: (frame: number) => Promise<Uint8Array>) => ShotTracker;
  readonly toMask: (lowRes: Float32Array) => Uint8Array;
  /** Stores the mask of a frame. */
  readonly store: (frameNumber: number, mask: Uint8Array) => Promise<void>;
  /** Removes what an earlier session stored of a frame that has no mask now. */
  readonly discard: (frameNumber: number) => Promise<void>;
  /** Told after every frame. */
  readonly onFrame: (frameNumber: number) => void;
  /** Grey, for frames that cannot be decoded. */
  readonly blank: Uint8Array;
  /** Where it is noted how far a shot is. */
  readonly checkpoint: TrackCheckpoint;
  /** Whether a frame belongs to the run, and not only to a prompt. */
  readonly isPicked: (frameNumber: number) => boolean;
}

/** What shots know of the subject from those before. */
export type Carried = ShotMasks['subject'];

/** Frames of a shot that are searched for a subject nobody asked for, before another one is taken. */
const SHORT_SEARCH = 8;

const promptOf = ({ box, points, labels }: Omit<SubjectPrompt, 'scope'>): Prompt => ({ box, points, labels });

const tupleOf = ([left, top, right, bottom]: Box): [number, number, number, number] => [
  left,
  top,
  right,
  bottom,
];

/** Takes what a frame of the shot has come to. */
type Take = (outcome: FrameOutcome) => Promise<void>;

/** Tracks the subject through one shot. */
export class ShotTracking {
  readonly #at: TrackContext;
  readonly #plan: PlannedShot;
  readonly #carried: Carried;
  /** What came of the frames so far. */
  readonly #done: FrameMask[] = [];
  #sights: ReadonlyMap<number, FrameSight> = new Map();

  constructor(at: TrackContext, plan: PlannedShot, carried: Carried) {
    this.#at = at;
    this.#plan = plan;
    this.#carried = carried;
  }

  /** Tracks, stores every mask, and says what was found. */
  async run(): Promise<ShotMasks> {
    const { first, last, shot, key } = this.#plan;
    const note = first <= last ? await this.#at.checkpoint.read(shot.id, key) : null;
    const frames = this.#done;
    for (const frame of note?.frames ?? []) {
      frames.push(frame);
      this.#at.onFrame(frame.frame_number);
    }
    let found = { subject: this.#carried };
    if (first <= last) {
      this.#sights = await this.#at.window.sights(first, last);
      const take: Take = async (outcome) => {
        const mask = await this.#keep(outcome);
        if (mask) frames.push(mask);
      };
      found = note ? await this.#goOn(note, take) : await this.#track(take);
      this.#at.window.forget(first, last);
    }
    frames.sort((a, b) => a.frame_number - b.frame_number);
    return { shot_id: shot.id, key, frames, subject: found.subject };
  }

  /** Stores what a frame has come to; null for one that is not of the run. */
  async #keep(outcome: FrameOutcome): Promise<FrameMask | null> {
    const { numbers, size, store, discard, onFrame, isPicked } = this.#at;
    const place = this.#plan.first + outcome.frame;
    const frameNumber = numbers[place];
    if (frameNumber === undefined || !isPicked(frameNumber)) return null;
    const isDecoded = this.#sights.has(place);
    const mask = isDecoded ? outcome.mask : null;
    if (mask) await store(frameNumber, mask);
    else await discard(frameNumber);
    onFrame(frameNumber);
    const { similarity, score } = outcome;
    return {
      frame_number: frameNumber,
      stored: mask !== null,
      area_pct: mask ? roundTo((outcome.pixels * 100) / (size.width * size.height), 4) : 0,
      reason: isDecoded ? outcome.reason : 'absent',
      seed_type: outcome.seed,
      similarity: similarity === null ? null : roundTo(similarity, 4),
      object_score: score === null ? null : roundTo(score, 4),
    };
  }

  async #track(take: Take): Promise<{ readonly subject: Carried }> {
    const beginning = this.#begin();
    if (beginning.kind === 'nothing') {
      for (const outcome of nothingFound(this.#frames(0))) await take(outcome);
      return { subject: this.#carried };
    }
    if (beginning.kind === 'seeds') return this.#follow(beginning.seeds, take);
    const isFound = await this.#search(beginning.otherwise !== null, take);
    if (isFound) return { subject: this.#carried };
    if (beginning.otherwise) return this.#follow([beginning.otherwise], take);
    for (const outcome of nothingFound(this.#frames(0))) await take(outcome);
    return { subject: this.#carried };
  }

  #begin(): Beginning {
    const { size, reference, isChosen, numbers } = this.#at;
    const { first, last, own } = this.#plan;
    const sights = [...this.#sights].map(([place, sight]) => ({ frame: place - first, ...sight }));
    const chosen = own.map((prompt): Seed => {
      const frame = numbers.indexOf(prompt.frame_number, first) - first;
      return { frame, kind: 'chosen', prompt: promptOf(prompt), identity: null };
    });
    return findSeed({
      size,
      chosen,
      isChosenElsewhere: isChosen,
      reference,
      followed: this.#followed(),
      hasMemory: (this.#carried?.prompts.length ?? 0) > 0,
      faces: sights,
      thumbnails: sights.flatMap(({ frame, thumbnail }) => (thumbnail ? [{ frame, luma: thumbnail }] : [])),
      middle: Math.floor((last - first) / 2),
    });
  }

  /** Whose face was followed before. */
  #followed(): Identity | null {
    const text = this.#carried?.identity ?? null;
    return text === null ? null : this.#identity(decodeEmbedding(text));
  }

  #identity(embedding: Uint16Array): Identity | null {
    const { faceLimit } = this.#at;
    return faceLimit === null ? null : new Identity([embedding], EMBEDDING_DIMENSIONS, faceLimit);
  }

  /** @param offset frames that stand before those of the shot */
  #frames(offset: number): ShotFrames {
    const { first, last } = this.#plan;
    return {
      first: offset,
      last: last - first + offset,
      facesOf: (frame) => this.#sights.get(first + frame - offset)?.faces ?? [],
    };
  }

  readonly #input = async (place: number): Promise<Uint8Array> =>
    (await this.#at.window.input(place)) ?? this.#at.blank;

  /** Follows the subject from its seeds. */
  async #follow(seeds: readonly Seed[], take: Take): Promise<{ readonly subject: Carried }> {
    const { first, last } = this.#plan;
    const tracker = this.#at.openTracker(last - first + 1, (frame) => this.#input(first + frame));
    const embedding = await this.#embeddingOf(seeds, tracker);
    const follower = this.#follower(tracker, seeds, embedding);
    await this.#takeAll(follower.follow(seeds), take, { follower, tracker, embedding });
    return { subject: this.#carriedOn(seeds, embedding) };
  }

  /** Goes on where an earlier session stopped in the middle of the shot. */
  async #goOn(
    { follow, tracker: known, embedding }: TrackNote,
    take: Take,
  ): Promise<{ readonly subject: Carried }> {
    const { first, last } = this.#plan;
    const tracker = this.#at.openTracker(last - first + 1, (frame) => this.#input(first + frame));
    tracker.restore(known);
    const follower = this.#follower(tracker, follow.seeds, embedding);
    await this.#takeAll(follower.goOn(follow), take, { follower, tracker, embedding });
    return { subject: this.#carriedOn(follow.seeds, embedding) };
  }

  #follower(tracker: ShotTracker, seeds: readonly Seed[], embedding: Uint16Array | null): ShotFollower {
    const { size, rules, reference, toMask } = this.#at;
    const own = embedding && this.#identity(embedding);
    const identity = seeds[0]?.kind === 'chosen' ? own : (reference ?? own);
    return new ShotFollower(tracker, this.#frames(0), { ...rules, size, identity }, toMask);
  }

  /** Takes what comes out, and notes from time to time how far that is. */
  async #takeAll(
    outcomes: AsyncIterable<FrameOutcome>,
    take: Take,
    {
      follower,
      tracker,
      embedding,
    }: {
      readonly follower: ShotFollower;
      readonly tracker: ShotTracker;
      readonly embedding: Uint16Array | null;
    },
  ): Promise<void> {
    const { checkpoint } = this.#at;
    const { shot, key } = this.#plan;
    for await (const outcome of outcomes) {
      await take(outcome);
      const { state: follow } = follower;
      if (!checkpoint.due || !follow) continue;
      const frames = this.#done;
      await checkpoint.note({ shot: shot.id, key, frames, follow, embedding, tracker: tracker.snapshot() });
    }
  }

  /** The face that seeds point at, where there is one that can be compared. */
  async #embeddingOf(seeds: readonly Seed[], tracker: ShotTracker): Promise<Uint16Array | null> {
    const [seed] = seeds;
    if (seed?.kind !== 'chosen') return seed?.identity ?? null;
    const { score, lowRes } = await tracker.addPoints(seed.frame, seed.prompt);
    const { size, toMask } = this.#at;
    const mask = score > 0 ? toMask(lowRes) : null;
    const faces = this.#sights.get(this.#plan.first + seed.frame)?.faces ?? [];
    const inside = faces.filter((face) => mask && face.embedding && holdsFace(mask, size, face));
    const [best] = inside.sort((a: SubjectFace, b: SubjectFace) => prominence(b, size) - prominence(a, size));
    return best?.embedding ?? null;
  }

  /** What later shots know: the first subject that was found stays the one that is looked for. */
  #carriedOn(seeds: readonly Seed[], embedding: Uint16Array | null): Carried {
    const isOfShot = this.#plan.own.length > 0 && !this.#plan.own.some(({ scope }) => scope === 'all');
    if (this.#carried || isOfShot) return this.#carried;
    const prompts = seeds.map(({ frame, prompt: { box, points, labels } }) => ({
      frame_number: this.#at.numbers[this.#plan.first + frame] ?? 0,
      box: box && tupleOf(box),
      points: points.map(([x, y]): [number, number] => [x, y]),
      labels: [...labels],
    }));
    return { identity: embedding && encodeEmbedding(embedding), prompts };
  }

  /**
   * Looks for the subject of an earlier shot: its prompted frame stands before those of this shot.
   * @param short give up after a few frames
   */
  async #search(short: boolean, take: Take): Promise<boolean> {
    const { size, rules, reference, toMask, numbers } = this.#at;
    const { first, last } = this.#plan;
    const [prompt] = this.#carried?.prompts ?? [];
    const from = prompt ? numbers.indexOf(prompt.frame_number) : -1;
    if (!prompt || from < 0) return false;
    const tracker = this.#at.openTracker(last - first + 2, (frame) =>
      this.#input(frame === 0 ? from : first + frame - 1),
    );
    await tracker.addPoints(0, promptOf(prompt));
    const identity = reference ?? this.#followed();
    const follower = new ShotFollower(tracker, this.#frames(1), { ...rules, size, identity }, toMask);
    let isFound = false;
    for await (const outcome of follower.search(short ? SHORT_SEARCH : null)) {
      isFound = true;
      // The prompted frame of the other shot stands before those of this one.
      await take({ ...outcome, frame: outcome.frame - 1 });
    }
    return isFound;
  }
}
