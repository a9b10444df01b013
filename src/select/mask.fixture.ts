import fc from 'fast-check';
import type { FrameRecord } from '../contract/record.ts';
import { roundTo } from '../contract/round.ts';
import { type Criteria, type MaskCriteria, openCriteria } from './criteria.ts';
import { arbitraryRecords, RUN_WEIGHTS } from './record.fixture.ts';

/** The fields of a record whose subject was masked; any can be set. */
export function madeMask(frameNumber: number, given: Partial<FrameRecord> = {}) {
  return {
    shot_id: 0,
    mask_path: `masks/frame_${String(frameNumber).padStart(6, '0')}.png`,
    mask_area_pct: 20,
    mask_empty: false,
    seed_type: 'face',
    reid_similarity: 0.8,
    object_score: 8.5,
    ...given,
  } satisfies Partial<FrameRecord>;
}

/** The fields of a record of a run with masks, of a frame that the tracker did not look at. */
export const UNMASKED = {
  mask_path: null,
  mask_area_pct: null,
  mask_empty: null,
  seed_type: null,
  reid_similarity: null,
  object_score: null,
} as const satisfies Partial<FrameRecord>;

const decimals = (min: number, max: number) =>
  fc.integer({ min: min * 10_000, max: max * 10_000 }).map((whole) => roundTo(whole / 10_000, 4));
const orNull = <T>(arbitrary: fc.Arbitrary<T>, freq = 4) => fc.option(arbitrary, { nil: null, freq });

const arbitraryShot = orNull(fc.nat(300));

const arbitraryMask = fc.record({
  shot_id: arbitraryShot,
  mask_path: orNull(fc.nat(3_000_000).map((n) => `masks/frame_${String(n).padStart(6, '0')}.png`)),
  mask_area_pct: orNull(fc.oneof(fc.constantFrom(0, 0.49, 20, 20.0001, 100), decimals(0, 100))),
  mask_empty: orNull(fc.boolean()),
  seed_type: orNull(fc.constantFrom('face', 'box', 'Zoë "Z" Ω\\')),
  reid_similarity: orNull(fc.oneof(fc.constantFrom(0, 0.8, 1), decimals(-1, 1))),
  object_score: orNull(decimals(-40, 40)),
});

const arbitraryFields = fc.oneof(
  { weight: 8, arbitrary: arbitraryMask },
  { weight: 1, arbitrary: fc.constant({ shot_id: 3, ...UNMASKED }) },
  { weight: 1, arbitrary: fc.record({ shot_id: arbitraryShot }) },
  { weight: 1, arbitrary: fc.constant({}) },
);

/** Records of frames with masks, most of them; some tell their shot alone. */
export const arbitraryMaskRecords: fc.Arbitrary<FrameRecord[]> = arbitraryRecords.chain((records) =>
  fc
    .tuple(...records.map(() => arbitraryFields))
    .map((masks) => records.map((record, i) => ({ ...record, ...masks[i] }))),
);

/** Anything that can be asked of masks. */
export const arbitraryMaskCriteria: fc.Arbitrary<MaskCriteria> = fc.record({
  minIdentity: orNull(fc.oneof(fc.constantFrom(0, 0.8), decimals(0, 1)), 1),
  area: fc.record({
    min: orNull(fc.oneof(fc.constantFrom(0, 20), decimals(0, 100)), 1),
    max: orNull(fc.oneof(fc.constantFrom(20, 100), decimals(0, 100)), 1),
  }),
});

/** What is asked of masks, with everything else open. */
export function maskCriteriaOf(given: Partial<MaskCriteria>): Criteria {
  const open = openCriteria(RUN_WEIGHTS);
  return { ...open, masks: { ...open.masks, ...given } };
}
