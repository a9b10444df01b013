import { AppError } from './app-error.ts';
import { REASONS } from './reasons.ts';
import { FRAME_STATUS, type FrameRecord, PICKED_BY } from './record.ts';

/**
 * Records as one block of columns, for the way from the server to the page: a head of 16 bytes (magic `FSRT`,
 * version, bytes of JSON, 0; little-endian Uint32), JSON, then the columns one after another, each beginning at a
 * multiple of 8 bytes. Scores are Int32 of value times 10^4: divided by 10^4 it is the very double that JSON gives
 * (a Float32 is below itself half of the time, and the gallery would drop what the export keeps). Values that were
 * not measured are {@link NOT_MEASURED} or NaN.
 */
const MAGIC = 0x5452_5346;
const VERSION = 1;
const HEAD_BYTES = 16;

/** Points are multiplied by this. */
export const SCORE_SCALE = 10_000;
/** An Int32 score that was not measured. */
export const NOT_MEASURED = -0x8000_0000;

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
  /** Points times {@link SCORE_SCALE}, or {@link NOT_MEASURED}. */
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
  };
}

const scaled = (score: number | null) => (score === null ? NOT_MEASURED : Math.round(score * SCORE_SCALE));

/** Writes one record into a row of a table. */
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

type Column = Float64Array | Uint32Array | Int32Array | Uint8Array;

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

const aligned = (bytes: number) => Math.ceil(bytes / 8) * 8;
const BYTES = { f64: 8, u32: 4, i32: 4, u8: 1 } as const;

function isLittleEndian(): boolean {
  return new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
}

/** Reverses the bytes of every element, on machines that store them the other way round. */
function swapBytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}

/**
 * The block of a table as the pieces that follow one another: the columns are views of the table's own memory, so
 * that a large one can be sent without a copy.
 */
export function tablePieces(table: RecordTable): Uint8Array[] {
  const { generation, from, rows } = table;
  const head = new TextEncoder().encode(JSON.stringify({ generation, from, rows, columns: COLUMNS }));
  const start = new Uint8Array(aligned(HEAD_BYTES + head.length));
  const view = new DataView(start.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, head.length, true);
  start.set(head, HEAD_BYTES);
  const pieces: Uint8Array[] = [start];
  for (const column of columnsOf(table)) {
    const values = column.subarray(0, rows);
    let bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    if (!isLittleEndian()) {
      bytes = bytes.slice();
      swapBytes(bytes, column.BYTES_PER_ELEMENT);
    }
    const padding = aligned(bytes.length) - bytes.length;
    pieces.push(bytes, ...(padding > 0 ? [new Uint8Array(padding)] : []));
  }
  return pieces;
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
  const broken = (reason: string) =>
    new AppError('internal', { reason: `records from the server: ${reason}` });
  if (block.byteLength < HEAD_BYTES) throw broken('cut off');
  const view = new DataView(block);
  if (view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== VERSION)
    throw broken('unknown format');
  const headBytes = view.getUint32(8, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(block, HEAD_BYTES, headBytes))) as {
    generation: string;
    from: number;
    rows: number;
  };
  const { generation, from, rows } = head;
  let offset = aligned(HEAD_BYTES + headBytes);
  const size = COLUMNS.reduce((sum, { type }) => sum + aligned(rows * BYTES[type]), offset);
  if (size !== block.byteLength) throw broken('cut off');
  const take = <T extends Column>(
    make: new (buffer: ArrayBuffer, offset: number, length: number) => T,
  ): T => {
    const column = new make(block, offset, rows);
    if (!isLittleEndian()) {
      swapBytes(new Uint8Array(block, offset, column.byteLength), column.BYTES_PER_ELEMENT);
    }
    offset += aligned(column.byteLength);
    return column;
  };
  const time = take(Float64Array<ArrayBuffer>);
  const raw = Object.fromEntries(RAW.map((name) => [name, take(Float64Array<ArrayBuffer>)]));
  const frameNumber = take(Uint32Array<ArrayBuffer>);
  const scores = Object.fromEntries(SCORES.map((name) => [name, take(Int32Array<ArrayBuffer>)]));
  const [status, reason, pickedBy, picture] = [
    take(Uint8Array<ArrayBuffer>),
    take(Uint8Array<ArrayBuffer>),
    take(Uint8Array<ArrayBuffer>),
    take(Uint8Array<ArrayBuffer>),
  ];
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
  };
}
