import { type Analysis, meansOf, warn } from './analysis.ts';
import { decodeNumbers } from './decode-numbers.ts';
import { pictureSink } from './picture-sink.ts';
import type { PreparedRun } from './prepare-run.ts';

/** Writes pictures of recorded frames anew that are gone or were cut off by a crash. */
export async function restorePictures(
  at: Analysis,
  run: PreparedRun,
  missing: readonly number[],
): Promise<void> {
  if (missing.length === 0) return;
  warn(
    at,
    `${missing.length === 1 ? '1 picture of the run is' : `${missing.length} pictures of the run are`} missing: written anew`,
  );
  const { options, context } = at;
  const means = meansOf(at);
  const simd = context.simd ?? null;
  const how = { run, options, means, simd, warn: (message: string) => warn(at, message) };
  await decodeNumbers(how, missing, (format) => pictureSink(at, format));
}
