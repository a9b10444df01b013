import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameRecordSchema, RECORD_KEYS, serializeRecord } from '../contract/record.ts';
import { arbitraryFaceRecords, madeFace, madeFaces } from '../select/face.fixture.ts';
import { arbitraryRecords, madeRecord } from '../select/record.fixture.ts';
import { csvColumns, csvHeader, csvLine } from './metadata-csv.ts';

/** A reader of RFC 4180 that knows nothing of the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    const [, quoted, plain, end] = match;
    if (match[0] === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

describe('metadata.csv', () => {
  it('has the fields of a record as its first line', () => {
    const header = csvHeader(csvColumns([madeRecord(1)]));
    expect(header.startsWith('frame_number,time,pts,picked_by,filename,status,')).toBe(true);
    const always = RECORD_KEYS.filter((key) => !frameRecordSchema.shape[key].isOptional());
    expect(parseCsv(header)).toEqual([always]);
  });

  it('gives every value as JSON writes it, null as nothing', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryRecords, arbitraryFaceRecords), fc.string(), (records, error) => {
        const columns = csvColumns(records);
        const given = records.map((record) => ({ ...record, error: record.error === null ? null : error }));
        const rows = parseCsv(given.map((record) => csvLine(record, columns)).join(''));
        const expected = given.map((record) => {
          const values: Record<string, unknown> = JSON.parse(serializeRecord(record));
          return columns.map((key) => {
            const value = values[key];
            return typeof value === 'string'
              ? value
              : value === null || value === undefined
                ? ''
                : JSON.stringify(value);
          });
        });
        expect(rows).toEqual(expected);
      }),
    );
  });

  it('has a column for what only some records have', () => {
    const records = [madeRecord(1), madeRecord(2, { original: 'IMG_7.jpg' })];
    const columns = csvColumns(records);
    expect(columns.slice(-2)).toEqual(['original', 'error']);
    const rows = parseCsv(records.map((record) => csvLine(record, columns)).join(''));
    expect(rows.map((row) => row.at(-2))).toEqual(['', 'IMG_7.jpg']);
  });

  it('holds faces as JSON, and nothing where they were not looked for', () => {
    const faces = [madeFace({ person: 'anna "A"', distance: 0.25 }), madeFace()];
    const none = { face_count: null, max_face_confidence: null, faces: null, face_distance: null };
    const records = [madeRecord(1, madeFaces(faces)), madeRecord(2, none), madeRecord(3, madeFaces([]))];
    const columns = csvColumns(records);
    expect(columns.slice(-5)).toEqual([
      'face_count',
      'max_face_confidence',
      'faces',
      'face_distance',
      'error',
    ]);
    const rows = parseCsv(records.map((record) => csvLine(record, columns)).join(''));
    expect(rows.map((row) => row.slice(-5))).toEqual([
      ['2', '0.9', JSON.stringify(faces), '0.25', ''],
      ['', '', '', '', ''],
      ['0', '', '[]', '', ''],
    ]);
  });

  it('puts commas, quotes and line breaks into quotes', () => {
    const line = csvLine(madeRecord(1, { filename: 'a, "b"\r\n.jpg' }), csvColumns([]));
    expect(line).toContain(',"a, ""b""\r\n.jpg",kept,');
    expect(line.endsWith('\r\n')).toBe(true);
  });
});
