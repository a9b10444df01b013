import { aligned, brokenBlock, type Column, ColumnReader, columnPieces } from './column-block.ts';
import {
  type FaceHead,
  type FaceTable,
  faceColumnsOf,
  faceHead,
  sliceFaces,
  takeFaces,
} from './face-table.ts';
import {
  type MaskHead,
  type MaskTable,
  maskColumnsOf,
  maskHead,
  SHOT_COLUMN,
  sliceMasks,
  takeMasks,
} from './mask-table.ts';
import { REASONS } from './reasons.ts';
import { FRAME_STATUS, type FrameRecord, PICKED_BY } from './record.ts';
import { scaled } from './scaled.ts';

/**
 * Records as one block of columns, for the way from the server to the page: a head of 16 bytes (magic `FSRT`,
 * version, bytes of JSON, 0; little-endian Uint32), JSON, then the columns one after another, each beginning at a
 * multiple of 8 bytes; behind them, where faces were looked for, those of the faces (`face-table.ts`), then, where they are known, the shots
 * and what the masks say (`mask-table.ts`). Scores are
 * Int32 of value times 10^4 (`scaled.ts`): divided by 10^4 it is the very double that JSON gives (a Float32 is below
 * itself half of the time, and the gallery would drop what the export keeps). Raw values that were not measured are NaN.
 */
const MAGIC = 0x5452_5346;
const VERSION = 3;
const HEAD_BYTES = 16;

const SCORES = ['sharpness', 'edge_strength', 'contrast', 'brightness', 'entropy', 'quality'] as const;
const RAW = ['sharpness_raw', 'edge_strength_raw'] as const;

/** Every column with its element type, in order. */
const COLUMNS = [
  { name: 'time', type: 'f64' },
  ...RAW.map((name) => ({ name, type: 'f64' as const })),
  { name: 'frame_number', type: 'u32' },
  ...SCORES.map((name) => ({ name, type: 'i32' as const })),
  { name: 'status', type: 'u8' },
  { name: 'reason', type: 'u8' },
  { name: 'picked_by', type: 'u8' },
  { name: 'picture', type: 'u8' },
] as const;

/** The columns of some records; row = place in metadata.jsonl less {@link from}. */
export interface RecordTable {
  /**
   * Names the contents that the rows are counted in. Rows of different generations are rows of different files (or of
   * one that was rewritten) and must not be joined: everything has to be fetched again from row 0.
   */
  readonly generation: string;
  /** Place of the first row in metadata.jsonl. */
  readonly from: number;
  readonly rows: number;
  /** Seconds as a player shows them. */
  readonly time: Float64Array;
  readonly frameNumber: Uint32Array;
  /** Points, scaled. */
  readonly scores: Readonly<Record<(typeof SCORES)[number], Int32Array>>;
  /** Uncapped values; NaN = not measured. */
  readonly raw: Readonly<Record<(typeof RAW)[number], Float64Array>>;
  /** Place in `FRAME_STATUS`. */
  readonly status: Uint8Array;
  /** Place in `REASONS`, counted from 1; 0 = none. */
  readonly reason: Uint8Array;
  /** Place in `PICKED_BY`. */
  readonly pickedBy: Uint8Array;
  /** 1 = the run stored a picture. */
  readonly picture: Uint8Array;
  /** The faces of the rows; null where none of them was looked at for faces. */
  readonly faces: FaceTable | null;
  /** Shot of each row, -1 = not known; null where none is known. */
  readonly shots: Int32Array | null;
  /** What the masks of the rows say; null where none has a mask. */
  readonly masks: MaskTable | null;
}

/** An empty table with room for so many rows. */
export function emptyTable(from: number, rows: number, generation = ''): RecordTable {
  const scores = Object.fromEntries(SCORES.map((name) => [name, new Int32Array(rows)]));
  const raw = Object.fromEntries(RAW.map((name) => [name, new Float64Array(rows)]));
  return {
    generation,
    from,
    rows,
    time: new Float64Array(rows),
    frameNumber: new Uint32Array(rows),
    scores: scores as RecordTable['scores'],
    raw: raw as RecordTable['raw'],
    status: new Uint8Array(rows),
    reason: new Uint8Array(rows),
    pickedBy: new Uint8Array(rows),
    picture: new Uint8Array(rows),
    faces: null,
    shots: null,
    masks: null,
  };
}

/** Writes one record, without its faces, shot and mask, into a row of a table. */
export function setRow(table: RecordTable, row: number, record: FrameRecord): void {
  table.time[row] = record.time;
  table.frameNumber[row] = record.frame_number;
  for (const name of SCORES) table.scores[name][row] = scaled(record[`${name}_score`]);
  for (const name of RAW) table.raw[name][row] = record[name] ?? Number.NaN;
  table.status[row] = FRAME_STATUS.indexOf(record.status);
  table.reason[row] = record.reject_reason === null ? 0 : REASONS.indexOf(record.reject_reason) + 1;
  table.pickedBy[row] = PICKED_BY.indexOf(record.picked_by);
  table.picture[row] = record.filename === null ? 0 : 1;
}

