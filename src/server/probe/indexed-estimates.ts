import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { isSeekable } from '../../decode/decode-call.ts';
import { methodOf } from '../../decode/decode-method.ts';
import { knownPicks } from '../../decode/known-picks.ts';
import { groupPicks, seekingPays } from '../../decode/seek-cost.ts';
import type { PreparedRun } from '../../run/prepare-run.ts';
import { estimateSeconds, type RunWork, wholeWork, workOf } from '../../run/time-estimate.ts';
import { METHODS, type Method, type MethodEstimate, SECONDS_A_SCENE } from './method-estimate.ts';

/**
 * The work of a method as the decode plan would cut it, without the lists of frames that a plan holds: those of a long
 * video take seconds.
 * @param picks frame numbers, null where only decoding tells
 * @param picked how many there are, about
 */
function workFor(
  run: PreparedRun,
  options: AnalyzeOptions,
  kind: Method,
  picks: readonly number[] | null,
  picked: number,
): RunWork {
  const { video, map, range, chain } = run;
  const { pictures } = map;
  const skips = kind === 'keyframes' && options.maxGap === null && !chain.temporal;
  if (skips && pictures?.nokeyIsIntra)
    return { decoded: 0, keyframes: picked, calls: 1 + picked / 100, picked };
  const seekable = isSeekable(video, map, chain, options.hwaccel) && pictures !== null;
  const first = seekable ? range.first : 0;
  const whole = wholeWork(range.end - first, picked);
  if (!seekable || picks === null || kind === 'all') return whole;
  const pixels = video.probe.coded_width * video.probe.coded_height;
  const groups = groupPicks(picks, pictures, range, 0, pixels);
  return seekingPays(groups, range.end - range.first, pixels) ? workOf(groups, picked) : whole;
}

/**
 * Frames and seconds of every method from the index of the stream: the counts are those that a run will have.
 * @param guessed what is said where only decoding tells
 * @param machine size of the file, and how many frames are worked on at once
 */
export function indexedEstimates(
  run: PreparedRun,
  options: AnalyzeOptions,
  guessed: readonly MethodEstimate[],
  machine: { readonly bytes: number; readonly lanes: number },
): MethodEstimate[] {
  const { video, map, range, chain, duration } = run;
  const at = { probe: video.probe, chain, options, packets: map.index.length, ...machine };
  return METHODS.map((kind) => {
    const method = methodOf({ ...options, method: kind });
    const picks = kind === 'all' ? null : knownPicks(map, method, range, range.first);
    const exact = kind === 'all' ? range.end - range.first : (picks?.length ?? null);
    const frames = exact ?? guessed.find((estimate) => estimate.method === kind)?.frames ?? null;
    const picked = frames ?? Math.ceil(duration / SECONDS_A_SCENE);
    const work = workFor(run, options, kind, picks, picked);
    const seconds = estimateSeconds(work, at);
    return { method: kind, frames, exact: exact !== null, seconds };
  });
}
