/**
 * How the subject of a shot was found. `chosen`: a person pointed at it; `reference_face`: the best match of the
 * references; `same_face`: the face that was followed in an earlier shot; `prominent_face`; `memory`: the tracker knew it
 * again from an earlier shot; `mask_overlap`: where it was on the frame before; `moving_region`; `centre`: whatever lies
 * in the middle.
 */
export const SEED_KINDS = [
  'chosen',
  'reference_face',
  'same_face',
  'prominent_face',
  'memory',
  'mask_overlap',
  'moving_region',
  'centre',
] as const;
/** How the subject of a shot was found. */
export type SeedKind = (typeof SEED_KINDS)[number];
