import { Button, Group } from '@mantine/core';
import { REASON_TEXT } from '../../../contract/reasons.ts';
import { formatCount } from '../../format/numbers.ts';
import { useObservable } from '../../state/use-observable.ts';
import { DEFAULT_VIEW } from '../model/view-state.ts';
import { useSift } from '../sift-context.tsx';
import classes from './empty-notice.module.css';
import { strictestLimit } from './strictest-limit.ts';

/** Frames that loosening a limit brings back. */
const WANTED = 50;

function NothingKept() {
  const { model } = useSift();
  const limit = strictestLimit(model, WANTED);
  if (!limit) {
    return (
      <>
        <p>No frame is kept. All of them were dropped by the run or rejected by hand.</p>
        <Button size="xs" variant="default" onClick={() => model.look({ dropped: true })}>
          Show the dropped
        </Button>
      </>
    );
  }
  const { words, name, reset, loosened } = limit;
  const { all } = model.outcome.value.drops(limit.reason);
  return (
    <>
      <p>
        No frame passes. Most fall at {words}: {formatCount(all)} of{' '}
        {formatCount(model.outcome.value.selection.total)}.
      </p>
      <Group justify="center" gap="sm">
        <Button size="xs" onClick={() => model.change(reset.criteria, reset.step)}>
          Reset {name}
        </Button>
        {loosened && (
          <Button size="xs" variant="default" onClick={() => model.change(loosened.criteria, loosened.step)}>
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
