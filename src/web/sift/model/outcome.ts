import { REASONS, type Reason } from '../../../contract/reasons.ts';
import { NOT_MEASURED, SCORE_SCALE } from '../../../contract/scaled.ts';
import { BIN_COUNT } from '../../../select/bins.ts';
import { type FrameColumns, OPEN, reasonCode } from '../../../select/columns.ts';
import type { Criteria } from '../../../select/criteria.ts';
import type { Field, StoredField } from '../../../select/fields.ts';
import { type Histogram, histograms } from '../../../select/histogram.ts';
import { EMPTY_MASK, emptyMaskStandsFor } from '../../../select/mask-criterion.ts';
import type { Selection } from '../../../select/select.ts';
import type { Marks } from './marks.ts';

/** The bins of a chart; the three counts are nested as in `Histogram`. */
export type Bins = Pick<Histogram, 'all' | 'passing' | 'kept'>;

/** What one criterion does to the frames that nothing else has decided about. */
export interface Drops {
  /** Frames that fail it. */
  readonly all: number;
  /** Frames that would be kept without it. */
  readonly alone: number;
}

function emptyBins(): Bins {
  const counts = () => new Uint32Array(BIN_COUNT);
  return { all: counts(), passing: counts(), kept: counts() };
}

/** What criteria and verdicts make of the frames, with figures that are worked out when they are asked for. */
export class Outcome {
  readonly selection: Selection;
  readonly criteria: Criteria;
  readonly marks: Marks;
  readonly #columns: FrameColumns;
  readonly #histograms = new Map<Field, Histogram>();
  readonly #raw = new Map<StoredField, Bins>();
  #yaws: Bins | null = null;
  #times: Bins | null = null;
  #drops: { all: Uint32Array; alone: Uint32Array } | null = null;

  constructor(columns: FrameColumns, criteria: Criteria, marks: Marks, selection: Selection) {
    this.#columns = columns;
    this.criteria = criteria;
    this.marks = marks;
    this.selection = selection;
  }

  /** Frames by value. */
  histogram(field: Field): Histogram {
    const known = this.#histograms.get(field);
    if (known) return known;
    const [made] = histograms(this.#columns, this.selection, [field]);
    if (!made) throw new RangeError(field);
    this.#histograms.set(field, made);
    return made;
  }

  /**
   * Frames by an uncapped value.
   * @param own the reason that counts as the field's own: that of the score, as nothing limits the value itself
   */
  rawHistogram(field: StoredField, own: Reason): Bins {
    const known = this.#raw.get(field);
    if (known) return known;
    const bins = emptyBins();
    const places = this.#columns.bins(field);
    const code = reasonCode(own);
    for (let row = 0; row < this.selection.total; row++) {
      const place = places[row] ?? BIN_COUNT;
      if (place < BIN_COUNT) this.#count(bins, place, row, code);
    }
    this.#raw.set(field, bins);
    return bins;
  }

  /**
   * Faces by how far the head is turned, from `-reach` to `reach`; those turned farther stand in the outermost bins. A face
   * counts as kept with its frame.
   * @param reach eye distances
   */
  yawBins(reach: number): Bins {
    if (this.#yaws) return this.#yaws;
    const bins = emptyBins();
    const { any, starts, values } = this.#columns.faces;
    const scale = BIN_COUNT / (2 * reach * SCORE_SCALE);
    const code = reasonCode('face_yaw');
    for (let row = 0; any && row < this.selection.total; row++) {
      const end = starts[row + 1] ?? 0;
      for (let face = starts[row] ?? 0; face < end; face++) {
        const yaw = values.yaw[face] ?? NOT_MEASURED;
        if (yaw === NOT_MEASURED) continue;
        const place = Math.floor((yaw + reach * SCORE_SCALE) * scale);
        this.#count(bins, Math.min(BIN_COUNT - 1, Math.max(0, place)), row, code);
      }
    }
    this.#yaws = bins;
    return bins;
  }

  #count(bins: Bins, place: number, row: number, own: number): void {
    const { alone, codes } = this.selection;
    bins.all[place] = (bins.all[place] ?? 0) + 1;
    const kept = codes[row] === 0;
    if (kept) bins.kept[place] = (bins.kept[place] ?? 0) + 1;
    if (kept || alone[row] === own) bins.passing[place] = (bins.passing[place] ?? 0) + 1;
  }

  /**
   * Frames by time.
   * @param first seconds at which the first bin begins
   * @param last seconds at which the last one ends
   */
  timeBins(first: number, last: number): Bins {
    if (this.#times) return this.#times;
    const bins = emptyBins();
    const { times, length } = this.#columns;
    const scale = BIN_COUNT / (last - first || 1);
    const code = reasonCode('time');
    for (let row = 0; row < length; row++) {
      const place = Math.floor(((times[row] ?? 0) - first) * scale);
      this.#count(bins, Math.min(BIN_COUNT - 1, Math.max(0, place)), row, code);
    }
    this.#times = bins;
    return bins;
  }

  /** What a criterion drops. A limit on the mask drops frames whose mask is empty, too. */
  drops(reason: Reason): Drops {
    this.#drops ??= this.#countDrops();
    const place = REASONS.indexOf(reason);
    return { all: this.#drops.all[place] ?? 0, alone: this.#drops.alone[place] ?? 0 };
  }

  /** Adds to failed criteria those that an empty mask stands for. */
  #emptyMasksCounted(): (failed: number) => number {
    const forEmpty = emptyMaskStandsFor(this.criteria);
    return (failed) => ((failed & EMPTY_MASK) === 0 ? failed : failed | forEmpty);
  }

  #countDrops(): { all: Uint32Array; alone: Uint32Array } {
    const all = new Uint32Array(REASONS.length);
    const withEmptyMasks = this.#emptyMasksCounted();
    const alone = new Uint32Array(REASONS.length);
    const { failing, alone: sole, total } = this.selection;
    const { standing } = this.#columns;
    for (let row = 0; row < total; row++) {
      let failed = withEmptyMasks(failing[row] ?? 0);
      if (failed === 0 || standing[row] !== OPEN || this.marks[row] !== 0) continue;
      const only = sole[row] ?? 0;
      if (only > 0 && only <= REASONS.length) alone[only - 1] = (alone[only - 1] ?? 0) + 1;
      while (failed !== 0) {
        const place = 31 - Math.clz32(failed & -failed);
        all[place] = (all[place] ?? 0) + 1;
        failed &= failed - 1;
      }
    }
    return { all, alone };
  }
}
