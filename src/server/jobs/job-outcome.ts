import { AppError } from '../../contract/app-error.ts';
import type { RunSummary } from '../../contract/http.ts';
import type { JobEnd } from './job-protocol.ts';

/** What became of a run. */
export interface JobOutcome {
  readonly state: 'done' | 'cancelled' | 'interrupted' | 'failed';
  readonly error: RunSummary['error'];
}

/**
 * What the end of a run's process means.
 * @param asked whether a person cancelled the run
 * @param stopping whether the server itself is being stopped: then the run is to be continued later
 */
export function outcomeOf(
  end: JobEnd,
  { asked, stopping }: { asked: boolean; stopping: boolean },
): JobOutcome {
  if (end.how === 'done') return { state: 'done', error: null };
  const cancelled = end.how === 'error' && end.error.code === 'cancelled';
  if (cancelled || end.how === 'crashed') {
    if (asked) return { state: 'cancelled', error: null };
    if (stopping) return { state: 'interrupted', error: null };
  }
  if (cancelled) return { state: 'cancelled', error: null };
  const { code, message, hint } =
    end.how === 'crashed' ? new AppError('run_crashed', { reason: end.reason }) : end.error;
  return { state: 'failed', error: { code, message, hint } };
}
