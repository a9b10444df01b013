import { METRICS, type Metric } from '../contract/metric.ts';

/** Values without the cap of the score they belong to. */
const RAW_FIELDS = ['sharpness_raw', 'edge_strength_raw'] as const;

/** Name of an uncapped value. */
type RawField = (typeof RAW_FIELDS)[number];

/** Fields that records hold; quality is not among them because it follows from the weights. */
export const STORED_FIELDS = [...METRICS, ...RAW_FIELDS] as const;

/** Name of a stored field. */
export type StoredField = Metric | RawField;

/** Every number of a frame that can be charted, ranked and sorted by. */
export const FIELDS = ['quality', ...STORED_FIELDS] as const;

/** Name of such a number. */
export type Field = (typeof FIELDS)[number];
