import type { RunSummary } from '../../contract/http.ts';
import { formatCount, formatCounted } from '../format/numbers.ts';

/** How a run ended, for notices. */
export function endWords({ name, state, counts, error }: RunSummary): {
  readonly title: string;
  readonly text: string;
} {
  if (state !== 'done')
    return { title: `${name} failed`, text: error?.message ?? 'It ended before it was complete.' };
  if (!counts) return { title: `${name} is done`, text: '' };
  const text = `${formatCount(counts.kept)} of ${formatCounted(counts.processed, 'frame')} kept`;
  return { title: `${name} is done`, text };
}
