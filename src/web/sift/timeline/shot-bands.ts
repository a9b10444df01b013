import type { FrameData } from '../model/frame-data.ts';
import type { FrameOrder } from '../model/frame-order.ts';
import type { TimeWindow } from './time-window.ts';

/** A shot as it lies in time, from its first frame to that of the next one. */
export interface ShotBand extends TimeWindow {
  readonly shot: number;
  /** 0 and 1 by turns, whatever the numbers of the shots are. */
  readonly tone: 0 | 1;
}

const OTHER = [1, 0] as const;

/**
 * The shots of frames as bands, in time; none where there is only one shot. Frames whose shot is not known are in no band.
 * @param inTime the frames as they follow in time
 */
export function shotBands(data: FrameData, inTime: FrameOrder): readonly ShotBand[] {
  const { subjects } = data.columns;
  if (!subjects.anyShot) return [];
  const bands: ShotBand[] = [];
  const close = (shot: number, from: number, end: number): void => {
    if (shot < 0) return;
    const last = bands.at(-1);
    // A shot goes on behind frames of which nothing is known.
    const tone = last && (last.shot === shot ? last.tone : OTHER[last.tone]);
    const [first, next] = [inTime.rowAt(from), inTime.rowAt(Math.min(end, inTime.length - 1))];
    bands.push({ shot, from: data.timeOf(first), to: data.timeOf(next), tone: tone ?? 0 });
  };
  let shot = -1;
  let from = 0;
  for (let place = 0; place < inTime.length; place++) {
    const own = subjects.shotAt(inTime.rowAt(place));
    if (own === shot) continue;
    close(shot, from, place);
    shot = own;
    from = place;
  }
  close(shot, from, inTime.length);
  return bands.some(({ tone }) => tone === 1) ? bands : [];
}

/** How many shots some bands are of. */
export function countShots(bands: readonly ShotBand[]): number {
  return new Set(bands.map(({ shot }) => shot)).size;
}
