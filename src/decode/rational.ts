import type { Rational } from '../contract/probe.ts';

/** Parses `30000/1001`, `4:3` or `25`; null for `0/0`, `N/A` and anything else without a value. */
export function parseRational(text: string | undefined): Rational | null {
  const match = /^(-?\d+)(?:[/:](\d+))?$/.exec(text ?? '');
  if (!match) return null;
  const num = Number(match[1]);
  const den = Number(match[2] ?? 1);
  return num !== 0 && den !== 0 ? { num, den } : null;
}

/** The value as a floating-point number. */
export function toNumber({ num, den }: Rational): number {
  return num / den;
}

/**
 * Rescales an integer time stamp between time bases, rounding to nearest and halves away from zero, as FFmpeg's
 * `av_rescale_q` does.
 */
export function rescale(value: number, from: Rational, to: Rational): number {
  const numerator = BigInt(value) * BigInt(from.num) * BigInt(to.den);
  const denominator = BigInt(from.den) * BigInt(to.num);
  const half = denominator / 2n;
  const rounded = numerator >= 0n ? (numerator + half) / denominator : -((-numerator + half) / denominator);
  return Number(rounded);
}

/**
 * A decimal number as an exact fraction; an option such as 0.1 means one tenth, not its nearest double.
 * Decimals beyond the ninth are dropped.
 */
export function decimalToRational(value: number): { num: bigint; den: bigint } {
  const den = 1_000_000_000n;
  return { num: BigInt(Math.round(value * 1e9)), den };
}

/**
 * Smallest pts whose time since `origin` is at least `seconds`, in exact arithmetic.
 * @param timeBase seconds of one unit of pts
 */
export function ptsAtOrAfter(origin: number, seconds: number, timeBase: Rational): number {
  const { num, den } = decimalToRational(seconds);
  const numerator = num * BigInt(timeBase.den);
  const denominator = den * BigInt(timeBase.num);
  const floor = numerator / denominator;
  const exact = floor * denominator === numerator;
  const ceil = exact || numerator < 0n ? floor : floor + 1n;
  return origin + Number(ceil);
}
