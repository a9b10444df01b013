import { REASONS } from '../contract/reasons.ts';
import { BIN_COUNT } from './bins.ts';
import { type FrameColumns, reasonCode } from './columns.ts';
import { type Field, fieldsOf } from './fields.ts';
import { qualityColumn } from './quality.ts';
import type { Selection } from './select.ts';

/** Frames by value of one field; the three counts are nested: all ⊇ passing ⊇ kept. */
export interface Histogram {
  readonly field: Field;
  /** All frames, `BIN_COUNT` bins (see `binStart`): the outline. */
  readonly all: Uint32Array;
  /**
   * Frames that are kept or would be without the bounds of this very field: the hatched part. A frame that any of several
   * conditions on faces keeps out, as its faces miss different ones, counts for one of them.
   */
  readonly passing: Uint32Array;
  /** Kept frames: the solid part. */
  readonly kept: Uint32Array;
  /** Frames without a value. */
  readonly notMeasured: { readonly all: number; readonly passing: number; readonly kept: number };
}

/** What a frame is to a field's histogram; classes of one bin lie side by side, four to a bin. */
const CLASSES = 4;
const IS_KEPT = 0;
const FAILS_ONLY_THIS = 1;
const FAILS_MORE = 2;

/** The class of a frame by its entry in `Selection.alone`, as a table: no branch to mispredict in the loop. */
function classesFor(field: Field): Uint8Array {
  const classes = new Uint8Array(256).fill(FAILS_MORE);
  classes[0] = IS_KEPT;
  const own = REASONS.find((reason) => reason === field);
  if (own) classes[reasonCode(own)] = FAILS_ONLY_THIS;
  return classes;
}

function countClasses(bins: Uint8Array, { alone, total }: Selection, classes: Uint8Array): Uint32Array {
  const counts = new Uint32Array((BIN_COUNT + 1) * CLASSES);
  for (let row = 0; row < total; row++) {
    const slot = ((bins[row] ?? 0) << 2) | (classes[alone[row] ?? 0] ?? 0);
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  return counts;
}

function histogramOf(field: Field, counts: Uint32Array): Histogram {
  const count = (bin: number, part: number): number => counts[bin * CLASSES + part] ?? 0;
  const kept = (bin: number): number => count(bin, IS_KEPT);
  const passing = (bin: number): number => kept(bin) + count(bin, FAILS_ONLY_THIS);
  const all = (bin: number): number => passing(bin) + count(bin, FAILS_MORE);
  const column = (read: (bin: number) => number) =>
    Uint32Array.from({ length: BIN_COUNT }, (_, b) => read(b));
  return {
    field,
    all: column(all),
    passing: column(passing),
    kept: column(kept),
    notMeasured: {
      all: all(BIN_COUNT),
      passing: passing(BIN_COUNT),
      kept: kept(BIN_COUNT),
    },
  };
}

/**
 * The histograms of a selection.
 * @param columns the columns that the selection was made from, unchanged since
 * @param fields which ones; by default all that the run has
 */
export function histograms(
  columns: FrameColumns,
  selection: Selection,
  fields: readonly Field[] = fieldsOf(columns),
): Histogram[] {
  return fields.map((field) => {
    const bins = field === 'quality' ? qualityColumn(columns, selection.weights).bins : columns.bins(field);
    return histogramOf(field, countClasses(bins, selection, classesFor(field)));
  });
}
