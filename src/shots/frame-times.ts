import type { FrameIndex } from '../decode/frame-index.ts';
import type { ProbedVideo } from '../decode/probe.ts';
import type { StreamMap } from '../decode/stream-map.ts';
import { ShotClock, type ShotFrame, shotRate } from './shot-clock.ts';

/** Frames a second where a stream says nothing: its mean. */
function meanRate({ index }: StreamMap): number {
  const { num, den } = index.timeBase;
  const span = ((index.ptsOf(index.length - 1) - index.ptsOf(0)) * num) / den;
  return span > 0 ? (index.length - 1) / span : 1;
}

/** The clock by which the shots of a video are told. */
export function clockOf({ probe }: ProbedVideo, map: StreamMap): ShotClock {
  return new ShotClock(probe.frame_rate ? shotRate(probe.frame_rate) : meanRate(map));
}

/** Makes what tells a frame, by its number, as judges take it. */
export function shotFrames(index: FrameIndex): (number: number) => ShotFrame {
  const first = index.ptsOf(0);
  const unit = (1e6 * index.timeBase.num) / index.timeBase.den;
  return (number) => ({ number, micros: Math.round((index.ptsOf(number) - first) * unit) });
}
