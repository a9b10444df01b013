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

/**
 * What the mask of a frame says: percent of the picture that the subject covers, how like it is to the one that was sought,
 * and how surely the tracker sees it (a logit).
 */
export const MASK_FIELDS = ['mask_area', 'identity', 'object_score'] as const;

/** Name of such a value. */
export type MaskField = (typeof MASK_FIELDS)[number];

/** Fields that records hold; quality is not among them because it follows from the weights. */
export const STORED_FIELDS = [...MEASURED_FIELDS, ...FACE_FIELDS, ...MASK_FIELDS] as const;

/** Name of a stored field. */
export type StoredField = MeasuredField | FaceField | MaskField;

/** Every number of a frame that can be charted, ranked and sorted by, in any run. */
const COMMON_FIELDS = ['quality', ...MEASURED_FIELDS] as const;

/** Every number of a frame that can be charted, ranked and sorted by. */
export const FIELDS = [...COMMON_FIELDS, ...FACE_FIELDS, ...MASK_FIELDS] as const;

/** Name of such a number. */
export type Field = (typeof FIELDS)[number];

/** What a run knows of its frames besides the measured values. */
export interface KnownParts {
  readonly faces: { readonly any: boolean };
  readonly subjects: { readonly any: boolean };
}

/** The numbers that the frames of a run have. */
export function fieldsOf({ faces, subjects }: KnownParts): Field[] {
  return [...COMMON_FIELDS, ...(faces.any ? FACE_FIELDS : []), ...(subjects.any ? MASK_FIELDS : [])];
}

/** Whether a number comes from the faces of the frame. */
export function isFaceField(field: string): field is FaceField {
  return FACE_FIELDS.some((name) => name === field);
}

/** Whether a number comes from the mask of the frame. */
export function isMaskField(field: string): field is MaskField {
  return MASK_FIELDS.some((name) => name === field);
}
