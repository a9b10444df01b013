import { REASON_TEXT } from '../../contract/reasons.ts';
import type { RunCounts } from '../../contract/run-files.ts';
import { formatCount } from '../format/numbers.ts';
import classes from './progress-panel.module.css';
import type { ReasonTally } from './run-records.ts';

interface CountersProps {
  /** By reason; null while no records are there. */
  readonly tally: ReasonTally | null;
  readonly counts: RunCounts | null;
}

/** How many frames were kept, and how many dropped for each reason. */
export function Counters({ tally, counts }: CountersProps) {
  const kept = tally?.kept ?? counts?.kept ?? 0;
  const dropped = tally?.dropped ?? (counts ? counts.rejected + counts.error : 0);
  return (
    <dl className={classes.counters}>
      <div className={classes.counter} data-main data-of="kept">
        <dt>Kept</dt>
        <dd>{formatCount(kept)}</dd>
      </div>
      <div className={classes.counter} data-main data-of={dropped > 0 ? 'dropped' : undefined}>
        <dt>Dropped</dt>
        <dd>{formatCount(dropped)}</dd>
      </div>
      {tally?.reasons.map(({ reason, count }) => (
        <div key={reason} className={classes.counter}>
          <dt>{REASON_TEXT[reason]}</dt>
          <dd>{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
