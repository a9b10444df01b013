/** Smallest, largest and mean of some values; null where there are none. */
export interface Spread {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** Blocks of a level that make one of the next. */
const FAN = 16;

interface Level {
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  readonly count: Uint32Array;
}

function emptyLevel(length: number): Level {
  return {
    min: new Float64Array(length).fill(Number.POSITIVE_INFINITY),
    max: new Float64Array(length).fill(Number.NEGATIVE_INFINITY),
    sum: new Float64Array(length),
    count: new Uint32Array(length),
  };
}

function add(level: Level, block: number, min: number, max: number, sum: number, count: number): void {
  level.min[block] = Math.min(level.min[block] ?? 0, min);
  level.max[block] = Math.max(level.max[block] ?? 0, max);
  level.sum[block] = (level.sum[block] ?? 0) + sum;
  level.count[block] = (level.count[block] ?? 0) + count;
}

function levelAbove(below: Level): Level {
  const level = emptyLevel(Math.ceil(below.count.length / FAN));
  for (let child = 0; child < below.count.length; child++) {
    const [min, max] = [below.min[child] ?? 0, below.max[child] ?? 0];
    add(level, Math.floor(child / FAN), min, max, below.sum[child] ?? 0, below.count[child] ?? 0);
  }
  return level;
}

/**
 * Values with their spread over any stretch, in steps that grow with the logarithm of their number: levels of blocks,
 * each of 16 of the level below. NaN (not measured) counts nowhere.
 */
export class Pyramid {
  readonly #values: Float64Array;
  readonly #levels: Level[] = [];

  constructor(values: Float64Array) {
    this.#values = values;
    const first = emptyLevel(Math.ceil(values.length / FAN));
    for (let place = 0; place < values.length; place++) {
      const value = values[place] ?? Number.NaN;
      if (!Number.isNaN(value)) add(first, Math.floor(place / FAN), value, value, value, 1);
    }
    let level = first;
    this.#levels.push(level);
    while (level.count.length > 1) {
      level = levelAbove(level);
      this.#levels.push(level);
    }
  }

  /** The spread of places first .. end - 1. */
  spread(first: number, end: number): Spread | null {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    let sum = 0;
    let count = 0;
    let place = Math.max(0, first);
    const last = Math.min(end, this.#values.length);
    while (place < last) {
      let height = -1;
      let size = 1;
      // The largest block that begins here and ends in time.
      while (height + 1 < this.#levels.length && place % (size * FAN) === 0 && place + size * FAN <= last) {
        height++;
        size *= FAN;
      }
      const level = this.#levels[height];
      const block = place / size;
      const value = level ? Number.NaN : (this.#values[place] ?? Number.NaN);
      if (level) {
        min = Math.min(min, level.min[block] ?? 0);
        max = Math.max(max, level.max[block] ?? 0);
        sum += level.sum[block] ?? 0;
        count += level.count[block] ?? 0;
      } else if (!Number.isNaN(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
        count++;
      }
      place += size;
    }
    return count === 0 ? null : { min, max, mean: sum / count };
  }
}

/** How many of a row of flags lie before each place, so that any stretch is counted by a subtraction. */
export function runningCount(length: number, isSet: (place: number) => boolean): Uint32Array {
  const counts = new Uint32Array(length + 1);
  for (let place = 0; place < length; place++)
    counts[place + 1] = (counts[place] ?? 0) + (isSet(place) ? 1 : 0);
  return counts;
}

/** Flags set at places first .. end - 1. */
export function countBetween(counts: Uint32Array, first: number, end: number): number {
  return end <= first ? 0 : (counts[end] ?? 0) - (counts[first] ?? 0);
}

/** The first place whose value is at least `wanted`, among values that rise. */
export function firstAtLeast(values: Float64Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
