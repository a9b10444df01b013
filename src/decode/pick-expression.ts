import type { Rational } from '../contract/probe.ts';
import type { DecodeMethod } from './decode-method.ts';
import { decimalToRational } from './rational.ts';

/** What an expression needs to know of its place in the stream; pts in units of the time base. */
export interface PickContext {
  readonly timeBase: Rational;
  /** pts of the first frame of the whole range: t0 of the interval grid. */
  readonly rangeStart: number;
  /** Smallest pts that may be picked here. */
  readonly from: number;
  /** Whether {@link from} is the start of the whole range, so that the scene method keeps its first frame. */
  readonly first: boolean;
  /** pts of the last keyframe before {@link from}, or the start of the range: where a gap is counted from. */
  readonly gapAnchor: number;
  /** pts of the frames asked for by number; null = too many to name, the caller drops the others. */
  readonly wanted: readonly number[] | null;
}

/** Longest list of single frames in one expression. */
export const MOST_NAMED_FRAMES = 100;

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** `x - y` for an expression, whatever the sign of y. */
const minus = (x: string, y: number) => (y < 0 ? `${x}+${-y}` : `${x}-${y}`);

/**
 * How many steps of `seconds` lie between an anchor and a pts, as an expression. The step is a fraction of whole
 * pts units, so that floor() of the quotient of two integers is exact.
 */
function steps(pts: string, anchor: string, seconds: number, timeBase: Rational): string {
  const { num, den } = decimalToRational(seconds);
  const p = num * BigInt(timeBase.den);
  const q = den * BigInt(timeBase.num);
  const divisor = gcd(p, q);
  const scale = q / divisor === 1n ? '' : `*${q / divisor}`;
  return `floor((${pts}${anchor})${scale}/${p / divisor})`;
}

/**
 * Expression of FFmpeg's `select` filter that is non-zero for the frames a method picks, or null for all.
 * It sees every decoded frame from the landing point of a seek on; nothing before `from` is picked.
 */
export function pickExpression(method: DecodeMethod, at: PickContext): string | null {
  const within = `gte(pts,${at.from})`;
  switch (method.kind) {
    case 'all':
      return within;
    case 'numbers':
      return at.wanted === null ? within : at.wanted.map((pts) => `eq(pts,${pts})`).join('+');
    case 'keyframes': {
      if (method.maxGap === null) return `${within}*eq(pict_type,I)`;
      // Variable 0 holds the pts of the last keyframe within the range, or the start of the range.
      const counts = `eq(pict_type,I)*gte(pts,${at.rangeStart})`;
      const remember = `st(0,if(${counts},pts,if(eq(n,0),${at.gapAnchor},ld(0))))`;
      const now = steps('pts', '-ld(0)', method.maxGap, at.timeBase);
      const before = steps('prev_pts', '-ld(0)', method.maxGap, at.timeBase);
      return `${remember};${within}*(eq(pict_type,I)+gt(${now},if(isnan(prev_pts),0,max(0,${before}))))`;
    }
    case 'interval': {
      const anchor = minus('', at.rangeStart);
      const now = steps('pts', anchor, method.interval, at.timeBase);
      const before = steps('prev_pts', anchor, method.interval, at.timeBase);
      return `${within}*(isnan(prev_pts)+lt(prev_pts,${at.rangeStart})+gt(${now},${before}))`;
    }
    case 'scene': {
      const cut = `gt(scene,${method.threshold})`;
      return at.first ? `${within}*(isnan(prev_selected_pts)+${cut})` : `${within}*${cut}`;
    }
  }
}
