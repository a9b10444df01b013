import type { SeedKind } from '../contract/seed-kinds.ts';
import {
  History,
  type HistoryState,
  type JudgeRules,
  judgeFrame,
  judgeOverlap,
  type SeenFrame,
  type Verdict,
} from './judge-frame.ts';
import type { EmptyReason, Seed, SubjectFace, SubjectTracker, TrackedFrame } from './subject-types.ts';

/** The frames of a shot that are looked at, by their places; both ends included. */
export interface ShotFrames {
  readonly first: number;
  readonly last: number;
  /** The faces of a frame; none where faces are not looked for. */
  readonly facesOf: (frame: number) => readonly SubjectFace[];
}

/** What a frame of a shot has come to. */
export interface FrameOutcome {
  readonly frame: number;
  /** Picture-size mask, 255 inside; null where there is nothing to store. */
  readonly mask: Uint8Array | null;
  /** Pixels of the mask. */
  readonly pixels: number;
  /** Why the subject is not on it; null where it is. */
  readonly reason: EmptyReason | null;
  /** How it was found; null where nothing of the shot is the subject. */
  readonly seed: SeedKind | null;
  readonly similarity: number | null;
  /** Logit of the tracker; null where it did not look. */
  readonly score: number | null;
}

/** How far following a shot has come, behind a frame; plain data. */
export interface FollowState {
  /** Where tracking began, and what else was pointed at. */
  readonly seeds: readonly Seed[];
  readonly reverse: boolean;
  /** The last frame that came out. */
  readonly frame: number;
  readonly kind: SeedKind;
  readonly retries: number;
  readonly history: HistoryState;
}

/** Second looks that one shot may have: each makes every later frame of it dearer. */
const MOST_RETRIES = 8;

/** Follows the subject through one shot. */
export class ShotFollower {
  readonly #tracker: SubjectTracker;
  readonly #shot: ShotFrames;
  readonly #rules: JudgeRules;
  readonly #toMask: (lowRes: Float32Array) => Uint8Array;
  /** Frames that were prompted: there the prompt says where the subject is. */
  readonly #pointedAt = new Set<number>();
  #retries = MOST_RETRIES;
  #seeds: readonly Seed[] = [];
  #state: FollowState | null = null;

  /** @param toMask a picture-size mask of a square of logits */
  constructor(
    tracker: SubjectTracker,
    shot: ShotFrames,
    rules: JudgeRules,
    toMask: (lowRes: Float32Array) => Uint8Array,
  ) {
    this.#tracker = tracker;
    this.#shot = shot;
    this.#rules = rules;
    this.#toMask = toMask;
  }

  /**
   * Tracks the subject from where it was found to both ends of the shot.
   * @param seeds of this shot, at least one; the first one is where tracking begins
   * @returns every frame of the shot once, in the order of tracking
   */
  async *follow(seeds: readonly Seed[]): AsyncGenerator<FrameOutcome> {
    const [seed] = seeds;
    if (!seed) return;
    this.#pointAt(seeds);
    for (const { frame, prompt } of seeds) await this.#tracker.addPoints(frame, prompt);
    yield* this.#pass({ start: seed.frame, reverse: false, kind: seed.kind, done: null });
    yield* this.#back(seed);
  }

  /**
   * Goes on where an earlier follower stopped; the tracker has to know what it knew then.
   * @returns the frames of the shot that have not come out yet, in the order of tracking
   */
  async *goOn({ seeds, reverse, frame, kind, retries, history }: FollowState): AsyncGenerator<FrameOutcome> {
    const [seed] = seeds;
    if (!seed) return;
    this.#pointAt(seeds);
    this.#retries = retries;
    const { first, last } = this.#shot;
    // The frame itself once more: a tracker does not go backwards from the first one.
    const isLeft = reverse ? frame > first : frame < last;
    if (isLeft) yield* this.#pass({ start: frame, reverse, kind, done: frame }, history);
    if (!reverse) yield* this.#back(seed);
  }

  /** Where one could go on behind the frame that came out last; null where that frame was looked at twice. */
  get state(): FollowState | null {
    return this.#state;
  }

