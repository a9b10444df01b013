import type { Reason } from '../../../contract/reasons.ts';
import { type BoundName, boundsOf, type Criteria } from '../../../select/criteria.ts';
import type { Field, StoredField } from '../../../select/fields.ts';

/** An uncapped value behind a score. */
export interface RawFacts {
  readonly field: StoredField;
  /** The raw value of one point (see the frame record: 1000 and 100 are 100 points). */
  readonly perPoint: number;
}

/** One filter of the panel. The panel is made from a list of these and knows none of them by name. */
export interface FilterFacts {
  readonly bound: BoundName;
  /** Why frames fall that it drops. */
  readonly reason: Reason;
  readonly label: string;
  /** What the number says, in a sentence. */
  readonly help: string;
  /** What its histogram counts; time has one of its own. */
  readonly field: Field | 'time';
  readonly raw: RawFacts | null;
  /** The modes in which it has an effect. */
  readonly modes: readonly Criteria['mode'][];
}

const EACH = ['individual'] as const;

/** Every filter, in the order of the panel. */
export const FILTERS: readonly FilterFacts[] = [
  {
    bound: 'quality',
    reason: 'quality',
    label: 'Quality',
    help: 'The weighted mean of the five scores.',
    field: 'quality',
    raw: null,
    modes: ['overall'],
  },
  {
    bound: 'sharpness',
    reason: 'sharpness',
    label: 'Sharpness',
    help: 'Fine detail. It depends on the picture: compare frames of one video, not of two.',
    field: 'sharpness',
    raw: { field: 'sharpness_raw', perPoint: 10 },
    modes: EACH,
  },
  {
    bound: 'edge_strength',
    reason: 'edge_strength',
    label: 'Edge strength',
    help: 'How strong the outlines are.',
    field: 'edge_strength',
    raw: { field: 'edge_strength_raw', perPoint: 1 },
    modes: EACH,
  },
  {
    bound: 'contrast',
    reason: 'contrast',
    label: 'Contrast',
    help: 'How far light and dark lie apart.',
    field: 'contrast',
    raw: null,
    modes: EACH,
  },
  {
    bound: 'brightness',
    reason: 'brightness',
    label: 'Brightness',
    help: '0 is black, 100 is white.',
    field: 'brightness',
    raw: null,
    modes: EACH,
  },
  {
    bound: 'entropy',
    reason: 'entropy',
    label: 'Entropy',
    help: 'How many different tones there are: low in plain and washed-out pictures.',
    field: 'entropy',
    raw: null,
    modes: EACH,
  },
  {
    bound: 'time',
    reason: 'time',
    label: 'Time',
    help: 'The part of the video that is looked at.',
    field: 'time',
    raw: null,
    modes: ['overall', 'individual'],
  },
];

export { withBounds } from '../../../select/criteria.ts';

/** Whether a filter limits anything. */
export function isLimited(criteria: Criteria, bound: BoundName): boolean {
  const { min, max } = boundsOf(criteria, bound);
  return min !== null || max !== null;
}

/** The filters of a mode whose label or help holds every word that is looked for. */
export function foundFilters(mode: Criteria['mode'], wanted: string): FilterFacts[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return FILTERS.filter(({ modes, label, help }) => {
    const text = `${label} ${help}`.toLowerCase();
    return modes.includes(mode) && words.every((word) => text.includes(word));
  });
}
