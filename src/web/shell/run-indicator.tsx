import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { RunSummary } from '../../contract/http.ts';
import { runLogQuery, runsQuery } from '../api/queries.ts';
import { formatPercent } from '../format/numbers.ts';
import { standingOf } from '../runs/run-progress.ts';
import { runTitle } from '../runs/run-title.ts';
import classes from './run-indicator.module.css';

/** The rest of those on their way, in words. */
function restOf(running: number, queued: number): string {
  const others = running > 1 ? [`${running - 1} more`] : [];
  return [...others, ...(queued > 0 ? [`${queued} queued`] : [])].join(', ');
}

function OneRun({ run, rest }: { readonly run: RunSummary; readonly rest: string }) {
  const { data: log } = useQuery(runLogQuery(run.id));
  const { share } = standingOf(run, log);
  const before = log?.stage === 'download' ? 'downloading' : 'starting';
  return (
    <Link href={`/runs/${run.id}`} className={classes.indicator}>
      <Progress
        className={classes.bar ?? ''}
        size="sm"
        value={share === null ? 100 : share * 100}
        animated={share === null}
        aria-label={`Progress of ${runTitle(run)}`}
      />
      <span className={classes.name}>{runTitle(run)}</span>
      <span className={classes.rest}>
        {share === null ? before : formatPercent(share)}
        {rest && ` · ${rest}`}
      </span>
    </Link>
  );
}

/** What is being worked on, in the top bar: the run that began first, and how many wait. */
export function RunIndicator() {
  const { data } = useQuery(runsQuery);
  const runs = data?.runs ?? [];
  const running = runs.filter(({ state }) => state === 'running');
  const queued = runs.filter(({ state }) => state === 'queued').length;
  const first = running.at(-1);
  if (first) return <OneRun run={first} rest={restOf(running.length, queued)} />;
  if (queued === 0) return null;
  return (
    <Link href="/runs" className={classes.indicator}>
      <span className={classes.rest}>{queued} queued</span>
    </Link>
  );
}
