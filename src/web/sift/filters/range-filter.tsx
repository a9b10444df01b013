import { ActionIcon, Tooltip } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { memo, type ReactNode, useState } from 'react';
import { formatCount } from '../../format/numbers.ts';
import { useSift } from '../sift-context.tsx';
import { boundsStep } from './bound-words.ts';
import { BOTH_EDGES, type Edge, type FilterFacts } from './filter-facts.ts';
import { withBounds } from './filter-list.ts';
import classes from './filters.module.css';
import { HistogramChart } from './histogram.tsx';
import { NumberField } from './number-field.tsx';
import { RangeSlider } from './range-slider.tsx';
import { useFilter } from './use-filter.ts';
import type { Unit } from './value-scale.ts';

const UNIT_LABEL: Readonly<Record<Unit, string>> = { points: 'pts', raw: 'raw', percent: '%' };
const UNIT_HELP: Readonly<Record<Unit, string>> = {
  points: 'Points: 0 to 100',
  raw: 'The measured value, where points end at 100',
  percent: 'Percent of the frames of this run',
};

interface UnitsProps {
  readonly filter: FilterFacts;
  readonly unit: Unit;
  readonly onChange: (unit: Unit) => void;
}

// These parts stay as they are while a handle moves, and tooltips are what takes longest to draw.
const Units = memo(function Units({ filter, unit, onChange }: UnitsProps) {
  const usual: readonly Unit[] = filter.raw ? ['points', 'raw', 'percent'] : ['points', 'percent'];
  const { units = usual, unitWords } = filter;
  if (units.length === 0) return null;
  const own = (candidate: Unit) => (candidate === 'points' ? unitWords : undefined);
  return (
    <fieldset className={classes.units} aria-label={`Unit of ${filter.label.toLowerCase()}`}>
      {units.map((candidate) => (
        <Tooltip key={candidate} label={own(candidate)?.help ?? UNIT_HELP[candidate]}>
          <button
            type="button"
            className={classes.unit}
            aria-pressed={candidate === unit}
            onClick={() => onChange(candidate)}
          >
            {own(candidate)?.label ?? UNIT_LABEL[candidate]}
          </button>
        </Tooltip>
      ))}
    </fieldset>
  );
});

const Name = memo(function Name({ filter, limited }: { filter: FilterFacts; limited: boolean }) {
  return (
    <Tooltip label={filter.help} position="top-start" multiline maw={260}>
      <h2 data-limited={limited || undefined}>{filter.label}</h2>
    </Tooltip>
  );
});

const Missing = memo(function Missing({ filter, count }: { filter: FilterFacts; count: number }) {
  const words = filter.missing ?? 'Frames without this value; any limit drops them';
  return (
    <Tooltip label={words} multiline maw={240}>
      <span className={classes.missing}>not measured: {formatCount(count)}</span>
    </Tooltip>
  );
});

const Reset = memo(function Reset({ filter }: { filter: FilterFacts }) {
  const { model } = useSift();
  const name = filter.label.toLowerCase();
  const none = { min: null, max: null };
  const reset = (): void =>
    model.change(withBounds(model.criteria.value, filter.bound, none), boundsStep(filter, none));
  return (
    <Tooltip label={`Reset ${name}`}>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Reset ${name}`} onClick={reset}>
        <IconRestore size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
});

interface RangeFilterProps {
  readonly filter: FilterFacts;
  /** What else there is to do and to know, below. */
  readonly more?: ReactNode;
}

/** One filter: how the frames lie, a handle and a field for each end, and what it does. */
export const RangeFilter = memo(function RangeFilter({ filter, more }: RangeFilterProps) {
  const sift = useSift();
  const [unit, setUnit] = useState<Unit>('points');
  const state = useFilter(filter, unit);
  const { bounds, scale, drops, notMeasured, mark = null } = state;
  const { edges = BOTH_EDGES } = filter;
  const limited = bounds.min !== null || bounds.max !== null;
  const name = filter.label.toLowerCase();
  const at = (value: number | null) => (value === null ? null : scale.positionOf(value));
  const set = (edge: Edge, value: number | null): void => state.set({ ...bounds, [edge]: value });
  const field = (edge: Edge) => (
    <NumberField
      label={`${filter.label}, ${edge === 'min' ? 'least' : 'most'}`}
      text={state.write(edge)}
      placeholder={state.placeholder(edge)}
      parse={state.read(edge)}
      problemOf={state.problemOf(edge)}
      onSet={(value) => set(edge, value)}
      onStep={(steps) => state.step(edge, steps)}
      wide={filter.field === 'time'}
    />
  );
  const effect = `drops ${formatCount(drops.all)}, ${formatCount(drops.alone)} alone`;
  return (
    <section className={classes.filter} aria-label={filter.label} data-filter={filter.bound}>
      <div className={classes.title}>
        <Name filter={filter} limited={limited} />
        {limited && <Reset filter={filter} />}
        {edges.length === 1 && (
          <span className={classes.dash} aria-hidden>
            {edges[0] === 'min' ? '≥' : '≤'}
          </span>
        )}
        {edges.includes('min') && field('min')}
        {edges.length > 1 && (
          <span className={classes.dash} aria-hidden>
            –
          </span>
        )}
        {edges.includes('max') && field('max')}
      </div>
      <RangeSlider
        label={filter.label}
        scale={scale}
        bounds={bounds}
        edges={edges}
        textOf={state.describe}
        onMove={state.move}
        onLeave={state.leave}
        onKey={(next, edge) => state.set(next, edge)}
        onSet={(edge) => {
          sift.limit.value = edge && filter.field !== 'time' ? { filter, edge } : null;
        }}
      >
        <HistogramChart
          bins={state.bins}
          shown={state.shown}
          shares={filter.field === 'time'}
          limits={{ min: at(bounds.min), max: at(bounds.max) }}
          mark={at(mark)}
          {...(state.binsABar ? { binsABar: state.binsABar } : {})}
          label={`Frames by ${name}. ${limited ? `This limit ${effect}.` : 'No limit.'}`}
        />
      </RangeSlider>
      <div className={classes.info}>
        <span>{limited ? effect : 'no limit'}</span>
        {notMeasured > 0 && <Missing filter={filter} count={notMeasured} />}
        {filter.field !== 'time' && <Units filter={filter} unit={unit} onChange={setUnit} />}
      </div>
      {more}
    </section>
  );
});
