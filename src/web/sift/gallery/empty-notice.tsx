import { Button, Group } from '@mantine/core';
import { REASON_TEXT } from '../../../contract/reasons.ts';
import { reasonCode } from '../../../select/columns.ts';
import { boundsOf } from '../../../select/criteria.ts';
import { formatCount } from '../../format/numbers.ts';
import { useObservable } from '../../state/use-observable.ts';
import { boundsStep, limitText } from '../filters/bound-words.ts';
import { FILTERS, type FilterFacts, isLimited, withBounds } from '../filters/filter-list.ts';
import { DEFAULT_VIEW } from '../model/view-state.ts';
import type { Sift } from '../sift.ts';
import { useSift } from '../sift-context.tsx';
import classes from './empty-notice.module.css';

/** Frames that loosening a limit brings back. */
const WANTED = 50;

/** The filter that drops most of the frames that nothing else has decided about. */
function strictest({ model }: Sift): FilterFacts | null {
  const outcome = model.outcome.value;
  const limited = FILTERS.filter(
    ({ bound, modes }) => modes.includes(outcome.criteria.mode) && isLimited(outcome.criteria, bound),
  );
  const [first] = limited.toSorted((a, b) => outcome.drops(b.reason).all - outcome.drops(a.reason).all);
  return first ?? null;
}

/** The lower limit under which the best {@link WANTED} frames pass that this filter alone drops; null = none do. */
function loosened({ model }: Sift, filter: FilterFacts): number | null {
  const { field } = filter;
  const { min } = boundsOf(model.criteria.value, filter.bound);
  if (field === 'time' || min === null) return null;
  const { selection } = model.outcome.value;
  const own = reasonCode(filter.reason);
  const values: number[] = [];
  for (let row = 0; row < selection.total; row++) {
    const value = selection.alone[row] === own ? model.valueOf(field, row) : Number.NaN;
    if (value < min) values.push(value);
  }
  values.sort((a, b) => b - a);
  return values[Math.min(WANTED, values.length) - 1] ?? null;
}

function NothingKept() {
  const sift = useSift();
  const { model } = sift;
  const filter = strictest(sift);
  const criteria = model.criteria.value;
  if (!filter) {
    return (
      <>
        <p>No frame is kept. All of them were dropped by the run or rejected by hand.</p>
        <Button size="xs" variant="default" onClick={() => model.look({ dropped: true })}>
          Show the dropped
        </Button>
      </>
    );
  }
  const { min, max } = boundsOf(criteria, filter.bound);
  const name = filter.label.toLowerCase();
  const limit = min !== null ? `≥ ${limitText(filter, min)}` : `≤ ${limitText(filter, max ?? 0)}`;
  const { all } = model.outcome.value.drops(filter.reason);
  const looser = loosened(sift, filter);
  const set = (value: number | null): void => {
    const bounds = { min: value, max: value === null ? null : max };
    model.change(withBounds(model.criteria.value, filter.bound, bounds), boundsStep(filter, bounds));
  };
  return (
    <>
      <p>
        No frame passes. Most fall at {name} {limit}: {formatCount(all)} of{' '}
        {formatCount(model.outcome.value.selection.total)}.
      </p>
      <Group justify="center" gap="sm">
        <Button size="xs" onClick={() => set(null)}>
          Reset {name}
        </Button>
        {looser !== null && (
          <Button size="xs" variant="default" onClick={() => set(looser)}>
            Loosen to keep {WANTED}
          </Button>
        )}
      </Group>
    </>
  );
}

/** What stands in an empty gallery: why, and what to do. */
export function EmptyNotice() {
  const { model, run } = useSift();
  const shown = useObservable(model.shown);
  const view = useObservable(model.view);
  const { selection } = useObservable(model.outcome);
  const { state } = useObservable(run);
  if (shown.length > 0) return null;
  const narrowed = view.reason !== null || view.marks !== 'any';
  const going = state === 'running' || state === 'queued';
  return (
    <div className={classes.notice} role="status">
      {selection.total === 0 ? (
        <p>{going ? 'No frame yet. They appear here as the run finds them.' : 'This run has no frames.'}</p>
      ) : narrowed ? (
        <>
          <p>
            {view.reason === null
              ? `No frame here is ${view.marks}.`
              : `No frame is ${REASON_TEXT[view.reason]} any more.`}
          </p>
          <Button
            size="xs"
            variant="default"
            onClick={() => model.look({ ...DEFAULT_VIEW, sort: view.sort, direction: view.direction })}
          >
            Show what is kept
          </Button>
        </>
      ) : (
        <NothingKept />
      )}
    </div>
  );
}
