import { MASK_EMPTY, MASK_KNOWN, MASK_STORED } from '../../contract/mask-table.ts';
import { NOT_MEASURED, SCORE_SCALE } from '../../contract/scaled.ts';
import type { SubjectColumns } from '../../select/subject-columns.ts';
import { bytesOf, type LineCursor } from './line-cursor.ts';

const DECIMALS = 4;
const MOST = 0x7fff_ffff;

const SHOT = bytesOf(',"shot_id":');
const PATH = bytesOf(',"mask_path":');
const PATH_START = bytesOf('"masks/frame_');
const PATH_END = bytesOf('.png"');
const AREA = bytesOf(',"mask_area_pct":');
const EMPTY = bytesOf(',"mask_empty":');
const SEED = bytesOf(',"seed_type":');
const IDENTITY = bytesOf(',"reid_similarity":');
const OBJECT_SCORE = bytesOf(',"object_score":');

/** Reads what a line says about shot and mask into columns, as long as it looks exactly as the pipeline writes it. */
export class MaskScanner {
  readonly #cursor: LineCursor;

  constructor(cursor: LineCursor) {
    this.#cursor = cursor;
  }

  /**
   * Takes the keys of shot and mask where they stand here, and notes them for the row that comes next.
   * @throws UNUSUAL
   */
  scan(subjects: SubjectColumns): void {
    const cursor = this.#cursor;
    if (cursor.takes(SHOT) && !cursor.takesNull()) subjects.setShot(cursor.numberWithin(0, 0, MOST));
    if (cursor.takes(PATH)) this.#mask(subjects);
  }

  #mask(subjects: SubjectColumns): void {
    const cursor = this.#cursor;
    const stored = cursor.takesNull() ? 0 : this.#path();
    cursor.expect(AREA);
    const area = this.#scaled(0, 100 * SCORE_SCALE);
    cursor.expect(EMPTY);
    const empty = cursor.takesNull() ? null : cursor.truth();
    cursor.expect(SEED);
    const seed = cursor.takesNull() ? null : cursor.text();
    cursor.expect(IDENTITY);
    const identity = this.#scaled(-SCORE_SCALE, SCORE_SCALE);
    cursor.expect(OBJECT_SCORE);
    const score = this.#scaled(-MOST, MOST);
    const isNothing = stored === 0 && empty === null && seed === null;
    if (isNothing && area === NOT_MEASURED && identity === NOT_MEASURED && score === NOT_MEASURED) return;
    const { flags, ...masks } = subjects.openMask();
    const row = subjects.rows;
    flags[row] = MASK_KNOWN | stored | (empty ? MASK_EMPTY : 0);
    masks.area[row] = area;
    masks.identity[row] = identity;
    masks.objectScore[row] = score;
    masks.seed[row] = seed ? subjects.addSeed(seed) : 0;
  }

  #path(): number {
    this.#cursor.expect(PATH_START);
    this.#cursor.digits();
    this.#cursor.expect(PATH_END);
    return MASK_STORED;
  }

  #scaled(low: number, high: number): number {
    return this.#cursor.takesNull() ? NOT_MEASURED : this.#cursor.numberWithin(DECIMALS, low, high);
  }
}
