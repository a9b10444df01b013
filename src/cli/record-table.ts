import Table from 'cli-table3';
import type { FrameRecord } from '../contract/record.ts';
import { formatTimeCode } from '../contract/time-code.ts';

const points = (value: number | null | undefined) =>
  value === null || value === undefined ? '-' : value.toFixed(1);

/** A face distance or a likeness: between 0 and 2 more decimals tell. */
const fine = (value: number | null | undefined) =>
  value === null || value === undefined ? '-' : value.toFixed(3);

/** Columns that only some runs have. */
export interface TableParts {
  /** How many faces there are, and the smallest distance. */
  readonly faces?: boolean;
  /** Percent of the picture that the subject covers, and how like it is to the one that was sought. */
  readonly masks?: boolean;
}

/**
 * Records as a table for people, one row a frame.
 */
export function recordTable(records: readonly FrameRecord[], { faces, masks }: TableParts = {}): string {
  const scores = ['frame', 'time', 'quality', 'sharpness', 'edges', 'contrast', 'brightness', 'entropy'];
  const numbers = [
    ...scores,
    ...(faces ? ['faces', 'distance'] : []),
    ...(masks ? ['mask %', 'identity'] : []),
  ];
  const table = new Table({
    head: [...numbers, 'file'],
    colAligns: [...numbers.map(() => 'right' as const), 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const record of records) {
    table.push([
      record.frame_number,
      formatTimeCode(record.time),
      points(record.quality_score),
      points(record.sharpness_score),
      points(record.edge_strength_score),
      points(record.contrast_score),
      points(record.brightness_score),
      points(record.entropy_score),
      ...(faces ? [record.face_count ?? '-', fine(record.face_distance)] : []),
      ...(masks ? [points(record.mask_area_pct), fine(record.reid_similarity)] : []),
      record.filename ?? '-',
    ]);
  }
  return table.toString();
}
