import type { Reason } from '../../contract/reasons.ts';
import { type Field, isFaceField } from '../../select/fields.ts';
import type { SortKey } from '../../select/order.ts';
import { formatDecimal, formatDistance, formatScore } from '../format/numbers.ts';
import { formatTime } from '../format/times.ts';

/** What is measured, as it is headed. */
export const FIELD_LABEL: Readonly<Record<Field | 'time' | 'face_yaw', string>> = {
  time: 'Time',
  quality: 'Quality',
  sharpness: 'Sharpness',
  edge_strength: 'Edge strength',
  contrast: 'Contrast',
  brightness: 'Brightness',
  entropy: 'Entropy',
  sharpness_raw: 'Sharpness, raw',
  edge_strength_raw: 'Edge strength, raw',
  face_distance: 'Face distance',
  face_count: 'Number of faces',
  face_yaw: 'Head turned',
  face_confidence: 'Face confidence',
  mask_area: 'Subject area',
  identity: 'Identity',
  object_score: 'Subject certainty',
};

/** Why a frame is dropped, in a word or two on its picture. */
export const REASON_WORD: Readonly<Record<Reason, string>> = {
  manual: 'rejected',
  error: 'not decoded',
  time: 'time',
  quality: 'quality',
  sharpness: 'sharpness',
  edge_strength: 'edges',
  contrast: 'contrast',
  brightness: 'brightness',
  entropy: 'entropy',
  no_face: 'no face',
  face_confidence: 'unsure face',
  face_area: 'small face',
  face_distance: 'face distance',
  person: 'person',
  face_count: 'number of faces',
  eyes_closed: 'eyes closed',
  face_yaw: 'head turned',
  identity: 'identity',
  mask_empty: 'no subject',
  mask_area: 'subject area',
};

/** Whether a field holds values without the cap of a score. */
function isRaw(field: string): boolean {
  return field === 'sharpness_raw' || field === 'edge_strength_raw';
}

/**
 * A value as it is written beside a frame.
 * @param limits bounds it is compared with: it is written so exactly that it stands on the right side of them
 */
export function valueText(
  field: SortKey | 'face_yaw',
  value: number,
  limits: readonly (number | null)[] = [],
): string {
  if (Number.isNaN(value)) return '–';
  if (field === 'time') return formatTime(value);
  if (isRaw(field)) return formatDecimal(value, value < 100 ? 1 : 0);
  if (field === 'face_count') return String(value);
  const bounds = limits.filter((limit) => limit !== null);
  if (field === 'face_yaw' || isFaceField(field)) return formatDistance(value, bounds);
  if (field === 'identity') return formatDistance(value, bounds);
  if (field === 'mask_area') return `${formatScore(value, bounds)}\u00a0%`;
  return formatScore(value, bounds);
}
