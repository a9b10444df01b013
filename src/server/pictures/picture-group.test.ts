import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTable, setRow } from '../../contract/record-table.ts';
import { streamMap } from '../../decode/video.fixture.ts';
import { droppedRecord } from '../../export/run.fixture.ts';
import { madeRecord } from '../../select/record.fixture.ts';
import { decodedSpan, groupRows, MOST_GROUP_FRAMES, rowsAround } from './picture-group.ts';

describe('frames that are decoded together', () => {
  it('are a group of pictures', () => {
    const map = streamMap(1000, [0, 250, 500, 900]);
    expect(decodedSpan(map, 0)).toEqual({ first: 0, end: 250 });
    expect(decodedSpan(map, 249)).toEqual({ first: 0, end: 250 });
    expect(decodedSpan(map, 250)).toEqual({ first: 250, end: 500 });
    expect(decodedSpan(map, 950)).toEqual({ first: 900, end: 1000 });
  });

  it('are several groups where these are short', () => {
    const map = streamMap(
      100,
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect(decodedSpan(map, 40)).toEqual({ first: 32, end: 64 });
    expect(decodedSpan(streamMap(100, [0, 20, 40, 60]), 45)).toEqual({ first: 32, end: 64 });
  });

  it('are all before and behind where the video cannot be entered', () => {
    expect(decodedSpan(null, 7)).toEqual({ first: 0, end: Number.POSITIVE_INFINITY });
    expect(decodedSpan(streamMap(100, null), 7)).toEqual({ first: 0, end: Number.POSITIVE_INFINITY });
  });

  it('are not too many, and each row is in one block of rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(999), (rows, given) => {
        const row = Math.min(given, rows - 1);
        const { first, end } = rowsAround(row, rows);
        expect(row >= first && row < end && end <= rows).toBe(true);
        expect(end - first).toBeLessThanOrEqual(MOST_GROUP_FRAMES);
        for (const other of [first, end - 1]) expect(rowsAround(other, rows)).toEqual({ first, end });
      }),
    );
  });

  const damaged = madeRecord(3, { status: 'error', reject_reason: 'error', filename: null });
  const records = [
    droppedRecord(0),
    madeRecord(1),
    droppedRecord(2),
    damaged,
    madeRecord(4),
    droppedRecord(9),
  ];
  const table = emptyTable(0, records.length);
  for (const [row, record] of records.entries()) setRow(table, row, record);

  it('are those without a picture, as far as they can be decoded', () => {
    expect(groupRows(table, 0, { first: 0, end: 9 })).toEqual([0, 2]);
    expect(groupRows(table, 5, { first: 1, end: 10 })).toEqual([2, 5]);
  });

  it('are also their neighbours when a stored picture is lost', () => {
    expect(groupRows(table, 1, { first: 0, end: 9 })).toEqual([0, 1, 2, 4]);
  });
});
