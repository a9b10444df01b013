import { ANALYZE_OPTIONS, openSource, resolveOptions } from '../../dist/index.js';
import { isSeekable } from '../../src/decode/decode-call.ts';
import { planDecode } from '../../src/decode/decode-plan.ts';
import type { Stretch } from '../../src/decode/stretch.ts';
import { lookAt, prepareRun } from '../../src/run/prepare-run.ts';
import { rememberedFfmpeg } from './remembered-ffmpeg.ts';

/** How the work on a clip would be cut into calls of ffmpeg. */
export async function planOf(
  clip: string,
  given: Record<string, unknown>,
  lanes: number,
  minStretch?: number,
): Promise<readonly Stretch[]> {
  const options = resolveOptions(ANALYZE_OPTIONS, given);
  const programs = await rememberedFfmpeg();
  const { signal } = new AbortController();
  const looked = await lookAt(programs, await openSource(clip), options, signal);
  const { video, map, method, range, chain } = await prepareRun(programs, looked, options, signal);
  return planDecode({
    map,
    method,
    range,
    from: range.first,
    seekable: isSeekable(video, map, chain, 'none'),
    temporal: chain.temporal,
    lanes,
    pixels: video.probe.coded_width * video.probe.coded_height,
    ...(minStretch !== undefined && { minStretch }),
  });
}
