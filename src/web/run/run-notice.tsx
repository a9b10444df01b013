import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RunDetail } from '../../contract/http.ts';
import { formatCount, formatCounted } from '../format/numbers.ts';
import { formatRoughTime } from '../format/times.ts';
import { pageWords } from '../new-run/form/option-words.ts';
import { toastError } from '../parts/toasts.tsx';
import { resumeRun } from '../runs/run-actions.ts';

interface NoticeProps {
  readonly tone: 'good' | 'bad' | 'warn' | 'plain';
  readonly title: string;
  readonly children?: ReactNode;
}

const TONES = {
  good: { color: 'green', Icon: IconCircleCheck },
  bad: { color: 'red', Icon: IconAlertTriangle },
  warn: { color: 'yellow', Icon: IconAlertTriangle },
  plain: { color: 'blue', Icon: IconInfoCircle },
} as const;

function Notice({ tone, title, children }: NoticeProps) {
  const { color, Icon } = TONES[tone];
  return (
    <Alert color={color} role={tone === 'bad' ? 'alert' : 'status'} icon={<Icon aria-hidden />} title={title}>
      {children}
    </Alert>
  );
}

function Resume({ run }: { readonly run: RunDetail }) {
  const isLost = run.source_missing && run.source_address === null;
  return (
    <Group mt="sm">
      <Button size="xs" onClick={() => void resumeRun(run.id).catch(toastError)} disabled={isLost}>
        Resume
      </Button>
      {isLost && <Text size="sm">The video is not where it was: {run.input}</Text>}
      {run.source_missing && !isLost && <Text size="sm">The video is downloaded again.</Text>}
    </Group>
  );
}

function DoneNotice({ run, reused }: RunNoticeProps) {
  const { counts, seconds, warnings } = run;
  const took = seconds === null || reused ? '' : ` in ${formatRoughTime(seconds)}`;
  const kept = counts
    ? `${formatCount(counts.kept)} of ${formatCounted(counts.processed, 'frame')} kept`
    : 'Done';
  return (
    <Notice tone="good" title={`${kept}${took}.`}>
      {reused && (
        <Text size="sm">Nothing had to be done: this run was complete already, with the same options.</Text>
      )}
      {warnings.map((warning) => (
        <Text size="sm" key={warning}>
          {warning}
        </Text>
      ))}
    </Notice>
  );
}

interface RunNoticeProps {
  readonly run: RunDetail;
  /** The run was complete before it was asked for. */
  readonly reused: boolean;
}

/** What the state of a run means and what can be done about it. */
export function RunNotice({ run, reused }: RunNoticeProps) {
  switch (run.state) {
    case 'queued':
      return (
        <Notice
          tone="plain"
          title={run.queue_place === null ? 'Waiting' : `Place ${run.queue_place} in the queue`}
        >
          It begins by itself as soon as there is room.
        </Notice>
      );
    case 'running':
      return run.here ? null : (
        <Notice tone="plain" title="This run works elsewhere">
          It was started on the command line or by another server, and can only be stopped there.
        </Notice>
      );
    case 'done':
      return <DoneNotice run={run} reused={reused} />;
    case 'cancelled':
      return (
        <Notice tone="warn" title="Cancelled">
          What is recorded is kept; Resume goes on where it stopped.
          <Resume run={run} />
        </Notice>
      );
    case 'interrupted':
      return (
        <Notice tone="warn" title="Interrupted">
          The program that worked on it is gone. What is recorded is kept; Resume goes on where it stopped.
          <Resume run={run} />
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="bad" title={pageWords(run.error?.message ?? 'The run failed')}>
          {pageWords(run.error?.hint ?? '')}
          <Resume run={run} />
        </Notice>
      );
  }
}
