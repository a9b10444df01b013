import { METRICS } from './metric.ts';

/** Why a frame is not selected, in the order in which the first failing one is named. A pin beats them all. */
export const REASONS = ['manual', 'error', 'time', 'quality', ...METRICS] as const;

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
};
