import type { Probe } from '../../contract/probe.ts';
import { toNumber } from '../../decode/rational.ts';
import type { TimeSpan } from '../../decode/scene-scores.ts';
import { frameCost } from '../../decode/seek-cost.ts';

/** Decoding one slice is to take about so long on one core, milliseconds, and so many frames at least and at most. */
const SLICE_MS = 400;
const FRAMES = { least: 48, most: 100 } as const;
/** The first slice lies here, 0 to 1: neither at the edges nor where the next ones would be. */
const FIRST_PLACE = 1 / 3;
/** Looking on for longer than this would not be worth the electricity, milliseconds. */
const MOST_MS = 25_000;
/** Where the container states no rate. */
const USUAL_RATE = 25;

/** How many equal slices a part is cut into, so that one is looked at in a moment. */
export function sliceCount({ from, to }: TimeSpan, probe: Probe): number {
  const rate = probe.frame_rate ?? probe.nominal_frame_rate;
  const affordable = SLICE_MS / frameCost(probe.coded_width * probe.coded_height);
  const frames = Math.min(FRAMES.most, Math.max(FRAMES.least, affordable));
  const seconds = frames / (rate === null ? USUAL_RATE : toNumber(rate));
  return Math.max(1, Math.ceil((to - from) / seconds));
}

/** Halves, quarters, eighths ... of 0 to 1: the van der Corput sequence in base 2. */
function halving(place: number): number {
  let value = 0;
  for (let [rest, share] = [place, 0.5]; rest > 0; rest >>>= 1, share /= 2) value += (rest & 1) * share;
  return value;
}

/** The numbers below `count`, each once, in an order whose every beginning is spread evenly. */
export function spreadOrder(count: number): number[] {
  const order = new Set<number>();
  for (let place = 0; order.size < count; place++)
    order.add(Math.floor(((halving(place) + FIRST_PLACE) % 1) * count));
  return [...order];
}

/** What is known of the scene scores of a part of a video: those of some of its slices, spread evenly. */
export class SceneSample {
  readonly #part: TimeSpan;
  readonly #waiting: number[];
  readonly #scores = new Map<number, Float64Array>();
  /** Number of slices that the part is cut into. */
  readonly slices: number;
  /** How long the video has been looked at, milliseconds. */
  spentMs = 0;

  constructor(part: TimeSpan, slices: number) {
    this.#part = part;
    this.slices = slices;
    this.#waiting = spreadOrder(slices);
  }

  /** Whether looking on is of use: slices are left, and not all of those before took too long. */
  get canGrow(): boolean {
    const hopeless = this.spentMs > 0 && this.#scores.size === 0;
    return this.#waiting.length > 0 && this.spentMs < MOST_MS && !hopeless;
  }

  /** Takes the next slice to look at; null = there is none left. */
  take(): number | null {
    return this.#waiting.shift() ?? null;
  }

  /** Puts a slice back that was taken and could not be looked at in time; the others come first. */
  putBack(slice: number): void {
    this.#waiting.push(slice);
  }

  /** Where a slice lies. */
  spanOf(slice: number): TimeSpan {
    const { from, to } = this.#part;
    const at = (edge: number) => from + ((to - from) * edge) / this.slices;
    return { from: at(slice), to: at(slice + 1) };
  }

  /** Keeps the scores of a slice, by frame. */
  add(slice: number, scores: Float64Array): void {
    // The first frame of all is picked in any case, whatever its score.
    this.#scores.set(slice, slice === 0 ? scores.subarray(1) : scores);
  }

  /** Cuts in each slice that was looked at. */
  cuts(threshold: number): number[] {
    return Array.from(this.#scores.values(), (scores) =>
      scores.reduce((count, score) => count + (score > threshold ? 1 : 0), 0),
    );
  }
}
