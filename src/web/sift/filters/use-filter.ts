import { parseTimeCode } from '../../../contract/time-code.ts';
import { BIN_COUNT, binStart } from '../../../select/bins.ts';
import { type Bounds, boundsOf } from '../../../select/criteria.ts';
import { isFaceField } from '../../../select/fields.ts';
import { formatCount, formatDecimal } from '../../format/numbers.ts';
import { formatTime } from '../../format/times.ts';
import { useObservable, useObservedPart } from '../../state/use-observable.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SiftModel } from '../model/sift-model.ts';
import { useSift } from '../sift-context.tsx';
import { boundsStep, limitNumber, limitText, withEdge } from './bound-words.ts';
import { faceLayout } from './face-layout.ts';
import type { Edge, FilterFacts } from './filter-facts.ts';
import type { FilterLayout } from './filter-layout.ts';
import { withBounds } from './filter-list.ts';
import { parseNumber } from './number-field.tsx';
import {
  limitDropping,
  limitKeeping,
  linearScale,
  rawScale,
  roundToStep,
  shareBelow,
  shareUpTo,
  type Unit,
  type ValueScale,
} from './value-scale.ts';

function timeLayout(model: SiftModel, outcome: Outcome): FilterLayout {
  const { inTime, data } = model;
  const first = Math.floor(data.timeOf(inTime.rowAt(0)) * 10) / 10;
  const last = Math.ceil(data.timeOf(inTime.rowAt(inTime.length - 1)) * 10) / 10;
  return {
    scale: linearScale(Math.max(0, first), Math.max(last, 0.1), 0.1),
    bins: outcome.timeBins(first, last),
    shown: BIN_COUNT,
    notMeasured: 0,
  };
}

/** Room for what is measured, and at least for what can be limited: 100 points. */
function shownBins(all: Uint32Array, wanted: number): number {
  const last = all.findLastIndex((count) => count > 0);
  return Math.min(BIN_COUNT, Math.max(last + 1, wanted));
}

function layoutOf(filter: FilterFacts, unit: Unit, model: SiftModel, outcome: Outcome): FilterLayout {
  if (filter.field === 'time') return timeLayout(model, outcome);
  if (filter.field === 'face_yaw' || isFaceField(filter.field)) {
    return faceLayout(filter.field, outcome, model.runFaces.value?.max_distance ?? null);
  }
  const { notMeasured } = outcome.histogram(filter.field);
  if (unit !== 'raw' || !filter.raw) {
    const bins = outcome.histogram(filter.field);
    const scale = filter.field === 'identity' ? linearScale(0, 1, 0.01) : linearScale(0, 100, 0.1);
    return { scale, bins, shown: BIN_COUNT, notMeasured: notMeasured.all };
  }
  const { field, perPoint } = filter.raw;
  // A raw histogram knows nothing of the limit on its score, so what only that drops is taken from `alone`.
  const bins = outcome.rawHistogram(field, filter.reason);
  const logTop = Math.log2(1 + binStart(field, BIN_COUNT));
  const capBin = Math.ceil((Math.log2(1 + 100 * perPoint) / logTop) * BIN_COUNT);
  const shown = shownBins(bins.all, capBin);
  const scale = rawScale(perPoint, (shown / BIN_COUNT) * logTop);
  return { scale, bins, shown, notMeasured: notMeasured.all };
}

/** What a unit makes of a limit, and of what is typed. */
interface UnitText {
  readonly write: (value: number, edge: Edge) => string;
  readonly read: (text: string, edge: Edge) => number | null;
}

