import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryFaceRecords, madeFace } from '../select/face.fixture.ts';
import { FaceColumns } from '../select/face-columns.ts';
import { arbitraryMaskRecords, madeMask } from '../select/mask.fixture.ts';
import { arbitraryRecords, madeRecord } from '../select/record.fixture.ts';
import { SubjectColumns } from '../select/subject-columns.ts';
import { MASK_EMPTY, MASK_KNOWN, MASK_STORED } from './mask-table.ts';
import { REASONS } from './reasons.ts';
import { FRAME_STATUS, type FrameRecord, PICKED_BY } from './record.ts';
import {
  decodeTable,
  emptyTable,
  encodeTable,
  type RecordTable,
  setRow,
  sliceTable,
} from './record-table.ts';
import { NOT_MEASURED, SCORE_SCALE } from './scaled.ts';

function tableOf(records: readonly FrameRecord[], from = 0): RecordTable {
  const table = emptyTable(from, records.length);
  for (const [row, record] of records.entries()) setRow(table, row, record);
  return table;
}

const transported = (records: readonly FrameRecord[], from = 0) =>
  decodeTable(encodeTable(tableOf(records, from)).buffer);

/** A row in the terms of records. */
function rowOf(table: RecordTable, row: number) {
  const score = (name: keyof RecordTable['scores']) => {
    const value = table.scores[name][row] ?? NOT_MEASURED;
    return value === NOT_MEASURED ? null : value / SCORE_SCALE;
  };
  const raw = (name: keyof RecordTable['raw']) => {
    const value = table.raw[name][row] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  };
  return {
    frame_number: table.frameNumber[row],
    time: table.time[row],
    picked_by: PICKED_BY[table.pickedBy[row] ?? -1],
    status: FRAME_STATUS[table.status[row] ?? -1],
    reject_reason: REASONS[(table.reason[row] ?? 0) - 1] ?? null,
    picture: table.picture[row] === 1,
    sharpness_score: score('sharpness'),
    edge_strength_score: score('edge_strength'),
    contrast_score: score('contrast'),
    brightness_score: score('brightness'),
    entropy_score: score('entropy'),
    quality_score: score('quality'),
    sharpness_raw: raw('sharpness_raw'),
    edge_strength_raw: raw('edge_strength_raw'),
  };
}

function expected({ filename, pts: _, error: __, ...record }: FrameRecord) {
  return { ...record, picture: filename !== null };
}

const measured = (whole = NOT_MEASURED) => (whole === NOT_MEASURED ? null : whole / SCORE_SCALE);

/** The faces of a row in the terms of records, as far as they travel. */
function facesOf({ faces }: RecordTable, row: number) {
  if (faces?.known[row] !== 1) return null;
  const { starts, values, people } = faces;
  const base = starts[0] ?? 0;
  const [first, end] = [(starts[row] ?? 0) - base, (starts[row + 1] ?? 0) - base];
  return Array.from({ length: end - first }, (_, i) => {
    const face = first + i;
    const embedding = values.embedding[face] ?? -1;
    return {
      box: [...values.box.slice(4 * face, 4 * face + 4)],
      confidence: measured(values.confidence[face]),
      area_pct: measured(values.area[face]),
      embedding: embedding < 0 ? null : embedding,
      yaw: measured(values.yaw[face]),
      eyes_closed: measured(values.eyesClosed[face]),
      weak: values.weak[face] === 1,
      person: people[(values.person[face] ?? 0) - 1] ?? null,
      distance: measured(values.distance[face]),
    };
  });
}

function expectedFaces({ faces }: FrameRecord) {
  return (
    faces?.map(({ points: _, pitch: __, roll: ___, embedding_norm: ____, ...face }) => ({
      ...face,
      box: face.box.map(Math.fround),
    })) ?? null
  );
}

const isMasked = (record: Partial<FrameRecord>) =>
  (
    [
      record.mask_path,
      record.mask_empty,
      record.seed_type,
      record.reid_similarity,
      record.object_score,
    ] as const
  ).some((value) => value !== undefined && value !== null);

/** Shot and mask of a row in the terms of records, as far as they travel. */
function subjectOf({ shots, masks }: RecordTable, row: number) {
  const shot = shots?.[row] ?? -1;
  const flags = masks?.flags[row] ?? 0;
  return {
    shot: shot < 0 ? null : shot,
    known: (flags & MASK_KNOWN) !== 0,
    empty: (flags & MASK_EMPTY) !== 0,
    stored: (flags & MASK_STORED) !== 0,
    area: measured(masks?.area[row]),
    identity: measured(masks?.identity[row]),
    score: measured(masks?.objectScore[row]),
    seed: masks?.seeds[(masks.seed[row] ?? 0) - 1] ?? null,
  };
}

function expectedSubject(record: FrameRecord) {
  return {
    shot: record.shot_id ?? null,
    known: isMasked(record) || (record.mask_area_pct ?? null) !== null,
    empty: record.mask_empty ?? false,
    stored: (record.mask_path ?? null) !== null,
    area: record.mask_area_pct ?? null,
    identity: record.reid_similarity ?? null,
    score: record.object_score ?? null,
    seed: record.seed_type ?? null,
  };
}

