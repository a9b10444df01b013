import { describe, expect, it } from 'vitest';
import type { FrameRecord } from '../../contract/record.ts';
import { emptyTable, setRow } from '../../contract/record-table.ts';
import { madeRecord } from '../../select/record.fixture.ts';
import { RunRecords } from './run-records.ts';

function tableOf(from: number, generation: string, ...records: FrameRecord[]) {
  const table = emptyTable(from, records.length, generation);
  for (const [row, record] of records.entries()) setRow(table, row, record);
  return table;
}

const kept = (frame_number: number) => madeRecord(frame_number);
const dropped = (frame_number: number, reject_reason: 'sharpness' | 'brightness') =>
  madeRecord(frame_number, { status: 'rejected', reject_reason, filename: null });

describe('RunRecords', () => {
  it('adds rows and tells what became of the frames', () => {
    const records = new RunRecords();
    expect(records.known).toBeNull();
    records.add(tableOf(0, 'a', kept(0), dropped(1, 'brightness'), dropped(2, 'sharpness')));
    records.add(tableOf(3, 'a', dropped(3, 'sharpness')));
    expect(records.known).toEqual({ rows: 4, generation: 'a' });
    expect(records.tally).toEqual({
      kept: 1,
      dropped: 3,
      reasons: [
        { reason: 'sharpness', count: 2 },
        { reason: 'brightness', count: 1 },
      ],
    });
  });

  it('begins anew when the records were written anew', () => {
    const records = new RunRecords();
    records.add(tableOf(0, 'a', kept(0), kept(1)));
    records.add(tableOf(0, 'b', kept(5)));
    expect(records.known).toEqual({ rows: 1, generation: 'b' });
    expect(records.columns.frameNumbers[0]).toBe(5);
    expect(records.tally.kept).toBe(1);
  });

  it('takes no rows that do not continue those at hand', () => {
    const records = new RunRecords();
    records.add(tableOf(0, 'a', kept(0)));
    records.add(tableOf(7, 'a', kept(7)));
    expect(records.known).toBeNull();
    expect(records.columns.length).toBe(0);
  });
});
