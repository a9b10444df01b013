import { METRICS } from './metric.ts';

/** Why a frame is not selected, in the order in which the first failing one is named. A pin beats them all. */
export const REASONS = [
  'manual',
  'error',
  'time',
  'quality',
  ...METRICS,
  'no_face',
  'face_confidence',
  'face_area',
  'face_distance',
  'person',
  'face_count',
  'eyes_closed',
  'face_yaw',
  'identity',
  'mask_empty',
  'mask_area',
] as const;

/** Code of a reason. */
export type Reason = (typeof REASONS)[number];

/** What each reason means, for docs and interface. */
export const REASON_TEXT: Readonly<Record<Reason, string>> = {
  manual: 'rejected by hand',
  error: 'could not be decoded',
  time: 'outside the time range',
  quality: 'quality score outside the bounds',
  sharpness: 'sharpness outside the bounds',
  edge_strength: 'edge strength outside the bounds',
  contrast: 'contrast outside the bounds',
  brightness: 'brightness outside the bounds',
  entropy: 'entropy outside the bounds',
  no_face: 'without a face',
  face_confidence: 'no face is sure enough',
  face_area: 'no face is large enough',
  face_distance: 'no face is near enough to the reference',
  person: 'without the wanted person',
  face_count: 'number of faces outside the bounds',
  eyes_closed: 'eyes closed',
  face_yaw: 'head turned outside the bounds',
  identity: 'masked subject not like enough to the one that was sought',
  mask_empty: 'subject not in the picture, or too small',
  mask_area: 'share of the picture that the subject covers outside the bounds',
};