describe('records as columns', () => {
  it('come out as the very numbers that metadata.jsonl holds', () => {
    fc.assert(
      fc.property(arbitraryRecords, (records) => {
        const table = transported(records);
        expect(table.rows).toBe(records.length);
        expect(records.map((_, row) => rowOf(table, row))).toEqual(records.map(expected));
      }),
    );
  });

  it('divide to every possible score exactly', () => {
    for (let step = 0; step <= 100 * SCORE_SCALE; step++) {
      if (
        step / SCORE_SCALE !==
        Number(`${Math.floor(step / SCORE_SCALE)}.${String(step % SCORE_SCALE).padStart(4, '0')}`)
      ) {
        expect.fail(`${step} is not exact`);
      }
    }
  });

  it('say where they begin', () => {
    expect(transported([madeRecord(7)], 7)).toMatchObject({ from: 7, rows: 1 });
    expect(transported([])).toMatchObject({ from: 0, rows: 0 });
  });

  it('say of which contents they are', () => {
    const table = emptyTable(0, 1, 'ab12');
    setRow(table, 0, madeRecord(3));
    expect(decodeTable(encodeTable(table).buffer).generation).toBe('ab12');
  });

  it('can be cut into parts that travel by themselves', () => {
    fc.assert(
      fc.property(arbitraryRecords, fc.nat(40), (records, cut) => {
        const whole = tableOf(records, 100);
        const first = Math.min(cut, records.length);
        const part = decodeTable(encodeTable(sliceTable(whole, first, records.length)).buffer);
        expect(part).toMatchObject({ from: 100 + first, rows: records.length - first });
        const rest = records.slice(first);
        expect(rest.map((_, row) => rowOf(part, row))).toEqual(rest.map(expected));
      }),
    );
  });

  it('carry the faces of their rows, whole or in parts', () => {
    fc.assert(
      fc.property(arbitraryFaceRecords, fc.nat(40), (records, cut) => {
        const columns = new FaceColumns();
        for (const record of records) columns.append(record.faces);
        const whole = { ...tableOf(records), faces: columns.table(0, records.length) };
        const first = Math.min(cut, records.length);
        const part = decodeTable(encodeTable(sliceTable(whole, first, records.length)).buffer);
        const rest = records.slice(first);
        expect(rest.map((_, row) => facesOf(part, row))).toEqual(rest.map(expectedFaces));
        if (rest.every(({ faces }) => !faces)) expect(part.faces).toBeNull();
      }),
    );
  });

  it('carry shots and masks of their rows, whole or in parts', () => {
    fc.assert(
      fc.property(arbitraryMaskRecords, fc.nat(40), (records, cut) => {
        const columns = new SubjectColumns();
        for (const record of records) columns.append(record);
        const whole = { ...tableOf(records), ...columns.table(0, records.length) };
        const first = Math.min(cut, records.length);
        const part = decodeTable(encodeTable(sliceTable(whole, first, records.length)).buffer);
        const rest = records.slice(first);
        expect(rest.map((_, row) => subjectOf(part, row))).toEqual(rest.map(expectedSubject));
        if (rest.every(({ mask_area_pct, ...record }) => !isMasked(record) && !mask_area_pct))
          expect(part.masks).toBeNull();
      }),
    );
  });

  it('cost nothing for a run without masks', () => {
    const columns = new SubjectColumns();
    for (const n of [1, 2]) columns.append(madeRecord(n));
    expect(columns.table(0, 2)).toEqual({ shots: null, masks: null });
    const plain = tableOf([madeRecord(1), madeRecord(2)]);
    expect(new TextDecoder().decode(encodeTable({ ...plain, ...columns.table(0, 2) }))).not.toMatch(
      /mask|shot/,
    );
  });

  it('cost nothing for a run without faces', () => {
    const columns = new FaceColumns();
    for (const n of [1, 2]) columns.append(madeRecord(n).faces);
    expect(columns.table(0, 2)).toBeNull();
  });

  it('are refused when cut off or foreign', () => {
    const block = encodeTable(tableOf([madeRecord(1), madeRecord(2)]));
    expect(() => decodeTable(block.buffer.slice(0, block.length - 1))).toThrow('cut off');
    expect(() => decodeTable(block.buffer.slice(0, 10))).toThrow('cut off');
    const columns = new FaceColumns();
    columns.append([madeFace()]);
    columns.append([madeFace(), madeFace()]);
    const faces = columns.table(0, 2);
    const full = encodeTable({ ...tableOf([madeRecord(1), madeRecord(2)]), faces });
    expect(() => decodeTable(full.buffer.slice(0, full.length - 8))).toThrow('cut off');
    const wrong = faces && { ...faces, starts: Uint32Array.of(0, 1, 2) };
    const strange = encodeTable({ ...tableOf([madeRecord(1), madeRecord(2)]), faces: wrong });
    expect(() => decodeTable(strange.buffer)).toThrow('faces without records');
    const subjects = new SubjectColumns();
    for (const n of [1, 2]) subjects.append(madeMask(n));
    const masked = encodeTable({ ...tableOf([madeRecord(1), madeRecord(2)]), ...subjects.table(0, 2) });
    expect(() => decodeTable(masked.buffer.slice(0, masked.length - 8))).toThrow('cut off');
    expect(() => decodeTable(new ArrayBuffer(64))).toThrow('unknown format');
  });
});
