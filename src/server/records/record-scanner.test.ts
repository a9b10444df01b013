import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FrameRecord, serializeRecord } from '../../contract/record.ts';
import { emptyTable, encodeTable, setRow } from '../../contract/record-table.ts';
import { roundTo } from '../../contract/round.ts';
import { arbitraryFaceRecords, madeFace, madeFaces } from '../../select/face.fixture.ts';
import { FaceColumns } from '../../select/face-columns.ts';
import { arbitraryMaskRecords, madeMask } from '../../select/mask.fixture.ts';
import { arbitraryRecords, madeRecord } from '../../select/record.fixture.ts';
import { SubjectColumns } from '../../select/subject-columns.ts';
import { RecordScanner } from './record-scanner.ts';

const scanner = new RecordScanner();

/** A line read in the middle of other bytes; null when it is none of the pipeline's. */
function scanned(line: string) {
  const bytes = Buffer.from(`before\n${line}\nafter`);
  const table = emptyTable(0, 1);
  const parts = { faces: new FaceColumns(), subjects: new SubjectColumns() };
  const { faces, subjects } = parts;
  if (scanner.scan(bytes, 7, 7 + Buffer.byteLength(line), table, 0, parts)) {
    return encodeTable({ ...table, faces: faces.table(0, 1), ...subjects.table(0, 1) });
  }
  // What was noted of a line that was left alone is gone.
  expect([subjects.rows, subjects.table(0, 1)]).toEqual([0, { shots: null, masks: null }]);
  expect([faces.rows, faces.count, faces.addFace()]).toEqual([0, 0, 0]);
  return null;
}

function byJson(record: FrameRecord) {
  const table = emptyTable(0, 1);
  setRow(table, 0, record);
  const faces = new FaceColumns();
  faces.append(record.faces);
  const subjects = new SubjectColumns();
  subjects.append(record);
  return encodeTable({ ...table, faces: faces.table(0, 1), ...subjects.table(0, 1) });
}

const lineOf = (record: FrameRecord) => serializeRecord(record).trimEnd();
const without = (record: FrameRecord): FrameRecord => ({ ...record, error: null });

