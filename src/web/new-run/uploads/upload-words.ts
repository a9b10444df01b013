import type { UploadView } from '../../../contract/uploads.ts';
import { formatBytes, formatCounted, formatPercent } from '../../format/numbers.ts';

/** Runs that are named before the rest is only counted. */
const NAMED_RUNS = 3;

/**
 * Says that a chosen file need not be sent.
 * @param chosen what the person chose
 * @param here the same file on the machine of the server
 */
export function hereWords(chosen: string, here: string): string {
  const what = chosen === here ? `Already here: ${here}.` : `${chosen} is already here: ${here}.`;
  return `${what} Nothing was sent.`;
}

/** How much has arrived of an upload that is not whole. */
export function partWords({ size, offset }: Pick<UploadView, 'size' | 'offset'>): string {
  return `${formatPercent(size > 0 ? offset / size : 0)} of ${formatBytes(size)}`;
}

/** How many runs were made of an upload. */
export function runsWords(runs: UploadView['runs']): string {
  if (runs.length === 0) return 'no run yet';
  const count = formatCounted(runs.length, 'run');
  return runs.some(({ open }) => open) ? `${count}, in use` : count;
}

/** All uploads in one line. */
export function listWords(uploads: readonly UploadView[]): string {
  if (uploads.length === 0) return 'none yet';
  const parts = uploads.filter(({ path }) => path === null).length;
  const size = formatBytes(uploads.reduce((sum, { offset }) => sum + offset, 0));
  return parts === 0 ? size : `${size}, ${parts} not complete`;
}

function namesOf(runs: UploadView['runs']): string {
  const named = runs.slice(0, NAMED_RUNS).map(({ name }) => name);
  const more = runs.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What a person is told before an upload is deleted. */
export interface DeleteQuestion {
  readonly title: string;
  /** One sentence or two each. */
  readonly lines: readonly string[];
  /** false: nothing can be deleted now. */
  readonly possible: boolean;
}

/** The question before an upload is deleted: where it goes and what breaks without it. */
export function deleteQuestion({ name, path, size, offset, runs }: UploadView): DeleteQuestion {
  const open = runs.filter((run) => run.open);
  if (open.length > 0) {
    const what = open.length === 1 ? 'The run' : 'Runs';
    const verb = open.length === 1 ? 'has not ended and needs it' : 'have not ended and need it';
    const lines = [`${what} ${namesOf(open)} ${verb}. Cancel, or wait until the end.`];
    return { title: `${name} is in use`, lines, possible: false };
  }
  const title = `Delete ${name}?`;
  if (path === null) {
    const lines = [`What has arrived (${partWords({ size, offset })}) is removed for good.`];
    return { title, lines, possible: true };
  }
  const moved = 'The file is moved to the trash.';
  if (runs.length === 0) return { title, lines: [`${moved} No run was made of it.`], possible: true };
  const made = runs.length === 1 ? 'One run was made of it' : `${runs.length} runs were made of it`;
  const lines = [
    `${moved} ${made}: ${namesOf(runs)}.`,
    'Pictures that are stored stay. Frames that were dropped can no longer be decoded, neither shown nor exported, and a run that is not complete cannot go on.',
  ];
  return { title, lines, possible: true };
}
