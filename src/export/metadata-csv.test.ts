import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORD_KEYS, serializeRecord } from '../contract/record.ts';
import { arbitraryRecords, madeRecord } from '../select/record.fixture.ts';
import { CSV_HEADER, csvLine } from './metadata-csv.ts';

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
    expect(CSV_HEADER.startsWith('frame_number,time,pts,picked_by,filename,status,')).toBe(true);
    expect(parseCsv(CSV_HEADER)).toEqual([[...RECORD_KEYS]]);
  });

  it('gives every value as JSON writes it, null as nothing', () => {
    fc.assert(
      fc.property(arbitraryRecords, fc.string(), (records, error) => {
        const given = records.map((record) => ({ ...record, error: record.error === null ? null : error }));
        const rows = parseCsv(CSV_HEADER + given.map(csvLine).join('')).slice(1);
        const expected = given.map((record) => {
          const values: Record<string, unknown> = JSON.parse(serializeRecord(record));
          return RECORD_KEYS.map((key) => {
            const value = values[key];
            return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
          });
        });
        expect(rows).toEqual(expected);
      }),
    );
  });

  it('puts commas, quotes and line breaks into quotes', () => {
    const line = csvLine(madeRecord(1, { filename: 'a, "b"\r\n.jpg' }));
    expect(line).toContain(',"a, ""b""\r\n.jpg",kept,');
    expect(line.endsWith('\r\n')).toBe(true);
  });
});
