import type { Column, ColumnReader } from './column-block.ts';

/** In {@link MaskTable.flags}: the tracker looked at this frame. */
export const MASK_KNOWN = 1;
/** In {@link MaskTable.flags}: the mask covers too little to hold a subject. */
export const MASK_EMPTY = 2;
/** In {@link MaskTable.flags}: the run stored a mask. */
export const MASK_STORED = 4;

/** What the subject masks of some records say; one entry a record. */
export interface MaskTable {
  /** `MASK_KNOWN`, `MASK_EMPTY` and `MASK_STORED`. */
  readonly flags: Uint8Array;
  /** Percent of the picture; this and the next two are scaled (`scaled.ts`). */
  readonly area: Int32Array;
  /** Likeness to the subject that was sought, up to 1. */
  readonly identity: Int32Array;
  /** Logit. */
  readonly objectScore: Int32Array;
  /** How the subject was found: place in {@link seeds}, counted from 1; 0 = not known. */
  readonly seed: Uint8Array;
  readonly seeds: readonly string[];
}

/** What the head of a block says of the column of the shots. */
export const SHOT_COLUMN = { name: 'shot', type: 'i32' } as const;

/** The columns of a block, in order, one entry a record each. */
const COLUMNS = [
  { name: 'area', type: 'i32' },
  { name: 'identity', type: 'i32' },
  { name: 'object_score', type: 'i32' },
  { name: 'flags', type: 'u8' },
  { name: 'seed', type: 'u8' },
] as const;

/** What the head of a block says about masks. */
export interface MaskHead {
  readonly seeds: readonly string[];
}

/** What the head of a block says about a table. */
export function maskHead({ seeds }: MaskTable) {
  return { seeds, columns: COLUMNS } satisfies MaskHead & { columns: unknown };
}

/** The columns of a table in the order of the block. */
export function maskColumnsOf({ area, identity, objectScore, flags, seed }: MaskTable): Column[] {
  return [area, identity, objectScore, flags, seed];
}

/** The masks of the records from `first` up to, not including, `end`; null where none is known. */
export function sliceMasks(masks: MaskTable, first: number, end: number): MaskTable | null {
  const flags = masks.flags.subarray(first, end);
  if (!flags.some((flag) => flag !== 0)) return null;
  return {
    flags,
    area: masks.area.subarray(first, end),
    identity: masks.identity.subarray(first, end),
    objectScore: masks.objectScore.subarray(first, end),
    seed: masks.seed.subarray(first, end),
    seeds: masks.seeds,
  };
}

/**
 * Reads the masks of a block.
 * @throws AppError `internal` where the block ends before
 */
export function takeMasks(reader: ColumnReader, rows: number, { seeds }: MaskHead): MaskTable {
  return {
    area: reader.take(Int32Array<ArrayBuffer>, rows),
    identity: reader.take(Int32Array<ArrayBuffer>, rows),
    objectScore: reader.take(Int32Array<ArrayBuffer>, rows),
    flags: reader.take(Uint8Array<ArrayBuffer>, rows),
    seed: reader.take(Uint8Array<ArrayBuffer>, rows),
    seeds,
  };
}
