import { FRAME_STATUS } from '../../contract/record.ts';
import type { RecordTable } from '../../contract/record-table.ts';
import type { StreamMap } from '../../decode/stream-map.ts';

/** Most frames that are made in one go, so that nobody waits long for those behind. */
export const MOST_FRAMES = 64;
/** Most frames that come with one that was asked for: about those that a page shows at once. */
export const MOST_GROUP_FRAMES = 32;
/** Groups of pictures shorter than this are taken together: starting a decoder costs more than decoding them. */
const FEWEST_FRAMES = 32;

const ERROR = FRAME_STATUS.indexOf('error');

/** Frame numbers from `first` up to, not including, `end`. */
interface Span {
  readonly first: number;
  readonly end: number;
}

/**
 * The frames that come out of the decoder on the way to one: its group of pictures, or several short ones.
 * @param map null where the video can only be decoded from its beginning
 */
export function decodedSpan(map: StreamMap | null, frameNumber: number): Span {
  const access = map?.pictures?.randomAccess;
  if (!access) return { first: 0, end: Number.POSITIVE_INFINITY };
  let first = frameNumber;
  while (first > 0 && access[first] !== 1) first--;
  let end = frameNumber + 1;
  while (end < access.length && access[end] !== 1) end++;
  if (end - first >= FEWEST_FRAMES) return { first, end };
  const block = Math.floor(frameNumber / FEWEST_FRAMES) * FEWEST_FRAMES;
  return { first: Math.min(first, block), end: Math.max(end, block + FEWEST_FRAMES) };
}

/** The rows among which those are that are decoded together with one; the same for each of them. */
export function rowsAround(row: number, rows: number): Span {
  const first = Math.floor(row / MOST_GROUP_FRAMES) * MOST_GROUP_FRAMES;
  return { first, end: Math.min(first + MOST_GROUP_FRAMES, rows) };
}

/**
 * The rows whose pictures are made together with that of one row: all within its span that have no picture, except
 * what cannot be decoded. When the picture of the row itself is lost, those of its neighbours may be lost as well.
 * @param table the rows of {@link rowsAround}
 * @param row place in the table
 */
export function groupRows(table: RecordTable, row: number, span: Span): number[] {
  const lost = table.picture[row] === 1;
  const rows: number[] = [];
  for (let i = 0; i < table.rows; i++) {
    const number = table.frameNumber[i] ?? -1;
    if (number < span.first || number >= span.end || table.status[i] === ERROR) continue;
    if (lost || table.picture[i] === 0) rows.push(i);
  }
  return rows;
}
