import Table from 'cli-table3';
import type { FrameRecord } from '../contract/record.ts';
import { formatTimeCode } from '../contract/time-code.ts';

const points = (value: number | null) => (value === null ? '-' : value.toFixed(1));

/** Records as a table for people, one row a frame. */
export function recordTable(records: readonly FrameRecord[]): string {
  const table = new Table({
    head: ['frame', 'time', 'quality', 'sharpness', 'edges', 'contrast', 'brightness', 'entropy', 'file'],
    colAligns: ['right', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
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
      record.filename ?? '-',
    ]);
  }
  return table.toString();
}
