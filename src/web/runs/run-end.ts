import type { RunSummary } from '../../contract/http.ts';
import { formatCount, formatCounted } from '../format/numbers.ts';
import { runTitle } from './run-title.ts';

/** How a run ended, for notices. */
export function endWords(run: RunSummary): {
  readonly title: string;
  readonly text: string;
} {
  const { state, counts, error } = run;
  const name = runTitle(run);
  if (state !== 'done')
    return { title: `${name} failed`, text: error?.message ?? 'It ended before it was complete.' };
  if (!counts) return { title: `${name} is done`, text: '' };
  const text = `${formatCount(counts.kept)} of ${formatCounted(counts.processed, 'frame')} kept`;
  return { title: `${name} is done`, text };
}
