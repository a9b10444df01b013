import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../contract/reasons.ts';
import type { FaceRecord, FrameRecord } from '../contract/record.ts';
import { BIN_COUNT } from './bins.ts';
import { FrameColumns } from './columns.ts';
import { type Bounds, distanceLimit, type FaceCriteria } from './criteria.ts';
import {
  arbitraryFaceCriteria,
  arbitraryFaceRecords,
  faceCriteriaOf,
  madeFace,
  madeFaces,
} from './face.fixture.ts';
import { scaledMaximum, scaledMinimum } from './face-criterion.ts';
import { histograms } from './histogram.ts';
import { orderBy } from './order.ts';
import { madeRecord, RUN_WEIGHTS } from './record.fixture.ts';
import { failedCriteria, keptRows, reasonOf, select, selectRecords } from './select.ts';

type Test = (face: FaceRecord) => boolean;

const within = (value: number | null, { min, max }: Bounds) =>
  value !== null && (min === null || value >= min) && (max === null || value <= max);

/** What is asked of a face, in the order of narrowing. */
function testsOf(criteria: FaceCriteria): [Reason, Test][] {
  const { person, minConfidence, eyesOpen, yaw } = criteria;
  const limit = distanceLimit(criteria);
  const tests: [Reason, Test][] = [];
  if (person !== null) tests.push(['person', (face) => face.person === person]);
  if (limit !== null)
    tests.push(['face_distance', (face) => within(face.distance, { min: null, max: limit })]);
  if (eyesOpen) tests.push(['eyes_closed', (face) => face.eyes_closed === null || face.eyes_closed <= 0.5]);
  if (yaw.min !== null || yaw.max !== null) tests.push(['face_yaw', (face) => within(face.yaw, yaw)]);
  if (minConfidence !== null)
    tests.push(['face_confidence', (face) => within(face.confidence, { min: minConfidence, max: null })]);
  return tests;
}

/** The rules for one frame: whether it passes, and what is said to fail. */
function naive(record: FrameRecord, criteria: FaceCriteria): { passes: boolean; failed: Set<Reason> } {
  const faces = record.faces ?? null;
  const tests = testsOf(criteria);
  const failed = new Set<Reason>();
  const { count } = criteria;
  if ((count.min !== null || count.max !== null) && !within(faces?.length ?? null, count)) {
    failed.add('face_count');
  }
  let candidates = faces ?? [];
  for (const [reason, test] of tests) {
    const left = candidates.filter(test);
    if (left.length === 0) failed.add(reason);
    else candidates = left;
  }
  const one = tests.length === 0 || (faces ?? []).some((face) => tests.every(([, test]) => test(face)));
  return { passes: one && !failed.has('face_count'), failed };
}

