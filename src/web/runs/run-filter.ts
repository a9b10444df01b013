import { RUN_STATES, type RunState, type RunSummary } from '../../contract/http.ts';

/** Which runs are listed. */
export interface RunFilter {
  /** Words that must all occur in name, source or options. */
  readonly search: string;
  readonly state: RunState | 'all';
}

/** Every choice of the filter by state. */
export const STATE_CHOICES = ['all', ...RUN_STATES] as const;

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The runs that a filter leaves, in their order.
 * @param wordsOf the options of a run in words, as the list shows them
 */
export function filterRuns(
  runs: readonly RunSummary[],
  { search, state }: RunFilter,
  wordsOf: (run: RunSummary) => readonly string[],
): RunSummary[] {
  const wanted = plain(search).split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (state !== 'all' && run.state !== state) return false;
    if (wanted.length === 0) return true;
    const text = plain([run.name, run.title ?? '', run.input, ...wordsOf(run)].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}
