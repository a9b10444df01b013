import { brokenBlock, type Column, type ColumnReader } from './column-block.ts';

/** What is known of single faces; place in the columns = place of the face in the run, record after record. */
export interface FaceValues {
  /** Left, top, right and bottom in pixels of the written picture, four a face. */
  readonly box: Float32Array;
  /** Detector's score, 0 to 1; this and the next four are scaled (`scaled.ts`). */
  readonly confidence: Int32Array;
  /** Percent of the picture. */
  readonly area: Int32Array;
  /** Eye distances. */
  readonly yaw: Int32Array;
  /** How surely the eyes are closed, 0 to 1. */
  readonly eyesClosed: Int32Array;
  /** Cosine distance to the nearest reference. */
  readonly distance: Int32Array;
  /** Row in face_embeddings.f16; -1 = none. */
  readonly embedding: Int32Array;
  /** Nearest person: place in the list of people, counted from 1; 0 = none. */
  readonly person: Uint32Array;
  /** 1 = too small for a sure distance. */
  readonly weak: Uint8Array;
}

/** The faces of some records as columns. */
export interface FaceTable {
  /** Of each record: 1 = faces were looked for. */
  readonly known: Uint8Array;
  /**
   * Where the faces of each record begin, one entry more than records: those of record `r` stand in the columns from
   * `starts[r] - starts[0]` up to, not including, `starts[r + 1] - starts[0]`.
   */
  readonly starts: Uint32Array;
  /** Names of the people. */
  readonly people: readonly string[];
  readonly values: FaceValues;
}

/** Empty columns with room for so many faces. */
export function emptyFaceValues(room: number): FaceValues {
  return {
    box: new Float32Array(4 * room),
    confidence: new Int32Array(room),
    area: new Int32Array(room),
    yaw: new Int32Array(room),
    eyesClosed: new Int32Array(room),
    distance: new Int32Array(room),
    embedding: new Int32Array(room),
    person: new Uint32Array(room),
    weak: new Uint8Array(room),
  };
}

/** The faces from `first` up to, not including, `end`, as views of the same memory. */
export function sliceFaceValues(values: FaceValues, first: number, end: number): FaceValues {
  return {
    box: values.box.subarray(4 * first, 4 * end),
    confidence: values.confidence.subarray(first, end),
    area: values.area.subarray(first, end),
    yaw: values.yaw.subarray(first, end),
    eyesClosed: values.eyesClosed.subarray(first, end),
    distance: values.distance.subarray(first, end),
    embedding: values.embedding.subarray(first, end),
    person: values.person.subarray(first, end),
    weak: values.weak.subarray(first, end),
  };
}

/** Writes faces into columns that have room for them, from a place on. */
export function setFaceValues(into: FaceValues, values: FaceValues, place: number): void {
  into.box.set(values.box, 4 * place);
  into.confidence.set(values.confidence, place);
  into.area.set(values.area, place);
  into.yaw.set(values.yaw, place);
  into.eyesClosed.set(values.eyesClosed, place);
  into.distance.set(values.distance, place);
  into.embedding.set(values.embedding, place);
  into.person.set(values.person, place);
  into.weak.set(values.weak, place);
}

/** The faces of the records from `first` up to, not including, `end`; null where none was looked at. */
export function sliceFaces({ known, starts, people, values }: FaceTable, first: number, end: number) {
  const knownThere = known.subarray(first, end);
  if (!knownThere.includes(1)) return null;
  const base = starts[0] ?? 0;
  return {
    known: knownThere,
    starts: starts.subarray(first, end + 1),
    people,
    values: sliceFaceValues(values, (starts[first] ?? 0) - base, (starts[end] ?? 0) - base),
  } satisfies FaceTable;
}

/** The columns of a block, in order; `known` has an entry a record, `starts` one more, all others one a face. */
const COLUMNS = [
  { name: 'starts', type: 'u32' },
  { name: 'box', type: 'f32', each: 4 },
  ...['confidence', 'area', 'yaw', 'eyes_closed', 'distance', 'embedding'].map((name) => ({
    name,
    type: 'i32',
  })),
  { name: 'person', type: 'u32' },
  { name: 'weak', type: 'u8' },
  { name: 'known', type: 'u8' },
];

/** What the head of a block says about faces. */
export interface FaceHead {
  /** Faces. */
  readonly count: number;
  readonly people: readonly string[];
}

/** What the head of a block says about a table. */
export function faceHead({ values, people }: FaceTable) {
  return { count: values.weak.length, people, columns: COLUMNS } satisfies FaceHead & { columns: unknown };
}

/** The columns of a table in the order of the block. */
export function faceColumnsOf({ known, starts, values }: FaceTable): Column[] {
  return [
    starts,
    values.box,
    values.confidence,
    values.area,
    values.yaw,
    values.eyesClosed,
    values.distance,
    values.embedding,
    values.person,
    values.weak,
    known,
  ];
}

/**
 * Reads the faces of a block.
 * @throws AppError `internal` where they do not belong to so many records
 */
export function takeFaces(reader: ColumnReader, rows: number, { count, people }: FaceHead): FaceTable {
  const starts = reader.take(Uint32Array<ArrayBuffer>, rows + 1);
  if ((starts[rows] ?? 0) - (starts[0] ?? 0) !== count) throw brokenBlock('faces without records');
  const values: FaceValues = {
    box: reader.take(Float32Array<ArrayBuffer>, 4 * count),
    confidence: reader.take(Int32Array<ArrayBuffer>, count),
    area: reader.take(Int32Array<ArrayBuffer>, count),
    yaw: reader.take(Int32Array<ArrayBuffer>, count),
    eyesClosed: reader.take(Int32Array<ArrayBuffer>, count),
    distance: reader.take(Int32Array<ArrayBuffer>, count),
    embedding: reader.take(Int32Array<ArrayBuffer>, count),
    person: reader.take(Uint32Array<ArrayBuffer>, count),
    weak: reader.take(Uint8Array<ArrayBuffer>, count),
  };
  return { known: reader.take(Uint8Array<ArrayBuffer>, rows), starts, people, values };
}
