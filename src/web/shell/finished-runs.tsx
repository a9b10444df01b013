import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { RunState, RunSummary } from '../../contract/http.ts';
import { runsQuery } from '../api/queries.ts';
import { useServerEvents } from '../api/server-events.ts';
import { tellOutside } from '../run/tell-outside.ts';
import { endWords } from '../runs/run-end.ts';
import { isActive } from '../runs/run-progress.ts';

/** On screen for so long, milliseconds; the Runs page keeps the news. */
const SHOWN_MS = 10_000;

function tellHere(run: RunSummary): void {
  const { title, text } = endWords(run);
  const failed = run.state === 'failed';
  notifications.show({
    id: `end-${run.id}`,
    title,
    color: failed ? 'red' : 'green',
    autoClose: failed ? false : SHOWN_MS,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <>
        <Text size="sm">{text}</Text>
        <Anchor
          component={Link}
          href={run.state === 'done' ? `/runs/${run.id}/sift` : `/runs/${run.id}`}
          size="sm"
        >
          {run.state === 'done' ? 'Sift' : 'Show'}
        </Anchor>
      </>
    ),
  });
}

/** Whether the window shows this run anyway. */
function isShown({ id }: RunSummary): boolean {
  return window.location.pathname.startsWith(`/runs/${id}`);
}

/** Tells when a run ends, wherever in the app one is. */
export function FinishedRuns() {
  const { data } = useQuery(runsQuery);
  const states = useRef(new Map<string, RunState>());
  useEffect(() => {
    // Events may have told a later state than the answer.
    for (const { id, state } of data?.runs ?? []) if (!states.current.has(id)) states.current.set(id, state);
  }, [data]);
  useServerEvents((event) => {
    if (event.type !== 'run') return;
    const { run } = event;
    const before = states.current.get(run.id);
    states.current.set(run.id, run.state);
    const ended =
      before !== undefined && isActive(before) && (run.state === 'done' || run.state === 'failed');
    if (!ended) return;
    tellOutside(run);
    if (document.visibilityState === 'visible' && !isShown(run)) tellHere(run);
  });
  return null;
}
