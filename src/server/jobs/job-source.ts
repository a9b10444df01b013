import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import type { Source } from '../../contract/run-files.ts';
import { readRunFile } from '../../run/run-folder.ts';
import { diskIo } from '../../run/run-io.ts';
import { type InputContext, openInput } from '../../source/open-input.ts';
import { openSource } from '../../source/open-source.ts';
import type { JobStart } from './job-protocol.ts';

/** The downloaded video of a run that is gone on with, as run.json describes it, as long as the file is what it was. */
async function downloadedSource(folder: string): Promise<Source | null> {
  const run = await readRunFile(diskIo, folder).catch(() => null);
  if (!run?.source.page) return null;
  const found = await openSource(run.source.path).catch(() => null);
  return found?.fingerprint === run.source.fingerprint ? { ...found, page: run.source.page } : null;
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
  const there = folder === null ? null : await downloadedSource(folder);
  return there ?? openInput(input, options, context);
}
