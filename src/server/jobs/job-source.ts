import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import type { Source } from '../../contract/run-files.ts';
import { readRunFile } from '../../run/run-folder.ts';
import { diskIo } from '../../run/run-io.ts';
import { type InputContext, openInput } from '../../source/open-input.ts';
import { reopenSource } from '../../source/open-local.ts';
import type { JobStart } from './job-protocol.ts';

/**
 * The source of a run that is gone on with, as run.json describes it, as long as it is what it was. The input alone would
 * not do: a downloaded file lies elsewhere, and a folder may hold other pictures by now.
 */
async function earlierSource(folder: string): Promise<Source | null> {
  const run = await readRunFile(diskIo, folder).catch(() => null);
  if (!run?.source.page && !run?.source.pictures) return null;
  return reopenSource(run.source).catch(() => null);
}

/**
 * Opens the video of a run. One that was downloaded for this run is taken from where it lies, so that going on with the
 * run needs no network, and the run keeps what the page said.
 * @throws AppError as `openInput`
 */
export async function openJobSource(
  { input, folder }: Pick<JobStart, 'input' | 'folder'>,
  options: AnalyzeOptions,
  context: InputContext,
): Promise<Source> {
  const there = folder === null ? null : await earlierSource(folder);
  return there ?? openInput(input, options, context);
}
