import type { QualityWeights } from '../contract/metric.ts';
import { REASONS, type Reason } from '../contract/reasons.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { ReviewFile } from '../contract/run-files.ts';
import { FrameColumns, OPEN, reasonCode } from './columns.ts';
import type { Criteria } from './criteria.ts';
import { compileCriteria } from './criterion.ts';
import { EMPTY_MASK, emptyMaskStandsFor } from './mask-criterion.ts';
import { reasonBit } from './reason-bit.ts';

/** A person's verdicts by frame number; a frame that is both pinned and rejected is pinned. */
export type Review = Readonly<{ [K in 'pinned' | 'rejected']: readonly ReviewFile[K][number][] }>;

/** No verdicts. */
export const NO_REVIEW: Review = { pinned: [], rejected: [] };

/** In {@link Selection.alone}: no single criterion decides about this row. */
const NOT_ALONE = 255;

/** How many frames fell for each reason, in the fixed order, only those that occur. */
export type ReasonCounts = Partial<Record<Reason, number>>;

/** What is kept of a run and why the rest is not; row = row of the columns it was made from. */
export interface Selection {
  /** All records. */
  readonly total: number;
  /** Kept records. */
  readonly kept: number;
  readonly reasons: ReasonCounts;
  /** 0 = kept, else the `reasonCode` of the first failing reason. */
  readonly codes: Uint8Array;
  /**
   * 0 = kept; the `reasonCode` of the only failing criterion that was set, without which the row would be kept (an empty
   * mask fails by whatever was asked of masks);
   * 255 when several fail or a verdict, an error or the pre-filter decided.
   */
  readonly alone: Uint8Array;
  /** Bits of every failed criterion (`reasonBit`), also where something else decided. */
  readonly failing: Uint32Array;
  /** The weights under which quality was judged. */
  readonly weights: QualityWeights;
}

const KEPT = 0;
const PINNED = 255;

function decidedRows(columns: FrameColumns, review: Review): Uint8Array {
  const decided = columns.standing.slice(0, columns.length);
  const mark = (frameNumbers: readonly number[], code: number): void => {
    for (const frameNumber of frameNumbers) {
      const row = columns.rowOf(frameNumber);
      if (row >= 0) decided[row] = code;
    }
  };
  mark(review.rejected, reasonCode('manual'));
  mark(review.pinned, PINNED);
  return decided;
}

/** Place of the lowest bit, counted from 1: the code of the first failing reason, or `KEPT` (0) where there is none. */
function firstCode(failing: number): number {
  return 32 - Math.clz32(failing & -failing);
}

function reasonCounts(counts: Uint32Array): ReasonCounts {
  const result: ReasonCounts = {};
  for (const reason of REASONS) {
    const count = counts[reasonCode(reason)] ?? 0;
    if (count > 0) result[reason] = count;
  }
  return result;
}

/**
 * Decides which records are kept. The first failing reason counts, in the order of the contract: a person's
 * rejection, an error, then what the pre-filter said or, for written frames, the criteria. A pin beats them all,
 * even where no picture exists. A value that was not measured fails its bound.
 */
export function select(columns: FrameColumns, criteria: Criteria, review: Review = NO_REVIEW): Selection {
  const total = columns.length;
  const failing = new Uint32Array(total);
  for (const criterion of compileCriteria(columns, criteria)) criterion(failing);

  const codes = decidedRows(columns, review);
  const alone = new Uint8Array(total);
  const counts = new Uint32Array(256);
  const forEmpty = emptyMaskStandsFor(criteria);
  for (let row = 0; row < total; row++) {
    const decided = codes[row] ?? OPEN;
    if (decided === OPEN) {
      const failed = failing[row] ?? 0;
      codes[row] = firstCode(failed);
      const set = (failed & EMPTY_MASK) === 0 ? failed : (failed & ~EMPTY_MASK) | forEmpty;
      alone[row] = (set & (set - 1)) === 0 ? firstCode(set) : NOT_ALONE;
    } else if (decided === PINNED) {
      codes[row] = KEPT;
    } else {
      alone[row] = NOT_ALONE;
    }
    const code = codes[row] ?? KEPT;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return {
    total,
    kept: counts[KEPT] ?? 0,
    reasons: reasonCounts(counts),
    codes,
    alone,
    failing,
    weights: criteria.weights,
  };
}

/** The first failing reason of a row, or null when it is kept. */
export function reasonOf(selection: Selection, row: number): Reason | null {
  return REASONS[(selection.codes[row] ?? KEPT) - 1] ?? null;
}

/** Every criterion that a row fails, whatever decided about it. */
export function failedCriteria(selection: Selection, row: number): Reason[] {
  const failing = selection.failing[row] ?? 0;
  return REASONS.filter((reason) => (failing & reasonBit(reason)) !== 0);
}

/** The kept rows: in the given order (see `orderBy`), or as the records stand. */
export function keptRows(selection: Selection, order?: Uint32Array): Uint32Array {
  const rows = new Uint32Array(selection.kept);
  let found = 0;
  for (let place = 0; place < selection.total; place++) {
    const row = order ? (order[place] ?? 0) : place;
    if (selection.codes[row] === KEPT) rows[found++] = row;
  }
  return rows;
}

/** The outcome of a selection in terms of records. */
export interface SelectedRecords {
  readonly kept: readonly FrameRecord[];
  /** All records. */
  readonly total: number;
  readonly reasons: ReasonCounts;
}

/** {@link select} for records at hand: what `filter` prints and `export` writes. */
export function selectRecords(
  records: readonly FrameRecord[],
  criteria: Criteria,
  review: Review = NO_REVIEW,
): SelectedRecords {
  const selection = select(FrameColumns.from(records), criteria, review);
  const kept = records.filter((_, row) => selection.codes[row] === KEPT);
  return { kept, total: selection.total, reasons: selection.reasons };
}