  #pointAt(seeds: readonly Seed[]): void {
    this.#seeds = seeds;
    for (const { frame } of seeds) this.#pointedAt.add(frame);
  }

  /** From where tracking began to the beginning of the shot. */
  async *#back({ frame, kind }: Seed): AsyncGenerator<FrameOutcome> {
    if (frame > this.#shot.first) yield* this.#pass({ start: frame, reverse: true, kind, done: frame });
  }

  /**
   * Looks for a subject that the tracker remembers from an earlier shot.
   * @param most give up after so many frames without it; null = look at all
   * @returns every frame of the shot once, or none at all where the subject is on none of them
   */
  async *search(most: number | null): AsyncGenerator<FrameOutcome> {
    const before: FrameOutcome[] = [];
    let found = false;
    for await (const outcome of this.#pass({
      start: this.#shot.first,
      reverse: false,
      kind: 'memory',
      done: null,
    })) {
      if (!found) {
        before.push(outcome);
        if (outcome.reason !== null && before.length === most) return;
        if (outcome.reason !== null) continue;
        found = true;
        yield* before;
      } else yield outcome;
    }
  }

  /** @param way `done`: the frame that has come out already */
  async *#pass(
    way: {
      readonly start: number;
      readonly reverse: boolean;
      readonly kind: SeedKind;
      readonly done: number | null;
    },
    before?: HistoryState,
  ): AsyncGenerator<FrameOutcome> {
    const history = new History(before);
    const { reverse } = way;
    const end = reverse ? this.#shot.first : this.#shot.last;
    let { start, kind: seed, done } = way;
    for (let again = true; again; ) {
      again = false;
      for await (const tracked of this.#tracker.propagate({ start, end, reverse })) {
        const { frame } = tracked;
        const seen = this.#see(tracked);
        if (frame === done) {
          if (seen.mask && !before) history.add(tracked);
          continue;
        }
        const verdict = judgeFrame(seen, this.#rules, history);
        if (!verdict.retry || this.#retries === 0 || this.#pointedAt.has(frame)) {
          if (verdict.reason === null) history.add(tracked);
          const { state } = history;
          const retries = this.#retries;
          this.#state = { seeds: this.#seeds, reverse, frame, kind: seed, retries, history: state };
          yield outcomeOf(seen, verdict, seed);
          continue;
        }
        this.#retries--;
        this.#state = null;
        const { outcome, kept } = await this.#retry(tracked, verdict.retry, history);
        yield outcome;
        if (!kept) continue;
        seed = outcome.seed ?? seed;
        start = frame;
        done = frame;
        again = true;
        break;
      }
    }
  }

  /** Looks again at a frame, with a prompt; what does not hold is taken back. */
  async #retry(
    before: TrackedFrame,
    { prompt, by }: NonNullable<Verdict['retry']>,
    history: History,
  ): Promise<{ readonly outcome: FrameOutcome; readonly kept: boolean }> {
    const { frame } = before;
    const seen = this.#see(await this.#tracker.addPoints(frame, prompt));
    const judge = by === 'face' ? judgeFrame : judgeOverlap;
    const verdict = judge(seen, this.#rules, history);
    if (verdict.reason === null && verdict.retry === null) {
      return { outcome: outcomeOf(seen, verdict, by === 'face' ? 'same_face' : 'mask_overlap'), kept: true };
    }
    this.#tracker.withdraw(frame);
    return {
      outcome: outcomeOf(this.#see(before), { ...verdict, reason: verdict.reason ?? 'lost' }, null),
      kept: false,
    };
  }

  #see(tracked: TrackedFrame): SeenFrame {
    const mask = tracked.score > 0 ? this.#toMask(tracked.lowRes) : null;
    return { tracked, faces: this.#shot.facesOf(tracked.frame), mask };
  }
}

/** What is stored of a frame: a mask that shows somebody else or has jumped away is not. */
function outcomeOf({ tracked, mask }: SeenFrame, verdict: Verdict, seed: SeedKind | null): FrameOutcome {
  const { reason, pixels, similarity } = verdict;
  const isStored = (reason === null || reason === 'too_small') && pixels > 0;
  return {
    frame: tracked.frame,
    mask: isStored ? mask : null,
    pixels: isStored ? pixels : 0,
    reason,
    seed,
    similarity,
    score: tracked.score,
  };
}

/** The frames of a shot that nothing was found on. */
export function* nothingFound({ first, last }: ShotFrames): Generator<FrameOutcome> {
  for (let frame = first; frame <= last; frame++) {
    yield { frame, mask: null, pixels: 0, reason: 'not_found', seed: null, similarity: null, score: null };
  }
}
