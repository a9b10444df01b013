/** Doubles as pairs of unsigned 32-bit integers that sort the same way. */
export interface SortKeys {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

const ALL_BITS = 0xffff_ffff;
const SIGN_BIT = 0x8000_0000;
const DIGIT = 0x1_0000;

/**
 * Makes sort keys of doubles: the sign bit of positive numbers is flipped, every bit of negative ones, and for
 * descending order every bit once more. NaN comes last in either direction; -0 equals 0.
 */
export function sortKeys(values: Float64Array, rows: number, descending: boolean): SortKeys {
  const low = new Uint32Array(rows).fill(ALL_BITS);
  const high = new Uint32Array(rows).fill(ALL_BITS);
  const number = new Float64Array(1);
  const halves = new Uint32Array(number.buffer);
  const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  const [lowHalf, highHalf] = littleEndian ? [0, 1] : [1, 0];
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    number[0] = value + 0; // turns -0 into 0
    const flip = value < 0 !== descending ? ALL_BITS : 0;
    low[row] = (halves[lowHalf] ?? 0) ^ flip;
    high[row] = (halves[highHalf] ?? 0) ^ flip ^ (value < 0 ? 0 : SIGN_BIT);
  }
  return { low, high };
}

/** One stable counting pass over 16 bits of the keys; returns the new order. */
function sortByDigit(order: Uint32Array, part: Uint32Array, shift: 0 | 16): Uint32Array {
  const starts = new Uint32Array(DIGIT + 1);
  for (let row = 0; row < part.length; row++) {
    const digit = ((part[row] ?? 0) >>> shift) & (DIGIT - 1);
    starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
  }
  if (starts.includes(part.length)) return order; // all in one digit
  for (let digit = 0; digit < DIGIT; digit++) {
    starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
  }
  const sorted = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) {
    const row = order[place] ?? 0;
    const digit = ((part[row] ?? 0) >>> shift) & (DIGIT - 1);
    const target = starts[digit] ?? 0;
    sorted[target] = row;
    starts[digit] = target + 1;
  }
  return sorted;
}

/** Least-significant-digit radix sort (stable): rows of `order` by ascending key. */
export function radixSort(order: Uint32Array, keys: SortKeys): Uint32Array {
  let sorted = order;
  sorted = sortByDigit(sorted, keys.low, 0);
  sorted = sortByDigit(sorted, keys.low, 16);
  sorted = sortByDigit(sorted, keys.high, 0);
  return sortByDigit(sorted, keys.high, 16);
}