function unitText(filter: FilterFacts, unit: Unit, model: SiftModel): UnitText {
  if (filter.field === 'time') return { write: formatTime, read: parseTimeCode };
  const { field, raw } = filter;
  if (unit === 'raw' && raw) {
    return {
      write: (value) => formatDecimal(value * raw.perPoint, 1),
      read: (text) => {
        const typed = parseNumber(text);
        return typed === null ? null : roundToStep(typed / raw.perPoint, 0.0001);
      },
    };
  }
  const ranking = unit === 'percent' && field !== 'face_yaw' ? model.ranking(field) : null;
  if (ranking) {
    return {
      write: (value, edge) =>
        `${formatDecimal(edge === 'min' ? shareBelow(ranking, value) : shareUpTo(ranking, value), 1)}\u00a0%`,
      read: (text, edge) => {
        const typed = parseNumber(text);
        if (typed === null || typed < 0 || typed > 100) return null;
        return edge === 'min' ? limitDropping(ranking, typed) : limitKeeping(ranking, typed);
      },
    };
  }
  return { write: (value) => limitNumber(filter, value), read: parseNumber };
}

/** Everything that one filter shows and does. */
export function useFilter(filter: FilterFacts, unit: Unit) {
  const { model } = useSift();
  const outcome = useObservable(model.outcome);
  const bounds: Bounds = {
    min: useObservedPart(model.criteria, (criteria) => boundsOf(criteria, filter.bound).min),
    max: useObservedPart(model.criteria, (criteria) => boundsOf(criteria, filter.bound).max),
  };
  useObservable(model.dataVersion);
  useObservable(model.orderVersion);
  useObservable(model.runFaces);
  const layout = layoutOf(filter, unit, model, outcome);
  const { scale } = layout;
  const text = unitText(filter, unit, model);
  const apply = (next: Bounds) => withBounds(model.criteria.value, filter.bound, next);
  const set = (next: Bounds, merge?: string): void =>
    model.change(apply(next), boundsStep(filter, next), merge && `${filter.bound} ${merge}`);
  const currentOf = (edge: Edge): number => bounds[edge] ?? (edge === 'min' ? scale.least : scale.most);
  const { kept, total } = outcome.selection;
  return {
    ...layout,
    bounds,
    drops: outcome.drops(filter.reason),
    describe: (value: number): string =>
      `${limitText(filter, value)}, keeps ${formatCount(kept)} of ${formatCount(total)}`,
    /** Moves a handle that is held. */
    move: (next: Bounds): void => model.preview(apply(next)),
    /** Lets it go. */
    leave: (): void => model.commit(boundsStep(filter, boundsOf(model.criteria.value, filter.bound))),
    set,
    step: (edge: Edge, steps: number): void => {
      const moved = roundToStep(currentOf(edge) + steps * scale.step, scale.step);
      const value = Math.min(scale.most, Math.max(scale.least, moved));
      set(withEdge(bounds, edge, value), edge);
    },
    write: (edge: Edge): string => {
      const value = bounds[edge];
      return value === null ? '' : text.write(value, edge);
    },
    placeholder: (edge: Edge): string => text.write(edge === 'min' ? scale.least : scale.most, edge),
    read: (edge: Edge) => (typed: string) => text.read(typed, edge),
    problemOf: (edge: Edge) => (value: number) => problemOf(filter, bounds, edge, value, scale),
  };
}

function problemOf(
  filter: FilterFacts,
  bounds: Bounds,
  edge: Edge,
  value: number,
  { most }: ValueScale,
): string | null {
  if (filter.range) {
    const [low, high] = filter.range;
    if (value < low || value > high) return `From ${low} to ${high}`;
    if (filter.field === 'face_count' && !Number.isInteger(value)) return 'A whole number';
  } else {
    const end = filter.field === 'time' ? Number.POSITIVE_INFINITY : most;
    if (value < 0 || value > end) return filter.field === 'time' ? 'Not below 0' : 'From 0 to 100 points';
  }
  if (edge === 'min' && bounds.max !== null && value > bounds.max)
    return `Not above ${limitText(filter, bounds.max)}`;
  if (edge === 'max' && bounds.min !== null && value < bounds.min)
    return `Not below ${limitText(filter, bounds.min)}`;
  return null;
}
