import type { FilterFacts } from './filter-facts.ts';

const ALWAYS = ['overall', 'individual'] as const;

/** The filters by numbers of faces, in the order of the panel. */
export const FACE_FILTERS: readonly FilterFacts[] = [
  {
    bound: 'face_distance',
    reason: 'face_distance',
    label: 'Face distance',
    help: 'How far the nearest face is from the reference pictures: 0 is the same picture. Faces of less than 40 pixels are unsure.',
    field: 'face_distance',
    raw: null,
    units: ['points', 'percent'],
    unitWords: { label: 'dist', help: 'Cosine distance: 0 to 2' },
    missing: 'Frames without a face that can be compared; a limit drops them',
    edges: ['max'],
    range: [0, 2],
    modes: ALWAYS,
  },
  {
    bound: 'face_count',
    reason: 'face_count',
    label: 'Number of faces',
    help: 'All faces of the frame, whoever they are, small ones too.',
    field: 'face_count',
    raw: null,
    units: [],
    missing: 'Frames that were not looked at for faces, as the run dropped them; a limit drops them too',
    range: [0, 1000],
    modes: ALWAYS,
  },
  {
    bound: 'face_yaw',
    reason: 'face_yaw',
    label: 'Head turned',
    help: "0 looks straight ahead; below 0 to the picture's right, above to its left. The chart counts faces.",
    field: 'face_yaw',
    raw: null,
    units: [],
    range: [-2, 2],
    modes: ALWAYS,
  },
  {
    bound: 'face_confidence',
    reason: 'face_confidence',
    label: 'Face confidence',
    help: 'How sure it is that there is a face at all, from 0 to 1.',
    field: 'face_confidence',
    raw: null,
    units: ['points', 'percent'],
    unitWords: { label: 'value', help: 'From 0 to 1, as the models say it' },
    missing: 'Frames without a face; a limit drops them',
    edges: ['min'],
    range: [0, 1],
    modes: ALWAYS,
  },
];