describe('scanning lines of metadata.jsonl', () => {
  it('gives what JSON gives, bit by bit', () => {
    const time = fc.double({ min: -1e6, max: 1e8, noNaN: true }).map((value) => roundTo(value, 6));
    const raw = fc.option(
      fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => roundTo(value, 4)),
      { nil: null },
    );
    const pts = fc.integer({ min: -(2 ** 40), max: 2 ** 45 });
    fc.assert(
      fc.property(
        arbitraryRecords,
        time,
        raw,
        raw,
        pts,
        (records, at, sharpness_raw, edge_strength_raw, p) => {
          for (const given of records) {
            const record = without({ ...given, time: at, pts: p, sharpness_raw, edge_strength_raw });
            const table = scanned(lineOf(record));
            // Only numbers in scientific notation or of more than 15 digits may be left to the general parser.
            if (table === null) expect(lineOf(record)).toMatch(/\de[+-]\d|\d{16}|\d{10,}\.\d{1,6}/);
            else expect(table).toEqual(byJson(record));
          }
        },
      ),
    );
  });

  it('gives what JSON gives of faces, those of a whole file one after another', () => {
    fc.assert(
      fc.property(arbitraryFaceRecords, (made) => {
        const records = made.map((record) => without({ ...record, sharpness_raw: 500 }));
        const lines = records.map((record) => Buffer.from(lineOf(record)));
        const [faces, wanted] = [new FaceColumns(), new FaceColumns()];
        const table = emptyTable(0, 1);
        for (const [row, line] of lines.entries()) {
          const parts = { faces, subjects: new SubjectColumns() };
          expect(scanner.scan(line, 0, line.length, table, 0, parts)).toBe(true);
          wanted.append(records[row]?.faces);
        }
        expect(faces.table(0, records.length)).toEqual(wanted.table(0, records.length));
      }),
    );
  });

  it.each([
    ['cut off in a face', (line: string) => line.slice(0, line.indexOf('"yaw"'))],
    [
      'of another order',
      (line: string) => line.replace('"embedding":3,', '').replace('"yaw"', '"embedding":3,"yaw"'),
    ],
    ['without a key', (line: string) => line.replace('"roll":-1.25,', '')],
    ['with a key more', (line: string) => line.replace('"distance":0.5}', '"distance":0.5,"x":1}')],
    ['with a box of three', (line: string) => line.replace('100.5,50.25', '100.5')],
    ['with four points', (line: string) => line.replace(',[240,221.75]', '')],
    ['with a confidence above 1', (line: string) => line.replace('"confidence":0.9', '"confidence":1.1')],
    ['with too many decimals', (line: string) => line.replace('"yaw":0.05', '"yaw":0.05001')],
    ['with a row below 0', (line: string) => line.replace('"embedding":3', '"embedding":-3')],
    ['with a broken name', (line: string) => line.replace('"anna"', '"an\\qa"')],
    ['with a name that does not end', (line: string) => line.slice(0, line.indexOf('anna') + 4)],
    ['with a comma at the end', (line: string) => line.replace('"distance":0.5}]', '"distance":0.5},]')],
  ])('leaves a line with faces %s alone', (_, change) => {
    const face = madeFace({ embedding: 3, person: 'anna', distance: 0.5 });
    const line = lineOf(madeRecord(12, madeFaces([madeFace(), face])));
    expect(scanned(line)).not.toBeNull();
    expect(change(line)).not.toBe(line);
    expect(scanned(change(line))).toBeNull();
  });

  it('gives what JSON gives of shots and masks, those of a whole file one after another', () => {
    fc.assert(
      fc.property(arbitraryMaskRecords, (made) => {
        const records = made.map((record) => without({ ...record, sharpness_raw: 500 }));
        const lines = records.map((record) => Buffer.from(lineOf(record)));
        const [subjects, wanted] = [new SubjectColumns(), new SubjectColumns()];
        const table = emptyTable(0, 1);
        for (const [row, line] of lines.entries()) {
          const parts = { faces: new FaceColumns(), subjects };
          expect(scanner.scan(line, 0, line.length, table, 0, parts)).toBe(true);
          wanted.append(records[row] ?? {});
        }
        expect(subjects.table(0, records.length)).toEqual(wanted.table(0, records.length));
      }),
    );
  });

  it.each([
    ['cut off in a mask', (line: string) => line.slice(0, line.indexOf('"seed_type"'))],
    ['of a mask elsewhere', (line: string) => line.replace('"masks/frame_000007.png"', '"../secret.png"')],
    ['of a mask of another kind', (line: string) => line.replace('000007.png', '000007.svg')],
    ['without a key of the mask', (line: string) => line.replace('"mask_empty":false,', '')],
    ['with an area above 100', (line: string) => line.replace('_pct":20', '_pct":100.5')],
    ['with a shot below 0', (line: string) => line.replace('"shot_id":0', '"shot_id":-1')],
    ['with a likeness above 1', (line: string) => line.replace('similarity":0.8', 'similarity":1.8')],
    ['with a word for yes or no', (line: string) => line.replace('"mask_empty":false', '"mask_empty":"no"')],
  ])('leaves a line %s alone', (_, change) => {
    const line = lineOf(madeRecord(7, madeMask(7)));
    expect(scanned(line)).not.toBeNull();
    expect(change(line)).not.toBe(line);
    expect(scanned(change(line))).toBeNull();
  });

  it('reads every score to the last decimal', () => {
    for (let step = 0; step <= 1_000_000; step += 101) {
      const record = madeRecord(1, { sharpness_score: step / 10_000, contrast_score: 100 - step / 10_000 });
      const rounded = { ...record, contrast_score: roundTo(record.contrast_score ?? 0, 4) };
      if (!Buffer.from(scanned(lineOf(rounded)) ?? []).equals(byJson(rounded))) expect.fail(lineOf(rounded));
    }
  });

  it.each([
    ['cut off', (line: string) => line.slice(0, -1)],
    ['cut off in a number', (line: string) => line.slice(0, line.indexOf('"pts":') + 8)],
    ['with more behind it', (line: string) => `${line} `],
    ['with a key more', (line: string) => line.replace('"error":null', '"error":null,"x":1')],
    ['with a blank', (line: string) => line.replace('"time":', '"time": ')],
    ['of another file name', (line: string) => line.replace('frame_000012.jpg', '../secret.jpg')],
    ['of another kind of picture', (line: string) => line.replace('.jpg', '.svg')],
    ['with a text as error', (line: string) => line.replace('"error":null', '"error":"damaged"')],
    ['with an unknown status', (line: string) => line.replace('"kept"', '"lost"')],
    ['with a score above 100', (line: string) => line.replace(':50,', ':100.0001,')],
    ['with a score below 0', (line: string) => line.replace(':50,', ':-1,')],
    ['with too many decimals', (line: string) => line.replace(':50,', ':50.00001,')],
    ['with a leading zero', (line: string) => line.replace(':50,', ':050,')],
    ['with a point at the end', (line: string) => line.replace(':50,', ':50.,')],
    [
      'with a negative frame number',
      (line: string) => line.replace('"frame_number":12', '"frame_number":-12'),
    ],
    ['empty', () => ''],
  ])('leaves a line %s alone', (_, change) => {
    const line = lineOf(madeRecord(12));
    expect(scanned(line)).not.toBeNull();
    expect(change(line)).not.toBe(line);
    expect(scanned(change(line))).toBeNull();
  });
});
