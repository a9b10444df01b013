import { type FrameRecord, frameRecordSchema, RECORD_KEYS } from '../contract/record.ts';

const LINE_END = '\r\n';

/** A field as RFC 4180 has it: in quotes where it holds a comma, a quote or a line break. */
function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

type Key = keyof FrameRecord;

const isOptional = (key: Key) => frameRecordSchema.shape[key].isOptional();

/** The columns of metadata.csv: the fields of every record, and those others that some of the records have. */
export function csvColumns(records: readonly FrameRecord[]): Key[] {
  return RECORD_KEYS.filter((key) => !isOptional(key) || records.some((record) => record[key] !== undefined));
}

/** First line of metadata.csv. */
export function csvHeader(columns: readonly Key[]): string {
  return `${columns.join(',')}${LINE_END}`;
}

/** A record as a line of metadata.csv: numbers as in JSON, nothing for null. */
export function csvLine(record: FrameRecord, columns: readonly Key[]): string {
  return `${columns.map((key) => field(record[key])).join(',')}${LINE_END}`;
}
