import Table from 'cli-table3';
import type { FrameRecord } from '../contract/record.ts';
import { formatTimeCode } from '../contract/time-code.ts';

const points = (value: number | null) => (value === null ? '-' : value.toFixed(1));

/** A face distance: nearer ones are smaller, so that more decimals tell. */
const distance = (value: number | null | undefined) =>
  value === null || value === undefined ? '-' : value.toFixed(3);

/**
 * Records as a table for people, one row a frame.
 * @param withFaces also how many faces there are, and the smallest distance
 */
export function recordTable(records: readonly FrameRecord[], withFaces = false): string {
  const scores = ['frame', 'time', 'quality', 'sharpness', 'edges', 'contrast', 'brightness', 'entropy'];
  const numbers = [...scores, ...(withFaces ? ['faces', 'distance'] : [])];
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
      ...(withFaces ? [record.face_count ?? '-', distance(record.face_distance)] : []),
      record.filename ?? '-',
    ]);
  }
  return table.toString();
}
