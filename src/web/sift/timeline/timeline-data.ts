import type { QualityWeights } from '../../../contract/metric.ts';
import { qualityColumn } from '../../../select/quality.ts';
import type { FrameOrder } from '../model/frame-order.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SiftModel } from '../model/sift-model.ts';
import { firstAtLeast, Pyramid, runningCount } from './pyramid.ts';
import type { TimeWindow } from './time-window.ts';

/** Frames as they follow in time, with their quality over any stretch. */
export interface TimelineFrames {
  readonly order: FrameOrder;
  /** Seconds, rising. */
  readonly times: Float64Array;
  readonly quality: Pyramid;
  readonly whole: TimeWindow;
}

/** What the timeline shows of a run under some weights. */
export function timelineFrames({ data, inTime }: SiftModel, weights: QualityWeights): TimelineFrames {
  const { columns } = data;
  const { values } = qualityColumn(columns, weights);
  const { length } = inTime;
  const plain = inTime.permutation === undefined;
  const times = plain ? columns.times.subarray(0, length) : new Float64Array(length);
  const quality = plain ? values : new Float64Array(length);
  for (let place = 0; !plain && place < length; place++) {
    const row = inTime.rowAt(place);
    times[place] = columns.times[row] ?? 0;
    quality[place] = values[row] ?? Number.NaN;
  }
  const [first, last] = [times[0] ?? 0, times[length - 1] ?? 0];
  const whole = { from: Math.min(0, first), to: Math.max(last, first + 0.2) };
  return { order: inTime, times, quality: new Pyramid(quality), whole };
}

/** How many frames are kept before each place. */
export function keptBefore({ order }: TimelineFrames, { selection }: Outcome): Uint32Array {
  const { codes } = selection;
  return runningCount(order.length, (place) => codes[order.rowAt(place)] === 0);
}

/** The row whose time is nearest; -1 without frames. */
export function nearestRow({ times, order }: TimelineFrames, time: number): number {
  const after = firstAtLeast(times, time);
  const before = after - 1;
  const toAfter = (times[after] ?? Number.POSITIVE_INFINITY) - time;
  const toBefore = time - (times[before] ?? Number.NEGATIVE_INFINITY);
  return order.length === 0 ? -1 : order.rowAt(toAfter < toBefore ? after : before);
}
