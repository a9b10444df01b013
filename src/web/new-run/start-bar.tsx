import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, resultOf } from '../api/client.ts';
import { queryKeys } from '../api/query-keys.ts';
import { formatCounted } from '../format/numbers.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { usePageKey } from '../shell/use-page-key.ts';
import { effectiveValues } from './form/option-rules.ts';
import type { RunForm } from './form/use-run-form.ts';
import { type Estimate, framesText } from './method/method-words.ts';
import classes from './start-bar.module.css';

interface StartBarProps {
  readonly form: RunForm;
  /** What the chosen method comes to. */
  readonly estimate: Estimate | null;
  /** Whether that is exact. */
  readonly settled: boolean;
  /** Why no run can begin, besides what is missing in the form. */
  readonly obstacle: string | null;
}

/** What has to be done before a run can begin; null = nothing. */
function missingStep({ source, drafts }: RunForm['state']): string | null {
  if (source === null) return 'Choose a video first.';
  const wrong = Object.keys(drafts).length;
  return wrong > 0 ? `${formatCounted(wrong, 'field')} above cannot be used yet.` : null;
}

/** Begins the run; stays in sight at the foot of the page. */
export function StartBar({ form, estimate, settled, obstacle }: StartBarProps) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { state, options } = form;
  const step = obstacle ?? missingStep(state);
  const frames = framesText(estimate);

  const start = async (): Promise<void> => {
    if (state.source === null || step !== null || starting) return;
    setStarting(true);
    setError(null);
    form.keepAddress();
    try {
      const json = { input: state.source, options: { ...effectiveValues(options, state.given) } };
      const run = await resultOf(api.runs.$post({ json }));
      void client.invalidateQueries({ queryKey: queryKeys.runs });
      navigate(`/runs/${run.id}`);
    } catch (thrown) {
      setError(thrown);
      setStarting(false);
    }
  };
  usePageKey('Ctrl+Enter', () => void start());

  return (
    <>
      {error !== null && <ErrorNotice title="The run could not be started" error={error} />}
      <div className={classes.bar}>
        <p
          className={classes.note}
          id="start-note"
          data-wrong={(state.source !== null && step !== null) || undefined}
        >
          {step ?? (frames && !settled ? '~ until the index of the video is read' : '')}
        </p>
        <Button
          size="md"
          loading={starting}
          disabled={step !== null}
          aria-describedby="start-note"
          aria-keyshortcuts="Control+Enter"
          onClick={() => void start()}
        >
          {frames === null || step !== null ? 'Start' : `Start: ${frames}`}
        </Button>
      </div>
    </>
  );
}
