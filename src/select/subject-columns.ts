import { MASK_EMPTY, MASK_KNOWN, MASK_STORED, type MaskTable, sliceMasks } from '../contract/mask-table.ts';
import type { FrameRecord } from '../contract/record.ts';
import { NOT_MEASURED, scaled } from '../contract/scaled.ts';

/** Room for records at first. */
const FIRST_ROWS = 1024;
/** Memory of a record with a shot, and with a mask, bytes. */
const SHOT_BYTES = 4;
const MASK_BYTES = 14;
/** Different words for how a subject was found. */
const MOST_SEEDS = 255;

const MASK_KEYS = [
  'mask_path',
  'mask_area_pct',
  'mask_empty',
  'seed_type',
  'reid_similarity',
  'object_score',
] as const satisfies readonly (keyof FrameRecord)[];

/** What a record says of its shot and its mask. */
type SubjectRecord = Pick<FrameRecord, 'shot_id' | (typeof MASK_KEYS)[number]>;

function emptyMasks(rows: number) {
  return {
    flags: new Uint8Array(rows),
    area: new Int32Array(rows).fill(NOT_MEASURED),
    identity: new Int32Array(rows).fill(NOT_MEASURED),
    objectScore: new Int32Array(rows).fill(NOT_MEASURED),
    seed: new Uint8Array(rows),
  };
}

/** {@link MaskTable} without its words. */
export type MaskValues = Omit<MaskTable, 'seeds'>;

function setMasks(into: MaskValues, { flags, area, identity, objectScore, seed }: MaskValues, row: number) {
  into.flags.set(flags, row);
  into.area.set(area, row);
  into.identity.set(identity, row);
  into.objectScore.set(objectScore, row);
  into.seed.set(seed, row);
}

/** Whether the tracker looked at the frame of a record. */
function isKnown(record: SubjectRecord): boolean {
  return MASK_KEYS.some((key) => record[key] !== undefined && record[key] !== null);
}

/**
 * Shots and subject masks of records, row = place of the record. Neither takes memory until the first record comes that
 * has one.
 */
export class SubjectColumns {
  #rows = 0;
  #shots = new Int32Array(0);
  #masks: MaskValues = emptyMasks(0);
  #seeds: string[] = [];

  /** Records. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether any record has a mask. */
  get any(): boolean {
    return this.#masks.flags.length > 0;
  }

  /** Whether the shot of any record is known. */
  get anyShot(): boolean {
    return this.#shots.length > 0;
  }

  /** Memory in use, bytes. */
  get bytes(): number {
    return this.#shots.length * SHOT_BYTES + this.#masks.flags.length * MASK_BYTES;
  }

  /** Words for how the subject was found; a row has the place of its word, counted from 1. */
  get seeds(): readonly string[] {
    return this.#seeds;
  }

  /** What the masks say; longer than {@link rows}, or empty while {@link any} is false. */
  get masks(): MaskValues {
    return this.#masks;
  }

  /** Shot of a row, or -1. */
  shotAt(row: number): number {
    return this.#shots.length === 0 ? -1 : (this.#shots[row] ?? -1);
  }

  /** Place of a word in {@link seeds}, counted from 1; added where it is not there. 0 = there are too many. */
  addSeed(seed: string): number {
    const place = this.#seeds.indexOf(seed);
    if (place >= 0) return place + 1;
    if (this.#seeds.length === MOST_SEEDS) return 0;
    return this.#seeds.push(seed);
  }

  /** Notes the shot of the row that comes next. */
  setShot(shot: number): void {
    this.#reserveShots(this.#rows + 1);
    this.#shots[this.#rows] = shot;
  }

  /** The columns in which what is known of the mask of the row that comes next is written at place {@link rows}. */
  openMask(): MaskValues {
    this.#reserveMasks(this.#rows + 1);
    return this.#masks;
  }

  /** Takes what was noted as that of the next row. */
  endRow(): void {
    this.#rows++;
    if (this.#shots.length > 0) this.#reserveShots(this.#rows + 1);
    if (this.any) this.#reserveMasks(this.#rows + 1);
  }

  /** Forgets what was noted since the last row. */
  dropRow(): void {
    if (this.#shots.length > 0) this.#shots[this.#rows] = -1;
    if (this.any) setMasks(this.#masks, emptyMasks(1), this.#rows);
  }

  /** Adds what the next record says. */
  append(record: SubjectRecord): void {
    const { shot_id: shot, seed_type: seed } = record;
    if (shot !== undefined && shot !== null) this.setShot(shot);
    if (isKnown(record)) {
      const masks = this.openMask();
      const row = this.#rows;
      const stored = record.mask_path ? MASK_STORED : 0;
      masks.flags[row] = MASK_KNOWN | stored | (record.mask_empty ? MASK_EMPTY : 0);
      masks.area[row] = scaled(record.mask_area_pct ?? null);
      masks.identity[row] = scaled(record.reid_similarity ?? null);
      masks.objectScore[row] = scaled(record.object_score ?? null);
      masks.seed[row] = seed ? this.addSeed(seed) : 0;
    }
    this.endRow();
  }

  /**
   * Adds so many rows.
   * @param shots, masks null = none of them has one
   */
  appendTable(
    { shots, masks }: { readonly shots: Int32Array | null; readonly masks: MaskTable | null },
    rows: number,
  ): void {
    const [first, end] = [this.#rows, this.#rows + rows];
    if (shots || this.#shots.length > 0) this.#reserveShots(end + 1);
    if (shots) this.#shots.set(shots, first);
    if (masks || this.any) this.#reserveMasks(end + 1);
    if (masks) {
      setMasks(this.#masks, masks, first);
      const codes = [0, ...masks.seeds.map((seed) => this.addSeed(seed))];
      const { seed } = this.#masks;
      for (let row = first; row < end; row++) seed[row] = codes[seed[row] ?? 0] ?? 0;
    }
    this.#rows = end;
  }

  /** The rows from `first` up to, not including, `end`. */
  table(first: number, end: number): { shots: Int32Array | null; masks: MaskTable | null } {
    const shots = this.#shots.subarray(first, end);
    return {
      shots: shots.some((shot) => shot >= 0) ? shots : null,
      masks: this.any ? sliceMasks({ ...this.#masks, seeds: [...this.#seeds] }, first, end) : null,
    };
  }

  #reserveShots(rows: number): void {
    const room = this.#shots.length;
    if (rows <= room) return;
    const shots = new Int32Array(Math.max(rows, 2 * room, FIRST_ROWS)).fill(-1);
    shots.set(this.#shots);
    this.#shots = shots;
  }

  #reserveMasks(rows: number): void {
    const room = this.#masks.flags.length;
    if (rows <= room) return;
    const masks = emptyMasks(Math.max(rows, 2 * room, FIRST_ROWS));
    setMasks(masks, this.#masks, 0);
    this.#masks = masks;
  }
}
