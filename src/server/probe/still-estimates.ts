import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { methodOf } from '../../decode/decode-method.ts';
import { knownPicks } from '../../decode/known-picks.ts';
import type { PreparedRun } from '../../run/prepare-run.ts';
import { METHODS, type MethodEstimate } from './method-estimate.ts';

/** Reading, decoding and measuring a megapixel of a JPG, milliseconds of one processor; docs/benchmarks.md. */
const MEGAPIXEL_MS = 14;
/** Starting the threads and loading the image library, milliseconds. */
const BEGIN_MS = 400;

/** Pictures and seconds of every method on a list of pictures, taking all for as large as the first. */
export function stillEstimates(
  { map, range, video }: PreparedRun,
  options: AnalyzeOptions,
  { lanes }: { readonly lanes: number },
): MethodEstimate[] {
  const megapixels = (video.probe.width * video.probe.height) / 1e6;
  return METHODS.map((kind) => {
    // Only a video has scenes.
    if (kind === 'scene') return { method: kind, frames: null, exact: false, seconds: null };
    const picks = knownPicks(map, methodOf({ ...options, method: kind }), range, range.first);
    const frames = picks?.length ?? range.end - range.first;
    const seconds = (BEGIN_MS + (frames * megapixels * MEGAPIXEL_MS) / lanes) / 1000;
    return { method: kind, frames, exact: true, seconds: Math.round(seconds * 10) / 10 };
  });
}
