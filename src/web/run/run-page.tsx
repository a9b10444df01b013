import { Anchor, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { RunDetail, RunLog } from '../../contract/http.ts';
import { ApiError } from '../api/api-error.ts';
import { optionsQuery, runLogQuery, runQuery } from '../api/queries.ts';
import { useServerEvents } from '../api/server-events.ts';
import { formatCounted, formatPercent } from '../format/numbers.ts';
import { differenceWords } from '../new-run/form/option-words.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Loading } from '../parts/loading.tsx';
import { toastError } from '../parts/toasts.tsx';
import { followsSubject } from '../runs/follows-subject.ts';
import { cancelRun, openRunFolder } from '../runs/run-actions.ts';
import { progressOf, standingOf } from '../runs/run-progress.ts';
import { runTitle } from '../runs/run-title.ts';
import { StateBadge } from '../runs/state-badge.tsx';
import { Page } from '../shell/page.tsx';
import { LiveTable } from './live-table.tsx';
import { LogPanel } from './log-panel.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { RunNotice } from './run-notice.tsx';
import classes from './run-page.module.css';
import { useRunRecords } from './use-run-records.ts';

/** A run while it works, and what came of it. */
export function RunPage({ id }: { readonly id: string }) {
  const { data: run, error, refetch } = useQuery(runQuery(id));
  const [, navigate] = useLocation();
  const real = run?.id;
  useEffect(() => {
    // A run that was queued gets the id of its folder; the old one goes on working for one server only.
    if (real !== undefined && real !== id) navigate(`/runs/${real}`, { replace: true });
  }, [real, id, navigate]);
  if (run) return <Run key={run.id} run={run} />;
  const gone = error instanceof ApiError && error.status === 404;
  return (
    <Page title="Run">
      {!error && <Loading what="Reading the run" />}
      {error && <ErrorNotice error={error} {...(gone ? {} : { onRetry: refetch })} />}
      {gone && (
        <Group mt="lg">
          <Anchor component={Link} href="/runs">
            All runs
          </Anchor>
        </Group>
      )}
    </Page>
  );
}

function titleOf(run: RunDetail, log: RunLog | undefined): string {
  const share = run.state === 'running' ? standingOf(run, log).share : null;
  return share === null ? runTitle(run) : `${formatPercent(share)} ${runTitle(run)}`;
}

/**
 * Whether a run was complete before it was asked for: told as it happens, and seen later by its having ended without
 * any progress.
 */
function useReused(run: RunDetail, log: RunLog | undefined): boolean {
  const [told, setTold] = useState(false);
  useServerEvents((event) => {
    if (event.type !== 'run-event' || event.id !== run.id || event.event.event !== 'start') return;
    setTold(event.event.mode === 'reused');
  });
  const seen = log !== undefined && log.stage !== null && progressOf(log) === null;
  // Another subject may have been chosen, so that some of its shots were tracked again.
  return run.state === 'done' && (told || seen) && !followsSubject(run);
}

function Actions({ run }: { readonly run: RunDetail }) {
  const { id, state, here, folder, counts } = run;
  const [cancelling, setCancelling] = useState(false);
  useEffect(() => {
    if (state !== 'running' && state !== 'queued') setCancelling(false);
  }, [state]);
  const cancel = (): void => {
    setCancelling(true);
    cancelRun(id).catch((thrown: unknown) => {
      setCancelling(false);
      toastError(thrown);
    });
  };
  const kept = counts?.kept ?? 0;
  const siftable = counts !== null && counts.processed > 0;
  return (
    <Group gap="sm">
      {folder !== null && (
        <Button variant="default" onClick={() => void openRunFolder(id).catch(toastError)}>
          Open folder
        </Button>
      )}
      {(state === 'queued' || (state === 'running' && here)) && (
        <Button variant="default" color="red" loading={cancelling} onClick={cancel}>
          Cancel
        </Button>
      )}
      {siftable && (
        <Button component={Link} href={`/runs/${id}/sift`} variant={state === 'done' ? 'filled' : 'default'}>
          Sift {formatCounted(kept, 'frame')}
        </Button>
      )}
    </Group>
  );
}

/** Where the video comes from, as its site names it. */
function PageLine({ run: { page } }: { readonly run: RunDetail }) {
  // A site could name anything as its address; only the web is led to.
  if (page === null || !/^https?:\/\//i.test(page.url)) return null;
  return (
    <>
      {page.uploader !== null && `${page.uploader} · `}
      <Anchor href={page.url} target="_blank" rel="noreferrer" inherit>
        {page.url}
      </Anchor>
      <br />
    </>
  );
}

function Run({ run }: { readonly run: RunDetail }) {
  const { data: log } = useQuery(runLogQuery(run.id));
  const { data: options } = useQuery(optionsQuery);
  const live = useRunRecords(run.id, run.folder !== null);
  const reused = useReused(run, log);
  const words = differenceWords(options?.analyze ?? [], run.options);
  return (
    <Page
      title={titleOf(run, log)}
      heading={
        <span className={classes.name}>
          {runTitle(run)} <StateBadge state={run.state} />
        </span>
      }
      actions={<Actions run={run} />}
    >
      <div className={classes.parts}>
        <p className={classes.options}>
          <PageLine run={run} />
          {run.input}
          {words.length > 0 && ` · ${words.join(', ')}`}
        </p>
        <RunNotice run={run} reused={reused} />
        <ProgressPanel run={run} log={log} live={live} />
        <div className={classes.below}>
          <LiveTable run={run} live={live} downloading={log?.stage === 'download'} />
          <LogPanel log={log} />
        </div>
      </div>
    </Page>
  );
}
