import { Button, Progress, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { RunSummary } from '../../contract/http.ts';
import { runLogQuery } from '../api/queries.ts';
import { formatBytes, formatCount, formatPercent } from '../format/numbers.ts';
import { formatAge, formatEta, formatMoment } from '../format/times.ts';
import { pageWords } from '../new-run/form/option-words.ts';
import { toastError } from '../parts/toasts.tsx';
import { cancelRun, resumeRun } from './run-actions.ts';
import { RunMenu } from './run-menu.tsx';
import { RunPictures } from './run-pictures.tsx';
import { canResume, standingOf } from './run-progress.ts';
import classes from './run-row.module.css';
import { runTitle } from './run-title.ts';
import { StateBadge } from './state-badge.tsx';

interface RunRowProps {
  readonly run: RunSummary;
  /** The options that differ from the defaults, in words. */
  readonly words: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly onDelete: () => void;
}

/** The third line: what went wrong, how far it is, or what was asked for. */
function Detail({ run, words }: Pick<RunRowProps, 'run' | 'words'>) {
  if (run.state === 'running') return <Underway run={run} />;
  if (run.state === 'failed') {
    return (
      <div className={classes.line} data-bad>
        {pageWords(run.error?.message ?? 'The run failed')}
      </div>
    );
  }
  if (run.source_missing) {
    return (
      <div className={classes.line} data-bad>
        The video is not where it was
      </div>
    );
  }
  return (
    <div className={classes.line}>
      {words.length > 0 ? words.join(', ') : 'all options at their defaults'}
    </div>
  );
}

function Underway({ run }: Pick<RunRowProps, 'run'>) {
  const { data: log } = useQuery(runLogQuery(run.id));
  const { share, eta, download } = standingOf(run, log);
  const percent = share === null ? '' : formatPercent(share);
  const loading = log?.stage === 'download';
  const words = [loading ? `downloading ${percent}`.trim() : percent || 'starting', formatEta(eta)];
  if (download && share === null) words.push(formatBytes(download.bytes));
  return (
    <>
      <Progress
        mt={4}
        maw={320}
        size="sm"
        value={share === null ? 100 : share * 100}
        animated={share === null}
        aria-label={`Progress of ${runTitle(run)}`}
      />
      <div className={classes.line}>{words.filter(Boolean).join(' · ')}</div>
    </>
  );
}

function MainAction({ run }: Pick<RunRowProps, 'run'>) {
  const { id, state, here } = run;
  const name = runTitle(run);
  if (state === 'done') {
    return (
      <Button
        size="xs"
        variant="light"
        component={Link}
        href={`/runs/${id}/sift`}
        aria-label={`Sift ${name}`}
      >
        Sift
      </Button>
    );
  }
  if (canResume(state)) {
    return (
      <Button
        size="xs"
        variant="default"
        aria-label={`Resume ${name}`}
        disabled={run.source_missing && run.source_address === null}
        onClick={() => void resumeRun(id).catch(toastError)}
      >
        Resume
      </Button>
    );
  }
  if (!here) return null;
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`Cancel ${name}`}
      onClick={() => void cancelRun(id).catch(toastError)}
    >
      Cancel
    </Button>
  );
}

/** One run of the list. */
export function RunRow({ run, words, now, onDelete }: RunRowProps) {
  const { counts, total, state } = run;
  // Of a run that has not ended, what is kept says nothing yet.
  const kept = counts && state === 'done' ? formatCount(counts.kept) : '–';
  const all = state === 'done' ? counts?.processed : (total ?? counts?.processed);
  return (
    <div className={classes.row}>
      <RunPictures run={run} />
      <div style={{ minWidth: 0 }}>
        <Link href={`/runs/${run.id}`} className={classes.name ?? ''}>
          {runTitle(run)}
        </Link>
        <div className={classes.line}>{run.input}</div>
        <Detail run={run} words={words} />
      </div>
      <div className={classes.counts}>
        {all === undefined || all === null ? '' : `${kept} / ${formatCount(all)}`}
      </div>
      <div>
        <StateBadge state={state} />
      </div>
      <Tooltip label={formatMoment(run.created_at)}>
        <time className={classes.age} dateTime={run.created_at}>
          {formatAge(run.created_at, now)}
        </time>
      </Tooltip>
      <div className={classes.actions}>
        <MainAction run={run} />
        <RunMenu run={run} onDelete={onDelete} />
      </div>
    </div>
  );
}
