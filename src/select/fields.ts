import { METRICS, type Metric } from '../contract/metric.ts';

/** Values without the cap of the score they belong to. */
const RAW_FIELDS = ['sharpness_raw', 'edge_strength_raw'] as const;

/** Name of an uncapped value. */
type RawField = (typeof RAW_FIELDS)[number];

/** Name of a measured value. */
export type MeasuredField = Metric | RawField;

/** Values that every record holds. */
export const MEASURED_FIELDS = [...METRICS, ...RAW_FIELDS] as const;

/**
 * What the faces of a frame say: the smallest distance to a reference (the smaller, the better), how many there are, and
 * how sure the detector is of the surest.
 */
export const FACE_FIELDS = ['face_distance', 'face_count', 'face_confidence'] as const;

/** Name of such a value. */
export type FaceField = (typeof FACE_FIELDS)[number];

/** Fields that records hold; quality is not among them because it follows from the weights. */
export const STORED_FIELDS = [...MEASURED_FIELDS, ...FACE_FIELDS] as const;

/** Name of a stored field. */
export type StoredField = MeasuredField | FaceField;

/** Every number of a frame that can be charted, ranked and sorted by, in a run without faces. */
export const FACELESS_FIELDS = ['quality', ...MEASURED_FIELDS] as const;

/** Every number of a frame that can be charted, ranked and sorted by. */
export const FIELDS = [...FACELESS_FIELDS, ...FACE_FIELDS] as const;

/** Name of such a number. */
export type Field = (typeof FIELDS)[number];

/** Whether a number comes from the faces of the frame. */
export function isFaceField(field: string): field is FaceField {
  return FACE_FIELDS.some((name) => name === field);
}
