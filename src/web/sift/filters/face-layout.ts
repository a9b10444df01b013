import { BIN_COUNT, binOf, binStart } from '../../../select/bins.ts';
import type { FaceField } from '../../../select/fields.ts';
import type { Bins, Outcome } from '../model/outcome.ts';
import type { FilterLayout } from './filter-layout.ts';
import { countScale, linearScale } from './value-scale.ts';

/** Eye distances at either end of the chart; a head in profile is about there. */
const YAW_REACH = 1;
/** Free bins behind the farthest face, so that a handle beside all of them is seen. */
const MARGIN = 3;

function sliced({ all, passing, kept }: Bins, first: number, end: number): Bins {
  return {
    all: all.subarray(first, end),
    passing: passing.subarray(first, end),
    kept: kept.subarray(first, end),
  };
}

/** As far as there are faces, and a little farther than the limit of the models. */
function distanceLayout(outcome: Outcome, limit: number | null): FilterLayout {
  const bins = outcome.histogram('face_distance');
  const last = bins.all.findLastIndex((count) => count > 0);
  const wanted = limit === null ? 0 : binOf('face_distance', limit);
  const end = Math.min(BIN_COUNT, Math.max(last + 1, wanted + 1) + MARGIN);
  return {
    scale: linearScale(0, Number(binStart('face_distance', end).toFixed(2)), 0.01),
    bins: sliced(bins, 0, end),
    shown: end,
    notMeasured: bins.notMeasured.all,
    mark: limit,
  };
}

/** A bar for each number of faces; the handles stand in the middle of a bar. */
function countLayout(outcome: Outcome): FilterLayout {
  const bins = outcome.histogram('face_count');
  const most = Math.max(
    1,
    bins.all.findLastIndex((count) => count > 0),
  );
  return {
    scale: countScale(most),
    bins: sliced(bins, 0, most + 1),
    shown: most + 1,
    notMeasured: bins.notMeasured.all,
    binsABar: 1,
  };
}

/** From the least sure face on: models give none below a limit of their own. */
function confidenceLayout(outcome: Outcome): FilterLayout {
  const bins = outcome.histogram('face_confidence');
  const least = Math.max(
    0,
    bins.all.findIndex((count) => count > 0),
  );
  const first = Math.min(90, Math.floor(least / 10) * 10);
  return {
    scale: linearScale(first / 100, 1, 0.01),
    bins: sliced(bins, first, BIN_COUNT),
    shown: BIN_COUNT - first,
    notMeasured: bins.notMeasured.all,
  };
}

/**
 * How a filter by a number of faces is laid out.
 * @param limit up to which distance the models take two faces for one person; null = not known
 */
export function faceLayout(
  field: FaceField | 'face_yaw',
  outcome: Outcome,
  limit: number | null,
): FilterLayout {
  if (field === 'face_distance') return distanceLayout(outcome, limit);
  if (field === 'face_count') return countLayout(outcome);
  if (field === 'face_confidence') return confidenceLayout(outcome);
  return {
    scale: linearScale(-YAW_REACH, YAW_REACH, 0.01),
    bins: outcome.yawBins(YAW_REACH),
    shown: BIN_COUNT,
    notMeasured: 0,
  };
}
