import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameColumns } from './columns.ts';
import { boundsOf, distanceLimit, withBounds } from './criteria.ts';
import { arbitraryFaceCriteria, arbitraryFaceRecords, faceCriteriaOf } from './face.fixture.ts';
import { FACE_LIMITS, faceLimitValues } from './face-limit.ts';
import { failedCriteria, select } from './select.ts';

it('a frame passes all that is asked of its faces exactly where its value lies within the limit', () => {
  const edges = fc.constantFrom('min' as const, 'max' as const);
  fc.assert(
    fc.property(
      arbitraryFaceRecords,
      arbitraryFaceCriteria,
      fc.constantFrom(...FACE_LIMITS),
      edges,
      (records, faces, name, wantedEdge) => {
        const edge = name === 'face_distance' ? 'max' : name === 'face_confidence' ? 'min' : wantedEdge;
        const open = faceCriteriaOf({ ...faces, count: { min: null, max: null } });
        const limit = boundsOf(open, name)[edge] ?? 0.3;
        const criteria = withBounds(open, name, { ...boundsOf(open, name), [edge]: limit });
        if (name === 'face_distance') expect(distanceLimit(criteria.faces)).toBe(limit);
        const columns = FrameColumns.from(records);
        const values = faceLimitValues(columns, criteria.faces, name, edge);
        const selection = select(columns, criteria);
        for (const row of records.keys()) {
          const value = values[row] ?? Number.NaN;
          const within = edge === 'max' ? value <= limit : value >= limit;
          expect(failedCriteria(selection, row).length === 0, `${value}`).toBe(within);
        }
      },
    ),
    { numRuns: 300 },
  );
});
