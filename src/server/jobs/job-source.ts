import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import type { RunFile, Source } from '../../contract/run-files.ts';
import { readRunFile } from '../../run/run-folder.ts';
import { diskIo } from '../../run/run-io.ts';
import { type InputContext, openInput } from '../../source/open-input.ts';
import { reopenSource } from '../../source/open-local.ts';
import type { JobStart } from './job-protocol.ts';

/**
 * The source of a run that is gone on with, as run.json describes it, as long as it is what it was. The input alone would
 * not do: a downloaded file lies elsewhere, and a folder may hold other pictures by now.
 */
async function earlierSource({ source }: RunFile): Promise<Source | null> {
  if (!source.page && !source.pictures) return null;
  return reopenSource(source).catch(() => null);
}

/**
 * Opens the video of a run. One that was downloaded for this run is taken from where it lies, so that going on with the
 * run needs no network, and the run keeps what the page said.
 * @throws AppError as `openInput`, `source_changed` where the site has another video by now, or the file is another one
 */
export async function openJobSource(
  { input, folder }: Pick<JobStart, 'input' | 'folder'>,
  options: AnalyzeOptions,
  context: InputContext,
): Promise<Source> {
  const run = folder === null ? null : await readRunFile(diskIo, folder).catch(() => null);
  const there = run && (await earlierSource(run));
  const source = there ?? (await openInput(input, options, context));
  if (run && source.fingerprint !== run.source.fingerprint)
    throw new AppError('source_changed', { path: source.path });
  return source;
}
