import { SCORE_SCALE } from '../contract/scaled.ts';
import type { Field } from './fields.ts';

/** Bins of every histogram: one a point for scores. Values that were not measured get this very number. */
export const BIN_COUNT = 100;

/**
 * Raw values are binned on log2(1 + value) up to these exponents, the largest values 8-bit luma can give: the
 * Laplacian of one pixel reaches 4·255, its variance 2^20; a Sobel magnitude reaches 4·255·√2 < 2^11.
 */
const LOG_TOP: Readonly<Partial<Record<Field, number>>> = { sharpness_raw: 20, edge_strength_raw: 11 };

/**
 * Width of a bin, scaled as in columns so that dividing is exact: distances reach 2, confidences and likeness 1; counts have
 * a bin each; logits of the tracker lie within 20 around 0.
 */
const STEPS: Readonly<Partial<Record<Field, number>>> = {
  face_distance: (2 * SCORE_SCALE) / BIN_COUNT,
  face_confidence: SCORE_SCALE / BIN_COUNT,
  face_count: SCORE_SCALE,
  identity: SCORE_SCALE / BIN_COUNT,
  object_score: (40 * SCORE_SCALE) / BIN_COUNT,
};

/** Bins below 0 of a field whose scale reaches there. */
const BELOW_ZERO: Readonly<Partial<Record<Field, number>>> = { object_score: BIN_COUNT / 2 };

/** Exact for points: dividing by 100 first would put 29 below itself. */
const BINS_PER_POINT = BIN_COUNT / 100;

function clampBin(position: number): number {
  return Math.min(BIN_COUNT - 1, Math.max(0, Math.floor(position)));
}

/** {@link binOf} for points, without looking up the field. */
export function scoreBin(points: number): number {
  return Number.isNaN(points) ? BIN_COUNT : clampBin(points * BINS_PER_POINT);
}

/**
 * The bin of a value; bins are the same for every run, so that they need no second look at the data.
 * @param value points, the uncapped value of a raw field, or what faces and mask say; NaN gives {@link BIN_COUNT}
 * @returns 0 .. BIN_COUNT - 1; the top value belongs to the last bin, values beyond the scale to the outermost
 */
export function binOf(field: Field, value: number): number {
  if (Number.isNaN(value)) return BIN_COUNT;
  const step = STEPS[field];
  if (step !== undefined) return clampBin(Math.round(value * SCORE_SCALE) / step + (BELOW_ZERO[field] ?? 0));
  const top = LOG_TOP[field];
  if (top === undefined) return scoreBin(value);
  return clampBin((Math.log2(1 + Math.max(0, value)) / top) * BIN_COUNT);
}

/**
 * Where a bin begins, in the unit of the field.
 * @param bin 0 .. BIN_COUNT; BIN_COUNT gives the end of the scale
 */
export function binStart(field: Field, bin: number): number {
  const step = STEPS[field];
  if (step !== undefined) return ((bin - (BELOW_ZERO[field] ?? 0)) * step) / SCORE_SCALE;
  const top = LOG_TOP[field];
  return top === undefined ? bin / BINS_PER_POINT : 2 ** ((bin / BIN_COUNT) * top) - 1;
}
