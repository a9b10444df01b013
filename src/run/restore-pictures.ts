import { type Analysis, meansOf, warn } from './analysis.ts';
import { decodeFrames } from './decode-frames.ts';
import type { DecodeSink } from './decode-run.ts';
import { pictureSink } from './picture-sink.ts';
import type { PreparedRun } from './prepare-run.ts';
import { frameSettings, pictureFormat } from './run-settings.ts';

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
  const settings = frameSettings(
    { ...at.options, preFilter: 'off' },
    run.video,
    run.chain,
    at.context.simd ?? null,
  );
  const write = pictureSink(at, pictureFormat(at.options, settings));
  const wanted = new Set(missing);
  const sink: DecodeSink = {
    writePicture: async (number, picture) => (wanted.has(number) ? write(number, picture) : undefined),
    record: async () => undefined,
    warn: (message) => warn(at, message),
  };
  await decodeFrames(
    run,
    { kind: 'numbers', numbers: missing },
    run.range.first,
    settings,
    sink,
    meansOf(at),
  );
}
