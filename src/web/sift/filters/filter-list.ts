import { type BoundName, boundsOf, type Criteria } from '../../../select/criteria.ts';
import { FACE_FILTERS } from './face-filters.ts';
import type { FilterFacts, PictureFilter } from './filter-facts.ts';
import { MASK_FILTERS } from './mask-filters.ts';

const EACH = ['individual'] as const;

/** The filters of every run, in the order of the panel. */
export const PICTURE_FILTERS: readonly PictureFilter[] = [
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

/** Every filter, in the order of the panel. */
export const FILTERS: readonly FilterFacts[] = [...PICTURE_FILTERS, ...FACE_FILTERS, ...MASK_FILTERS];

export { withBounds } from '../../../select/criteria.ts';

/** Whether a filter limits anything. */
export function isLimited(criteria: Criteria, bound: BoundName): boolean {
  const { min, max } = boundsOf(criteria, bound);
  return min !== null || max !== null;
}

/** Whether a text holds every word that is looked for. */
export function holdsWords(text: string, wanted: string): boolean {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.toLowerCase().includes(word));
}

/**
 * The filters of a mode whose label or help holds every word that is looked for.
 * @param of which of them; those of every run unless given
 */
export function foundFilters(
  mode: Criteria['mode'],
  wanted: string,
  of: readonly FilterFacts[] = PICTURE_FILTERS,
): FilterFacts[] {
  return of.filter(
    ({ modes, label, help }) => modes.includes(mode) && holdsWords(`${label} ${help}`, wanted),
  );
}