describe('criteria on faces', () => {
  it('keep a frame of which one face meets everything, and say what else is in the way', () => {
    fc.assert(
      fc.property(arbitraryFaceRecords, arbitraryFaceCriteria, (records, faces) => {
        const selection = select(FrameColumns.from(records), faceCriteriaOf(faces));
        for (const [row, record] of records.entries()) {
          const { passes, failed } = naive(record, faces);
          expect(new Set(failedCriteria(selection, row))).toEqual(failed);
          expect(failed.size === 0).toBe(passes);
          if (record.status === 'kept') expect(reasonOf(selection, row) === null).toBe(passes);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('note one alone only where the frame passes without it, and every one that no face meets', () => {
    const free: Record<string, Partial<FaceCriteria>> = {
      person: { person: null },
      face_distance: { maxDistance: null },
      eyes_closed: { eyesOpen: false },
      face_yaw: { yaw: { min: null, max: null } },
      face_confidence: { minConfidence: null },
      face_count: { count: { min: null, max: null } },
    };
    fc.assert(
      fc.property(arbitraryFaceRecords, arbitraryFaceCriteria, (records, faces) => {
        const selection = select(FrameColumns.from(records), faceCriteriaOf(faces));
        for (const [row, record] of records.entries()) {
          const failed = failedCriteria(selection, row);
          const [only, ...others] = failed;
          if (only && others.length === 0) {
            expect(naive(record, { ...faces, ...free[only] }).passes, only).toBe(true);
          }
          for (const [reason, test] of testsOf(faces)) {
            if (!(record.faces ?? []).some(test)) expect(failed).toContain(reason);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  const anna = { person: 'anna', distance: 0.3, eyes_closed: 0.1, yaw: 0 };
  const all = {
    person: 'anna',
    maxDistance: 0.45,
    eyesOpen: true,
    yaw: { min: -0.2, max: 0.2 },
  } satisfies Partial<FaceCriteria>;
  const bob = { ...anna, person: 'bob' };
  it.each<[string, Partial<FaceRecord>[], Reason[]]>([
    ['one that meets all', [anna], []],
    ['one that meets all behind others', [bob, { ...anna, distance: 0.9 }, anna], []],
    ['somebody else', [bob], ['person']],
    ['the person too far, somebody else near', [{ ...anna, distance: 0.9 }, bob], ['face_distance']],
    [
      'the person with closed eyes, others with open ones',
      [{ ...anna, eyes_closed: 0.51 }, bob],
      ['eyes_closed'],
    ],
    ['the person turned away, others not', [bob, { ...anna, yaw: 0.3 }], ['face_yaw']],
    [
      'the person near with closed eyes, and far with open ones',
      [
        { ...anna, eyes_closed: 0.9 },
        { ...anna, distance: 0.46 },
      ],
      ['eyes_closed'],
    ],
    [
      'the person far and turned, somebody else near and straight',
      [{ ...anna, distance: 0.9, yaw: 1 }, bob],
      ['face_distance', 'face_yaw'],
    ],
    [
      'somebody else with closed eyes, a third far away',
      [
        { ...bob, eyes_closed: 0.9 },
        { ...bob, distance: 1 },
      ],
      ['person', 'eyes_closed'],
    ],
    ['eyes that cannot be judged', [{ ...anna, eyes_closed: null }], []],
    ['a yaw that is not known', [{ ...anna, yaw: null }], ['face_yaw']],
    [
      'a face that cannot be compared',
      [{ ...anna, person: null, distance: null }],
      ['face_distance', 'person'],
    ],
    ['no face', [], ['face_distance', 'person', 'eyes_closed', 'face_yaw']],
  ])('of %s', (_, faces, reasons) => {
    const record = madeRecord(3, madeFaces(faces.map(madeFace)));
    const selection = select(FrameColumns.from([record]), faceCriteriaOf(all));
    expect(failedCriteria(selection, 0)).toEqual(reasons);
    expect(reasonOf(selection, 0)).toBe(reasons[0] ?? null);
  });

  it('fail where faces were not looked for, like any value that was not measured', () => {
    const records = [
      madeRecord(0),
      madeRecord(1, { face_count: null, max_face_confidence: null, faces: null, face_distance: null }),
      madeRecord(2, madeFaces([madeFace(anna)])),
    ];
    for (const part of [
      { person: 'anna' },
      { maxDistance: 2 },
      { minConfidence: 0 },
      { eyesOpen: true },
      { yaw: { min: -2, max: null } },
      { count: { min: 0, max: null } },
    ]) {
      expect(selectRecords(records, faceCriteriaOf(part)).kept, JSON.stringify(part)).toEqual([records[2]]);
      expect(selectRecords(records.slice(0, 1), faceCriteriaOf(part)).kept).toEqual([]);
    }
    expect(selectRecords(records, faceCriteriaOf({})).kept).toEqual(records);
  });

  it('count all faces of a frame, weak ones too', () => {
    const records = [0, 1, 2, 3].map((n) =>
      madeRecord(n, madeFaces(Array.from({ length: n }, () => madeFace({ weak: true })))),
    );
    const kept = (count: Bounds) =>
      selectRecords(records, faceCriteriaOf({ count })).kept.map(({ frame_number }) => frame_number);
    expect(kept({ min: 2, max: null })).toEqual([2, 3]);
    expect(kept({ min: null, max: 1 })).toEqual([0, 1]);
    expect(kept({ min: 1, max: 2 })).toEqual([1, 2]);
  });

  it('take the limit of the run for a person without one', () => {
    const records = [0.3, 0.4, 0.5].map((distance, n) =>
      madeRecord(n, madeFaces([madeFace({ ...anna, distance })])),
    );
    const run = { pack: 'faceplugin', max_distance: 0.4 };
    const kept = (given: Partial<FaceCriteria>) => selectRecords(records, faceCriteriaOf(given)).kept.length;
    expect(kept({ run, person: 'anna' })).toBe(2);
    expect(kept({ run, person: 'anna', maxDistance: 0.5 })).toBe(3);
    expect(kept({ run, eyesOpen: true })).toBe(3);
    expect(kept({ run: { ...run, max_distance: null }, person: 'anna' })).toBe(3);
  });

  it('keep a frame whose own value is the limit, for every value on the grid of 4 decimals', () => {
    for (let whole = -20_000; whole <= 20_000; whole++) {
      const limit = Number((whole / 10_000).toFixed(4));
      if (scaledMaximum(limit) !== whole && !(whole === 0)) expect.fail(`${limit}`);
      if (scaledMinimum(limit) !== whole && !(whole === 0)) expect.fail(`${limit}`);
    }
    expect([scaledMaximum(0.45001), scaledMinimum(0.45001)]).toEqual([4500, 4501]);
    expect([scaledMaximum(-0.45001), scaledMinimum(-0.45001)]).toEqual([-4501, -4500]);
  });
});

describe('fields of faces', () => {
  const records = [
    madeRecord(0, madeFaces([madeFace({ distance: 0.5 }), madeFace({ distance: 0.2, confidence: 0.8 })])),
    madeRecord(1),
    madeRecord(2, madeFaces([])),
    madeRecord(3, madeFaces([madeFace({ distance: 0.58, person: 'anna' })])),
  ];
  const valuesOf = (columns: FrameColumns) =>
    Array.from(columns.values('face_distance').slice(0, columns.length));

  it('are those of the records', () => {
    fc.assert(
      fc.property(arbitraryFaceRecords, (made) => {
        const columns = FrameColumns.from(made);
        for (const [row, record] of made.entries()) {
          expect(columns.values('face_distance')[row]).toBe(record.face_distance ?? Number.NaN);
          expect(columns.values('face_count')[row]).toBe(record.face_count ?? Number.NaN);
          expect(columns.values('face_confidence')[row]).toBe(record.max_face_confidence ?? Number.NaN);
        }
      }),
    );
  });

  it('are charted and sorted by, frames without a value last', () => {
    const columns = FrameColumns.from(records);
    const made = histograms(columns, select(columns, faceCriteriaOf({ maxDistance: 0.3 })));
    const [distance, count] = made.filter(({ field }) => field === 'face_distance' || field === 'face_count');
    expect([distance?.all[10], distance?.all[29], distance?.notMeasured.all]).toEqual([1, 1, 2]);
    expect([distance?.kept[10], distance?.kept[29], distance?.passing[29]]).toEqual([1, 0, 1]);
    expect(Array.from(count?.all.slice(0, 3) ?? [])).toEqual([1, 1, 1]);
    expect([...orderBy(columns, 'face_distance', 'ascending', RUN_WEIGHTS)]).toEqual([0, 3, 1, 2]);
    expect([...orderBy(columns, 'face_distance', 'descending', RUN_WEIGHTS)]).toEqual([3, 0, 1, 2]);
  });

  it('are no part of a run without faces, where everything is unknown', () => {
    const columns = FrameColumns.from([madeRecord(0), madeRecord(1)]);
    expect(columns.faces.any).toBe(false);
    expect(columns.faces.bytes).toBe(0);
    expect(histograms(columns, select(columns, faceCriteriaOf({}))).map(({ field }) => field)).not.toContain(
      'face_count',
    );
    expect(valuesOf(columns)).toEqual([Number.NaN, Number.NaN]);
    expect(columns.bins('face_count')[1]).toBe(BIN_COUNT);
    columns.append(madeRecord(2, madeFaces([madeFace({ distance: 0.25 })])));
    expect(valuesOf(columns)).toEqual([Number.NaN, Number.NaN, 0.25]);
  });

  it('follow another comparison, and so do the criteria', () => {
    const columns = FrameColumns.from(records);
    expect(valuesOf(columns)).toEqual([0.2, Number.NaN, Number.NaN, 0.58]);
    const wanted = faceCriteriaOf({ person: 'carl', maxDistance: 0.5 });
    expect(keptRows(select(columns, wanted))).toHaveLength(0);
    columns.compareFaces({
      distances: [0.91234, Number.NaN, 0.4],
      persons: [1, 0, 2],
      people: ['anna', 'carl'],
    });
    expect(valuesOf(columns)).toEqual([0.9123, Number.NaN, Number.NaN, 0.4]);
    expect(columns.faces.people).toEqual(['anna', 'carl']);
    expect([...keptRows(select(columns, wanted))]).toEqual([3]);
    expect(columns.bins('face_distance')[3]).toBe(20);
    columns.append(madeRecord(4, madeFaces([madeFace({ distance: 0.1, person: 'dora' })])));
    expect(valuesOf(columns)[4]).toBe(0.1);
    expect(columns.faces.codeOf('dora')).toBe(3);
    expect(() => columns.compareFaces({ distances: [1], persons: [1], people: ['anna'] })).toThrow(
      RangeError,
    );
  });
});
