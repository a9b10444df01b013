import { Progress as Bar, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RunDetail, RunLog } from '../../../contract/http.ts';
import { runLogQuery } from '../../api/queries.ts';
import { formatCount } from '../../format/numbers.ts';
import { formatEta } from '../../format/times.ts';
import { toastError } from '../../parts/toasts.tsx';
import { cancelRun } from '../../runs/run-actions.ts';
import { isActive, progressOf } from '../../runs/run-progress.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import type { SubjectWork } from './subject-book.ts';
import classes from './tracking-notice.module.css';

/** How far tracking is, in words and as a share. */
function standing(run: RunDetail, log: RunLog | undefined): { words: string; share: number | null } {
  if (run.state === 'queued')
    return { words: 'The subject is tracked again as soon as there is room', share: null };
  const progress = log?.stage === 'track' ? progressOf(log) : null;
  if (!progress || progress.total === null || progress.total === 0)
    return {
      words: log?.stage === 'finish' ? 'Measuring the changed frames' : 'Reading the video again',
      share: null,
    };
  const { done, total, eta } = progress;
  const left = formatEta(eta);
  const words = `Tracking the subject again: ${formatCount(done)} of ${formatCount(total)} frames`;
  return { words: left === '' ? words : `${words}, ${left}`, share: done / total };
}

function wordsOf(work: SubjectWork): string | null {
  if (work === 'sending') return 'Sending the choice';
  return work === 'waiting' ? 'The choice is sent when the run has ended' : null;
}

/** That shots are tracked again after a choice, how far that is, and the way to stop it. */
export function TrackingNotice() {
  const { run: watched, subjects } = useSift();
  const run = useObservable(watched);
  const work = useObservable(subjects.work);
  const { data: log } = useQuery({ ...runLogQuery(run.id), enabled: work !== 'none' });
  if (work === 'none') return null;
  const { words, share } = standing(run, log);
  return (
    <div className={classes.notice} role="status" data-tracking="">
      <span>{wordsOf(work) ?? words}</span>
      <Bar
        className={classes.progress ?? ''}
        size="sm"
        value={share === null ? 100 : 100 * share}
        animated={share === null}
        aria-label="Tracking the subject again"
      />
      {isActive(run.state) && run.here && (
        <Button size="compact-xs" variant="default" onClick={() => void cancelRun(run.id).catch(toastError)}>
          Stop
        </Button>
      )}
    </div>
  );
}