/** The shots of the rows from `first` up to, not including, `end`; null where none is known. */
function sliceShots(shots: Int32Array, first: number, end: number): Int32Array | null {
  const there = shots.subarray(first, end);
  return there.some((shot) => shot >= 0) ? there : null;
}

/** The rows of a table from `first` up to, not including, `end`, as views of the same memory. */
export function sliceTable(table: RecordTable, first: number, end: number): RecordTable {
  const views = (columns: Readonly<Record<string, Column>>) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.subarray(first, end)]));
  return {
    generation: table.generation,
    from: table.from + first,
    rows: end - first,
    time: table.time.subarray(first, end),
    frameNumber: table.frameNumber.subarray(first, end),
    scores: views(table.scores) as RecordTable['scores'],
    raw: views(table.raw) as RecordTable['raw'],
    status: table.status.subarray(first, end),
    reason: table.reason.subarray(first, end),
    pickedBy: table.pickedBy.subarray(first, end),
    picture: table.picture.subarray(first, end),
    faces: table.faces && sliceFaces(table.faces, first, end),
    shots: table.shots && sliceShots(table.shots, first, end),
    masks: table.masks && sliceMasks(table.masks, first, end),
  };
}

function columnsOf(table: RecordTable): Column[] {
  return [
    table.time,
    ...RAW.map((name) => table.raw[name]),
    table.frameNumber,
    ...SCORES.map((name) => table.scores[name]),
    table.status,
    table.reason,
    table.pickedBy,
    table.picture,
  ];
}

/**
 * The block of a table as the pieces that follow one another: the columns are views of the table's own memory, so
 * that a large one can be sent without a copy.
 */
export function tablePieces(table: RecordTable): Uint8Array[] {
  const { generation, from, rows, faces, shots, masks } = table;
  const facts = {
    ...{ generation, from, rows, columns: COLUMNS },
    ...(faces && { faces: faceHead(faces) }),
    ...(shots && { shots: SHOT_COLUMN }),
    ...(masks && { masks: maskHead(masks) }),
  };
  const head = new TextEncoder().encode(JSON.stringify(facts));
  const start = new Uint8Array(aligned(HEAD_BYTES + head.length));
  const view = new DataView(start.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, head.length, true);
  start.set(head, HEAD_BYTES);
  const columns = columnsOf(table).map((column) => column.subarray(0, rows));
  const others = [
    ...(faces ? faceColumnsOf(faces) : []),
    ...(shots ? [shots] : []),
    ...(masks ? maskColumnsOf(masks) : []),
  ];
  return [start, ...columnPieces([...columns, ...others])];
}

/** The block of a table. */
export function encodeTable(table: RecordTable): Uint8Array<ArrayBuffer> {
  const pieces = tablePieces(table);
  const block = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    block.set(piece, offset);
    offset += piece.length;
  }
  return block;
}

/**
 * The columns of a block, as views of it.
 * @throws AppError `internal` when it is none of this version
 */
export function decodeTable(block: ArrayBuffer): RecordTable {
  if (block.byteLength < HEAD_BYTES) throw brokenBlock('cut off');
  const view = new DataView(block);
  if (view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== VERSION)
    throw brokenBlock('unknown format');
  const headBytes = view.getUint32(8, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(block, HEAD_BYTES, headBytes))) as {
    generation: string;
    from: number;
    rows: number;
    faces?: FaceHead;
    shots?: object;
    masks?: MaskHead;
  };
  const { generation, from, rows } = head;
  const reader = new ColumnReader(block, aligned(HEAD_BYTES + headBytes));
  const time = reader.take(Float64Array<ArrayBuffer>, rows);
  const raw = Object.fromEntries(RAW.map((name) => [name, reader.take(Float64Array<ArrayBuffer>, rows)]));
  const frameNumber = reader.take(Uint32Array<ArrayBuffer>, rows);
  const scores = Object.fromEntries(SCORES.map((name) => [name, reader.take(Int32Array<ArrayBuffer>, rows)]));
  const [status, reason, pickedBy, picture] = [
    reader.take(Uint8Array<ArrayBuffer>, rows),
    reader.take(Uint8Array<ArrayBuffer>, rows),
    reader.take(Uint8Array<ArrayBuffer>, rows),
    reader.take(Uint8Array<ArrayBuffer>, rows),
  ];
  const faces = head.faces ? takeFaces(reader, rows, head.faces) : null;
  const shots = head.shots ? reader.take(Int32Array<ArrayBuffer>, rows) : null;
  const masks = head.masks ? takeMasks(reader, rows, head.masks) : null;
  reader.end();
  return {
    generation,
    from,
    rows,
    time,
    frameNumber,
    scores: scores as RecordTable['scores'],
    raw: raw as RecordTable['raw'],
    status,
    reason,
    pickedBy,
    picture,
    faces,
    shots,
    masks,
  };
}
