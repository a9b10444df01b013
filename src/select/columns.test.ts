import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FrameRecord } from '../contract/record.ts';
import { decodeTable, emptyTable, encodeTable, setRow } from '../contract/record-table.ts';
import { FrameColumns } from './columns.ts';
import { arbitraryFaceCriteria, arbitraryFaceRecords } from './face.fixture.ts';
import { FaceColumns } from './face-columns.ts';
import { STORED_FIELDS } from './fields.ts';
import { arbitraryCriteria, arbitraryRecords, arbitraryReview } from './record.fixture.ts';
import { select } from './select.ts';

function transported(records: readonly FrameRecord[]) {
  const table = emptyTable(0, records.length);
  for (const [row, record] of records.entries()) setRow(table, row, record);
  const faces = new FaceColumns();
  for (const record of records) faces.append(record.faces);
  return decodeTable(encodeTable({ ...table, faces: faces.table(0, records.length) }).buffer);
}

it('columns from the server select exactly what the records do', () => {
  fc.assert(
    fc.property(
      fc.oneof(arbitraryRecords, arbitraryFaceRecords),
      fc.nat(40),
      fc
        .tuple(arbitraryCriteria, fc.option(arbitraryFaceCriteria))
        .map(([criteria, faces]) => (faces ? { ...criteria, faces } : criteria)),
      arbitraryReview,
      (records, cut, criteria, review) => {
        const columns = new FrameColumns(1);
        columns.appendTable(transported(records.slice(0, cut)));
        columns.appendTable(transported(records.slice(cut)));
        const direct = FrameColumns.from(records);
        expect(columns.length).toBe(direct.length);
        expect(columns.ordered).toBe(direct.ordered);
        for (const field of STORED_FIELDS) {
          const length = records.length;
          expect(columns.values(field).subarray(0, length)).toEqual(direct.values(field).subarray(0, length));
          expect(columns.bins(field).subarray(0, length)).toEqual(direct.bins(field).subarray(0, length));
        }
        for (const { frame_number } of records) {
          expect(columns.rowOf(frame_number)).toBe(direct.rowOf(frame_number));
        }
        expect(select(columns, criteria, review)).toEqual(select(direct, criteria, review));
      },
    ),
  );
});
