import { distanceFromMixture, extent, likeness, type Signature } from './signature.ts';

/** Lengths at which gradual transitions are looked for, frames. */
export const SPANS = [6, 8, 12, 16, 24, 32, 48] as const;
/** The longest of them. */
export const LONGEST_SPAN = 48;

/** Most distance of the frames between from the mixture of both ends, as a share of the distance of the ends. */
const OFF_MIXTURE = 0.18;
/** The same as a share of what a smooth wave (the softest picture) shows when it moves: see {@link movingOff}. */
const OFF_MOVEMENT = 0.8;
/** Most likeness of the ends: what only gets brighter or moves a little keeps its layout. */
const MOST_LIKENESS = 0.8;
/** Least share of the picture that changes: titles come and go on a part of it. */
const LEAST_EXTENT = 0.6;

/** A stretch of frames that goes over from one picture to another. */
export interface Gradual {
  /** Places of the last frame before and the first frame behind. */
  readonly from: number;
  readonly to: number;
  /** How sure it is; only the order counts. */
  readonly strength: number;
}

/**
 * How far from the mixture of both ends a wave is halfway, as a share of the distance of the ends, when it moves until
 * its likeness is this: by the angle t, sin(x + t/2) against (sin x + sin(x + t)) / 2, which is tan(t/4) / 2. All other
 * pictures that move are further off.
 */
function movingOff(likenessOfEnds: number): number {
  return Math.tan(Math.acos(Math.min(1, Math.max(-1, likenessOfEnds))) / 4) / 2;
}

/**
 * The gradual transitions that end at a frame: both ends differ, and a quarter, half and three quarters of the way the
 * picture is their mixture.
 * @param at signatures by place; those of LONGEST_SPAN frames before are needed
 */
export function gradualsEndingAt(
  at: (place: number) => Signature | undefined,
  to: number,
  threshold: number,
  distance: (a: Signature, b: Signature) => number,
): Gradual[] {
  const last = at(to);
  if (!last) return [];
  return SPANS.flatMap((span) => {
    const from = to - span;
    const first = at(from);
    if (!first) return [];
    const change = distance(first, last);
    if (change < threshold) return [];
    const alike = likeness(first, last);
    if (alike > MOST_LIKENESS) return [];
    const most = Math.min(OFF_MIXTURE, OFF_MOVEMENT * movingOff(alike));
    const step = Math.max(1, Math.floor(span / 4));
    let off = 0;
    // most of what moves is told halfway
    for (const part of [span / 2, step, span - step]) {
      const between = at(from + part);
      if (between) off = Math.max(off, distanceFromMixture(between, first, last, part / span) / change);
      if (off > most) return [];
    }
    if (extent(first, last) < LEAST_EXTENT) return [];
    return [{ from, to, strength: change * (1 - off) }];
  });
}

/** A cut nearer than this to a gradual change belongs to it, frames. */
const NEAR_CUT = 6;

/** The strongest of overlapping transitions; none that holds a cut or comes near one. In order of place. */
export function strongest(found: readonly Gradual[], cuts: readonly number[]): Gradual[] {
  const hasCut = ({ from, to }: Gradual) => cuts.some((cut) => cut > from - NEAR_CUT && cut <= to + NEAR_CUT);
  const chosen: Gradual[] = [];
  for (const one of [...found].sort((a, b) => b.strength - a.strength)) {
    const isFree = chosen.every(({ from, to }) => one.to <= from || one.from >= to);
    if (isFree && !hasCut(one)) chosen.push(one);
  }
  return chosen.sort((a, b) => a.from - b.from);
}
