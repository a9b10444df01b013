import { type FrameRecord, RECORD_KEYS } from '../contract/record.ts';

const LINE_END = '\r\n';

/** A field as RFC 4180 has it: in quotes where it holds a comma, a quote or a line break. */
function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** First line of metadata.csv: the names of the fields of a record. */
export const CSV_HEADER = `${RECORD_KEYS.join(',')}${LINE_END}`;

/** A record as a line of metadata.csv: numbers as in JSON, nothing for null. */
export function csvLine(record: FrameRecord): string {
  return `${RECORD_KEYS.map((key) => field(record[key])).join(',')}${LINE_END}`;
}
