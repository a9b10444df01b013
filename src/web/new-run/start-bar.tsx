import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, resultOf } from '../api/client.ts';
import { queryKeys } from '../api/query-keys.ts';
import { formatCounted } from '../format/numbers.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { usePageKey } from '../shell/use-page-key.ts';
import type { Values } from './form/option-rules.ts';
import type { RunForm } from './form/use-run-form.ts';
import { type Estimate, framesText } from './method/method-words.ts';
import classes from './start-bar.module.css';

/** A run that Start puts into the queue. */
export interface WantedRun {
  readonly input: string;
  /** What to call it until its video is there; null = as its input. */
  readonly title: string | null;
}

interface StartBarProps {
  readonly form: RunForm;
  readonly wanted: readonly WantedRun[];
  /** What every one of them is run with. */
  readonly values: Values;
  /** What the chosen method comes to. */
  readonly estimate: Estimate | null;
  /** Why that is not exact. */
  readonly note: string;
  /** Why no run can begin, besides what is missing in the form. */
  readonly obstacle: string | null;
  /** The obstacle goes away by itself. */
  readonly waiting: boolean;
  /** Only the first so many could be put into the queue. */
  readonly onPartly: (started: number) => void;
}

/** What has to be done before a run can begin; null = nothing. */
function missingStep({ source, drafts }: RunForm['state'], wanted: readonly WantedRun[]): string | null {
  if (source === null) return 'Choose a video first.';
  const wrong = Object.keys(drafts).length;
  if (wrong > 0) return `${formatCounted(wrong, 'field')} above cannot be used yet.`;
  return wanted.length === 0 ? 'Choose at least one video of the list.' : null;
}

/** What went wrong, and how many of several runs it has left out. */
interface Failure {
  readonly error: unknown;
  readonly title: string;
}

function startText(count: number, frames: string | null): string {
  if (count > 1) return `Start ${formatCounted(count, 'run')}`;
  return frames === null ? 'Start' : `Start: ${frames}`;
}

/** Begins the run, or one for each video that was chosen of a list; stays in sight at the foot of the page. */
export function StartBar(props: StartBarProps) {
  const { form, wanted, values, estimate, note, obstacle, waiting, onPartly } = props;
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { state } = form;
  const step = obstacle ?? missingStep(state, wanted);
  const frames = framesText(estimate);

  const start = async (): Promise<void> => {
    if (step !== null || starting) return;
    setStarting(true);
    setFailure(null);
    form.keepAddress();
    const started: string[] = [];
    try {
      for (const { input, title } of wanted) {
        const json = { input, options: { ...values }, ...(title !== null && { title }) };
        started.push((await resultOf(api.runs.$post({ json }))).id);
      }
      navigate(started.length === 1 ? `/runs/${started[0]}` : '/runs');
    } catch (error) {
      const queued = `${started.length} of ${formatCounted(wanted.length, 'run')} are in the queue; the next one could not be started`;
      setFailure({ error, title: started.length > 0 ? queued : 'The run could not be started' });
      setStarting(false);
      if (started.length > 0) onPartly(started.length);
    } finally {
      void client.invalidateQueries({ queryKey: queryKeys.runs });
    }
  };
  usePageKey('Ctrl+Enter', () => void start());

  return (
    <>
      {failure !== null && <ErrorNotice title={failure.title} error={failure.error} />}
      <div className={classes.bar}>
        <p
          className={classes.note}
          id="start-note"
          data-wrong={(state.source !== null && step !== null && !waiting) || undefined}
        >
          {step ?? note}
        </p>
        <Button
          size="md"
          loading={starting}
          disabled={step !== null}
          aria-describedby="start-note"
          aria-keyshortcuts="Control+Enter"
          onClick={() => void start()}
        >
          {step === null ? startText(wanted.length, frames) : 'Start'}
        </Button>
      </div>
    </>
  );
}
