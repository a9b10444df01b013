import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FrameRecord } from '../contract/record.ts';
import { decodeTable, emptyTable, encodeTable, setRow } from '../contract/record-table.ts';
import { FrameColumns } from './columns.ts';
import { arbitraryFaceCriteria, arbitraryFaceRecords } from './face.fixture.ts';
import { FaceColumns } from './face-columns.ts';
import { STORED_FIELDS } from './fields.ts';
import { arbitraryMaskCriteria, arbitraryMaskRecords } from './mask.fixture.ts';
import { arbitraryCriteria, arbitraryRecords, arbitraryReview } from './record.fixture.ts';
import { select } from './select.ts';
import { SubjectColumns } from './subject-columns.ts';

function transported(records: readonly FrameRecord[]) {
  const table = emptyTable(0, records.length);
  for (const [row, record] of records.entries()) setRow(table, row, record);
  const faces = new FaceColumns();
  for (const record of records) faces.append(record.faces);
  const subjects = new SubjectColumns();
  for (const record of records) subjects.append(record);
  const parts = { faces: faces.table(0, records.length), ...subjects.table(0, records.length) };
  return decodeTable(encodeTable({ ...table, ...parts }).buffer);
}

it('columns from the server select exactly what the records do', () => {
  fc.assert(
    fc.property(
      fc.oneof(arbitraryRecords, arbitraryFaceRecords, arbitraryMaskRecords),
      fc.nat(40),
      fc
        .tuple(arbitraryCriteria, fc.option(arbitraryFaceCriteria), fc.option(arbitraryMaskCriteria))
        .map(([criteria, faces, masks]) => ({
          ...criteria,
          ...(faces && { faces }),
          ...(masks && { masks }),
        })),
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
        for (const row of records.keys()) {
          expect(columns.subjects.shotAt(row)).toBe(direct.subjects.shotAt(row));
        }
        expect(select(columns, criteria, review)).toEqual(select(direct, criteria, review));
      },
    ),
  );
});
