import type { AnalyzeOptions } from '../contract/analyze-options.ts';
import { decodeFrames } from './decode-frames.ts';
import type { DecodeMeans } from './decode-means.ts';
import type { DecodeSink } from './decode-run.ts';
import type { PictureFormat } from './picture-writer.ts';
import type { PreparedRun } from './prepare-run.ts';
import { frameSettings, pictureFormat } from './run-settings.ts';

/** What makes pictures of single frames: the way of a run, without its pre-filter. */
export interface NumberDecode {
  readonly run: PreparedRun;
  readonly options: AnalyzeOptions;
  readonly means: DecodeMeans;
  /** Force the kernels with or without SIMD; null = as the processor can. */
  readonly simd: boolean | null;
  readonly warn: (message: string) => void;
}

/**
 * Decodes frames by number exactly as the run does, whatever its pre-filter thinks of them.
 * @param numbers rising
 * @param sinkOf makes what takes the pictures; called for the wanted frames only, in any order
 */
export async function decodeNumbers(
  { run, options, means, simd, warn }: NumberDecode,
  numbers: readonly number[],
  sinkOf: (format: PictureFormat) => DecodeSink['writePicture'],
): Promise<void> {
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return;
  const settings = frameSettings({ ...options, preFilter: 'off' }, run.video, run.chain, simd);
  const write = sinkOf(pictureFormat(options, settings));
  const wanted = new Set(numbers);
  const sink: DecodeSink = {
    // Long lists are not named one by one, so other frames between them come too.
    writePicture: async (number, picture) => (wanted.has(number) ? write(number, picture) : undefined),
    record: async () => undefined,
    warn,
  };
  // Nothing behind the last one has to be decoded; deinterlacing sees its neighbours all the same.
  const asked = { ...run, range: { first, end: last + 1 } };
  await decodeFrames(asked, { kind: 'numbers', numbers }, first, settings, sink, means);
}
