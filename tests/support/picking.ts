import type { ShownStream } from './ffmpeg.ts';

/** A rational number of seconds, so that the reference needs no floating point. */
export interface Fraction {
  readonly num: number;
  readonly den: number;
}

/** First frames at or after each anchor + k * step (k >= first), each once, as pts: straight from the definition. */
export function firstAtOrAfter(
  pts: readonly number[],
  unit: number,
  anchor: number,
  step: Fraction,
  first = 0,
): number[] {
  const ticks = Math.round(1 / unit);
  const picks = new Set<number>();
  const last = pts.at(-1) ?? anchor;
  for (let k = first; ; k++) {
    // pts >= anchor + k * step, in ticks, without a division.
    const reached = (value: number) => (value - anchor) * step.den >= k * step.num * ticks;
    if (!reached(last)) return [...picks];
    const pick = pts.find(reached);
    if (pick !== undefined) picks.add(pick);
  }
}

/** Keyframes and, between them, the first frames at multiples of a gap since the last one (or the start). */
export function keyframesAndGaps({ frames, unit }: ShownStream, gap: Fraction): Map<number, string> {
  const sorted = [...frames].sort((a, b) => a.pts - b.pts);
  const anchors = sorted.flatMap(({ type }, i) => (i === 0 || type === 'I' ? [i] : []));
  const picks = new Map<number, string>();
  for (const [i, at] of anchors.entries()) {
    const anchor = sorted[at];
    if (!anchor) continue;
    if (anchor.type === 'I') picks.set(anchor.pts, 'keyframe');
    const between = sorted.slice(at + 1, anchors[i + 1] ?? sorted.length).map(({ pts }) => pts);
    for (const pts of firstAtOrAfter(between, unit, anchor.pts, gap, 1)) picks.set(pts, 'gap');
  }
  return picks;
}
