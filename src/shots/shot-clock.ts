import type { Rational } from '../contract/probe.ts';
import { roundHalfEven } from './round-half-even.ts';

/** A decoded frame in time. */
export interface ShotFrame {
  readonly number: number;
  /** Microseconds since the first frame of the stream. */
  readonly micros: number;
}

/** How near to N * 1000/1001 a rate counts as that, frames a second (PySceneDetect's _NTSC_DETECTION_TOLERANCE). */
const NTSC_TOLERANCE = 1e-3;

/** A rate as PySceneDetect takes it: whole numbers and N * 1000/1001 exactly, others as they are. */
export function shotRate({ num, den }: Rational): number {
  const rate = num / den;
  if (Number.isInteger(rate)) return rate;
  const base = roundHalfEven((rate * 1001) / 1000);
  const ntsc = (base * 1000) / 1001;
  return base > 0 && Math.abs(ntsc - rate) < NTSC_TOLERANCE ? ntsc : rate;
}

/** Counts frames as PySceneDetect does: from times, at the stream's average rate. */
export class ShotClock {
  /** Frames a second. */
  readonly rate: number;

  constructor(rate: number) {
    this.rate = rate;
  }

  /** Frames from one frame to a later one. */
  between(from: ShotFrame, to: ShotFrame): number {
    return roundHalfEven(Math.max(0, to.micros - from.micros) * 1e-6 * this.rate);
  }

  /** PySceneDetect's number of a frame. */
  numberOf({ micros }: ShotFrame): number {
    return roundHalfEven(micros * 1e-6 * this.rate);
  }

  /** Microseconds of one of PySceneDetect's numbers. */
  microsOf(number: number): number {
    return (number / this.rate) * 1e6;
  }
}
