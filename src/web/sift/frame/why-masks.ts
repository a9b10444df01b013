import { MASK_EMPTY, MASK_KNOWN } from '../../../contract/mask-table.ts';
import { asksForMasks, type Criteria } from '../../../select/criteria.ts';
import type { SubjectColumns } from '../../../select/subject-columns.ts';
import type { ConditionLine } from './why-faces.ts';

/** Whether the subject is there at all, where something is asked of masks. */
export function maskWhyLines(
  { masks }: Pick<SubjectColumns, 'masks'>,
  criteria: Criteria,
  row: number,
): ConditionLine[] {
  if (!asksForMasks(criteria)) return [];
  const flags = masks.flags[row] ?? 0;
  const isEmpty = (flags & MASK_EMPTY) !== 0;
  const value = (flags & MASK_KNOWN) === 0 ? 'not looked for' : isEmpty ? 'missing' : 'there';
  return [{ reason: 'mask_empty', label: 'Subject', value, limit: 'there', note: '', passes: !isEmpty }];
}
