import { floatColumn } from '../../decode/growing-column.ts';
import type { CellMeans } from '../cells/cell-meter.ts';
import { type CellWorkspace, cellPictures } from '../cells/cell-pictures.ts';
import type { ShotClock, ShotFrame } from '../shot-clock.ts';
import type { ShotDetector, ShotJudge } from '../shot-detector.ts';
import { type Backward, isCut, LASTING } from '../transitions/cut-rule.ts';
import { type Gradual, gradualsEndingAt, LONGEST_SPAN, strongest } from '../transitions/gradual-rule.ts';
import { shotStarts, type Transition } from '../transitions/join-transitions.ts';
import { isFlat, type Signature, Signatures } from '../transitions/signature.ts';

/** Parameters of the best detector. */
export interface BestOptions {
  /** Least mean change of the picture's coarse grid, 0 to 255. */
  readonly threshold: number;
  /** Frames. */
  readonly minLength: number;
}

/** The last few values of a row, by their place in it. */
class Recent<T> {
  readonly #kept: number;
  readonly #values: T[] = [];
  /** Place of the next value. */
  length = 0;

  constructor(kept: number) {
    this.#kept = kept;
  }

  push(value: T): void {
    this.#values[this.length++ % this.#kept] = value;
  }

  readonly at = (place: number): T | undefined =>
    place >= 0 && place < this.length && place >= this.length - this.#kept
      ? this.#values[place % this.#kept]
      : undefined;
}

/** Judges signatures: cuts as they come, gradual changes and what belongs together at the end. */
class BestJudge implements ShotJudge<CellMeans> {
  readonly #options: BestOptions;
  readonly #clock: ShotClock;
  readonly #made = new Signatures(LONGEST_SPAN + 1);
  readonly #signatures = new Recent<Signature>(LONGEST_SPAN + 1);
  readonly #changes = new Recent<Backward>(4 * LASTING);
  /** Of the frame at each place: number, and microseconds. */
  readonly #numbers = floatColumn();
  readonly #micros = floatColumn();
  /** How many of the frames up to a place are of one colour. */
  readonly #flat = floatColumn();
  readonly #cuts: number[] = [];
  readonly #graduals: Gradual[] = [];

  constructor(options: BestOptions, clock: ShotClock) {
    this.#options = options;
    this.#clock = clock;
  }

  push(frame: ShotFrame, cells: CellMeans): readonly number[] {
    const signature = this.#made.of(cells);
    const place = this.#numbers.length;
    this.#numbers.push(frame.number);
    this.#micros.push(frame.micros);
    this.#flat.push(this.#flatUpTo(place - 1) + (isFlat(signature) ? 1 : 0));
    this.#signatures.push(signature);
    const backward: number[] = [];
    for (let step = 1; step <= LASTING + 1; step++) {
      const earlier = this.#signatures.at(place - step);
      if (earlier) backward.push(this.#made.distance(earlier, signature));
    }
    this.#changes.push(backward);
    this.#judgeCut(place - LASTING);
    this.#graduals.push(
      ...gradualsEndingAt(this.#signatures.at, place, this.#options.threshold, this.#made.distance),
    );
    return [];
  }

  finish(): readonly number[] {
    const last = this.#numbers.length - 1;
    for (let place = Math.max(0, last - LASTING + 1); place <= last; place++) this.#judgeCut(place);
    const cuts = this.#cuts.map((start): Transition => ({ from: start - 1, to: start, kind: 'cut', start }));
    const graduals = strongest(this.#graduals, this.#cuts).map(({ from, to }): Transition => {
      return { from, to, kind: 'gradual', start: Math.floor((from + to + 1) / 2) };
    });
    const transitions = [...cuts, ...graduals].sort((a, b) => a.from - b.from);
    const isFlatBetween = (from: number, to: number) =>
      this.#flatUpTo(to) - this.#flatUpTo(from - 1) === to - from + 1;
    return this.#longEnough(shotStarts(transitions, last, isFlatBetween));
  }

  #flatUpTo(place: number): number {
    return place < 0 ? 0 : this.#flat.at(place);
  }

  #judgeCut(place: number): void {
    if (place > 0 && isCut(this.#changes.at, place, this.#options.threshold)) this.#cuts.push(place);
  }

  #longEnough(starts: readonly number[]): number[] {
    const frameAt = (place: number) => ({ number: this.#numbers.at(place), micros: this.#micros.at(place) });
    let before = frameAt(0);
    const numbers: number[] = [];
    for (const start of starts) {
      const frame = frameAt(start);
      if (this.#clock.between(before, frame) < this.#options.minLength) continue;
      before = frame;
      numbers.push(frame.number);
    }
    return numbers;
  }
}

/**
 * Framesift's own detector: hard cuts by how much a coarse picture changes, stands out and stays; dissolves and fades by
 * frames that are mixtures of the two ends (docs/adr/023-shots.md).
 */
export function bestDetector(options: BestOptions): ShotDetector<CellMeans, CellWorkspace> {
  return {
    pictures: cellPictures,
    meter: () => (workspace) => workspace.measure(),
    judge: (clock) => new BestJudge(options, clock),
  };
}
