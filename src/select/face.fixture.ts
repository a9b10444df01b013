import fc from 'fast-check';
import type { FaceRecord, FrameRecord } from '../contract/record.ts';
import { roundTo } from '../contract/round.ts';
import { type Bounds, type FaceCriteria, openCriteria } from './criteria.ts';
import { arbitraryRecords, RUN_WEIGHTS } from './record.fixture.ts';

/** A large, sure face that was compared with nobody; any field can be set. */
export function madeFace(given: Partial<FaceRecord> = {}): FaceRecord {
  return {
    box: [100.5, 50.25, 300, 290.125],
    confidence: 0.9,
    area_pct: 12.5,
    points: [
      [150.1, 120.2],
      [250.3, 121],
      [200, 170.5],
      [160, 220],
      [240, 221.75],
    ],
    embedding: 0,
    embedding_norm: 20.5,
    yaw: 0.05,
    pitch: 0.5,
    roll: -1.25,
    eyes_closed: 0.1,
    weak: false,
    person: null,
    distance: null,
    ...given,
  };
}

/** The fields of a record whose faces were looked at. */
export function madeFaces(
  faces: readonly FaceRecord[],
): Pick<FrameRecord, 'face_count' | 'max_face_confidence' | 'faces' | 'face_distance'> {
  const distances = faces.flatMap(({ distance }) => (distance === null ? [] : [distance]));
  return {
    face_count: faces.length,
    max_face_confidence: faces.length === 0 ? null : Math.max(...faces.map(({ confidence }) => confidence)),
    faces: [...faces],
    face_distance: distances.length === 0 ? null : Math.min(...distances),
  };
}

const decimals = (min: number, max: number) =>
  fc.integer({ min: min * 10_000, max: max * 10_000 }).map((whole) => roundTo(whole / 10_000, 4));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 });

/** Names that occur, also such as have to be escaped. */
const PEOPLE = ['anna', 'bob', 'Zoë "Z" Ω\\'] as const;
/** Values that meet each other often, and any others. */
const arbitraryDistance = fc.oneof(fc.constantFrom(0, 0.45, 0.4501, 1), decimals(0, 2));
const arbitraryYaw = fc.oneof(fc.constantFrom(-0.3, 0, 0.3), decimals(-3, 3));
const arbitraryPoint = fc.tuple(decimals(-50, 4000), decimals(-50, 4000));

/** Any face. */
const arbitraryFace: fc.Arbitrary<FaceRecord> = fc.record({
  box: fc.tuple(decimals(-50, 4000), decimals(-50, 4000), decimals(-50, 4000), decimals(-50, 4000)),
  confidence: decimals(0, 1),
  area_pct: decimals(0, 100),
  points: orNull(fc.array(arbitraryPoint, { minLength: 5, maxLength: 5 })),
  embedding: orNull(fc.nat(1_000_000)),
  embedding_norm: orNull(decimals(0, 40)),
  yaw: orNull(arbitraryYaw),
  pitch: orNull(decimals(-2, 2)),
  roll: orNull(decimals(-180, 180)),
  eyes_closed: orNull(fc.oneof(fc.constantFrom(0.5, 0.5001), decimals(0, 1))),
  weak: fc.boolean(),
  person: orNull(fc.constantFrom(...PEOPLE)),
  distance: orNull(arbitraryDistance),
});

const arbitraryFaces = fc.oneof(
  { weight: 8, arbitrary: fc.array(arbitraryFace, { maxLength: 4 }).map(madeFaces) },
  {
    weight: 1,
    arbitrary: fc.constant({ face_count: null, max_face_confidence: null, faces: null, face_distance: null }),
  },
  { weight: 1, arbitrary: fc.constant({}) },
);

/** Records of frames in which faces were looked for, most of them. */
export const arbitraryFaceRecords: fc.Arbitrary<FrameRecord[]> = arbitraryRecords.chain((records) =>
  fc
    .tuple(...records.map(() => arbitraryFaces))
    .map((faces) => records.map((record, i) => ({ ...record, ...faces[i] }))),
);

const bounds = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<Bounds> =>
  fc.record({ min: orNull(arbitrary), max: orNull(arbitrary) });

/** Anything that can be asked of faces; of a run that says nothing of its own. */
export const arbitraryFaceCriteria: fc.Arbitrary<FaceCriteria> = fc
  .record({
    person: fc.option(fc.constantFrom(...PEOPLE, 'nobody'), { nil: null, freq: 1 }),
    maxDistance: fc.option(arbitraryDistance, { nil: null, freq: 1 }),
    pack: fc.option(fc.constant('buffalo_l'), { nil: null }),
    minConfidence: fc.option(fc.oneof(fc.constantFrom(0.7, 0.9), decimals(0, 1)), { nil: null, freq: 1 }),
    eyesOpen: fc.boolean(),
    yaw: fc.oneof(
      fc.constant({ min: null, max: null }),
      bounds(fc.oneof(fc.constantFrom(-0.3, 0.3), decimals(-2, 2))),
    ),
    count: fc.oneof({ weight: 3, arbitrary: fc.constant({ min: null, max: null }) }, bounds(fc.nat(4))),
    run: fc.constant(null),
  })
  .map((faces) => ({ ...faces, pack: faces.maxDistance === null ? null : faces.pack }));

/** What is asked of faces, with everything else open. */
export function faceCriteriaOf(given: Partial<FaceCriteria>) {
  const open = openCriteria(RUN_WEIGHTS);
  return { ...open, faces: { ...open.faces, ...given } };
}
