import { percentileOf, type Ranking } from '../../../select/percentile.ts';

/** How the numbers of a filter are written: points, the value without the cap, or percent of the run's frames. */
export const UNITS = ['points', 'raw', 'percent'] as const;
/** Name of such a unit. */
export type Unit = (typeof UNITS)[number];

/** Places of values along a slider, and the steps in which it moves. */
export interface ValueScale {
  readonly least: number;
  readonly most: number;
  /** Smallest step of a key. */
  readonly step: number;
  /** 0 .. 1 */
  readonly positionOf: (value: number) => number;
  readonly valueAt: (position: number) => number;
}

const clamp01 = (position: number): number => Math.min(1, Math.max(0, position));

/** Rounds to a multiple of a step that is a decimal fraction, without the dust of binary fractions. */
export function roundToStep(value: number, step: number): number {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
  return Number((Math.round(value / step) * step).toFixed(decimals));
}

/** Equal distances for equal differences. */
export function linearScale(least: number, most: number, step: number): ValueScale {
  const span = most - least || 1;
  return {
    least,
    most,
    step,
    positionOf: (value) => clamp01((value - least) / span),
    valueAt: (position) => roundToStep(least + clamp01(position) * span, step),
  };
}

/** Whole numbers from 0, each in the middle of a bar of its own. */
export function countScale(most: number): ValueScale {
  return {
    least: 0,
    most,
    step: 1,
    positionOf: (value) => clamp01((value + 0.5) / (most + 1)),
    valueAt: (position) => Math.min(most, Math.floor(clamp01(position) * (most + 1))),
  };
}

/**
 * Points laid out by the logarithm of the raw value they stand for, as raw histograms are.
 * @param perPoint raw value of a point
 * @param top where the scale ends: log2(1 + raw)
 */
export function rawScale(perPoint: number, top: number): ValueScale {
  return {
    least: 0,
    most: 100,
    step: 0.1,
    positionOf: (points) => clamp01(Math.log2(1 + points * perPoint) / top),
    valueAt: (position) => {
      const points = (2 ** (clamp01(position) * top) - 1) / perPoint;
      return roundToStep(Math.min(100, points), 0.1);
    },
  };
}

/** One key of a slider: arrows a step, with Shift ten, page keys 5 % of the range, Home and End the ends. */
export function keyedValue(value: number, key: string, shift: boolean, scale: ValueScale): number | null {
  const { least, most, step } = scale;
  const by = (steps: number): number => {
    const moved = roundToStep(value + steps * step, step);
    return Math.min(most, Math.max(least, moved));
  };
  const page = Math.max(1, Math.round(((most - least) * 0.05) / step));
  const arrow = shift ? 10 : 1;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return by(-arrow);
    case 'ArrowRight':
    case 'ArrowUp':
      return by(arrow);
    case 'PageDown':
      return by(-page);
    case 'PageUp':
      return by(page);
    case 'Home':
      return least;
    case 'End':
      return most;
    default:
      return null;
  }
}

/** Percent of the measured frames that a lower limit drops: those below it. */
export function shareBelow(ranking: Ranking, limit: number): number {
  let low = 0;
  let high = ranking.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranking[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return ranking.length === 0 ? 0 : (low / ranking.length) * 100;
}

/** Percent of the measured frames that an upper limit keeps: those at or below it. */
export function shareUpTo(ranking: Ranking, limit: number): number {
  return percentileOf(ranking, limit) ?? 100;
}

/** The lower limit that drops about so many percent of the frames: the value of the first one that stays. */
export function limitDropping(ranking: Ranking, percent: number): number | null {
  const place = Math.min(ranking.length - 1, Math.floor((percent / 100) * ranking.length));
  return ranking[place] ?? null;
}

/** The upper limit that keeps about so many percent of the frames: the value of the last one that stays. */
export function limitKeeping(ranking: Ranking, percent: number): number | null {
  const place = Math.max(0, Math.ceil((percent / 100) * ranking.length) - 1);
  return ranking[Math.min(place, ranking.length - 1)] ?? null;
}
