import { AppError } from '../../contract/app-error.ts';
import { knownPicks } from '../../decode/known-picks.ts';
import { type Analysis, meansOf, warn } from '../analysis.ts';
import { decodeFrames } from '../decode-frames.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { frameSettings } from '../run-settings.ts';

/** The frames that a run looks at, where the index tells them; null = only decoding does. */
export function plannedFrames({ map, method, range }: PreparedRun): readonly number[] | null {
  if (method.kind !== 'all') return knownPicks(map, method, range, range.first);
  return Array.from({ length: range.end - range.first }, (_, i) => range.first + i);
}

/**
 * The frames that a run looks at, found out by decoding.
 * @throws AppError what decoding throws, `cancelled`
 */
export async function decodedFrames(at: Analysis, run: PreparedRun): Promise<number[]> {
  const numbers: number[] = [];
  // Nothing is to be written, so nothing has to pass.
  const options = { ...at.options, preFilter: 'overall', preMinQuality: 100 } as const;
  const settings = frameSettings(options, run.video, run.chain, at.context.simd ?? null);
  await decodeFrames(
    run,
    run.method,
    run.range.first,
    settings,
    {
      writePicture: async () => undefined,
      record: async ({ frameNumber }) => {
        numbers.push(frameNumber);
      },
      warn: (message) => warn(at, message),
    },
    meansOf(at),
  );
  if (at.context.signal.aborted) throw new AppError('cancelled');
  return numbers;
}
