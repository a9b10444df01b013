import type { FilterFacts, PictureFilter } from './filter-facts.ts';

const ALWAYS = ['overall', 'individual'] as const satisfies FilterFacts['modes'];

/** The filters by the mask of the subject, in the order of the panel. */
export const MASK_FILTERS: readonly PictureFilter[] = [
  {
    bound: 'mask_area',
    reason: 'mask_area',
    label: 'Subject area',
    help: 'How much of the picture the subject covers, in percent. A limit also drops frames without the subject.',
    field: 'mask_area',
    raw: null,
    units: ['points', 'percent'],
    unitWords: { label: 'area', help: 'Percent of the picture' },
    missing: 'Frames without a mask; a limit drops them',
    range: [0, 100],
    modes: ALWAYS,
  },
  {
    bound: 'identity',
    reason: 'identity',
    label: 'Identity',
    help: 'How like the masked subject is to the one that was sought: 1 is the same. A limit also drops frames without the subject.',
    field: 'identity',
    raw: null,
    units: ['points', 'percent'],
    unitWords: { label: 'value', help: 'Likeness: 1 is the same' },
    missing: 'Frames whose subject was not compared; a limit drops them',
    edges: ['min'],
    range: [0, 1],
    modes: ALWAYS,
  },
];
