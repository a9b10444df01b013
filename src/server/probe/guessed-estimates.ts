import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import { isSeekableContainer } from '../../decode/decode-call.ts';
import type { KeySample } from '../../decode/key-sample.ts';
import { toNumber } from '../../decode/rational.ts';
import type { LookedAt } from '../../run/prepare-run.ts';
import { estimateSeconds, INTRA_CODECS, type RunWork, wholeWork } from '../../run/time-estimate.ts';
import { METHODS, type Method, type MethodEstimate, SECONDS_A_SCENE } from './method-estimate.ts';

/** Decoders that ignore `-skip_frame nokey`, so that keyframes cost as much as single frames anywhere. */
const IGNORES_NOKEY = new Set(['vp8', 'vp9', 'av1']);
/** Frames decoded beyond a pick before ffmpeg ends. */
const BEHIND_A_PICK = 4;

/** Seconds of the whole stream, as far as the container states them; null where it does not. */
export function lengthOf({ probe, promised }: LookedAt['video']): number | null {
  const rate = probe.frame_rate ?? probe.nominal_frame_rate;
  const counted = probe.frame_count !== null && rate !== null ? probe.frame_count / toNumber(rate) : null;
  const length = promised ?? probe.duration ?? counted;
  return length !== null && length > 0 ? length : null;
}

/**
 * Checks that the chosen part lies in the video, as far as that is known without an index.
 * @throws AppError `range_empty`
 */
export function checkPart(video: LookedAt['video'], { start, end }: AnalyzeOptions): void {
  const length = lengthOf(video);
  // What a container states can be a little short, so only a clear miss is one.
  if (length === null || (start ?? 0) < length + 1) return;
  const part = `from ${start} s to ${end === null ? 'the end' : `${end} s`}`;
  throw new AppError('range_empty', { part, first: 0, last: length });
}

/** Length and frames of the chosen part, as far as the container states them. */
interface Part {
  readonly seconds: number;
  readonly frames: number;
  /** Frames of the whole stream. */
  readonly total: number;
}

function partOf(looked: LookedAt, { start, end }: AnalyzeOptions): Part | null {
  const { probe } = looked.video;
  const rate = probe.frame_rate ?? probe.nominal_frame_rate;
  const length = lengthOf(looked.video);
  if (length === null) return null;
  const total =
    probe.frame_count ?? (rate === null ? null : Math.max(1, Math.round(length * toNumber(rate))));
  if (total === null) return null;
  const from = start ?? 0;
  const to = Math.min(end ?? length, length);
  const seconds = Math.max(0, to - from);
  return { seconds, frames: Math.max(1, Math.round((total * seconds) / length)), total };
}

/** Frames that a method picks, about. */
function picksOf(method: Method, part: Part, keys: number | null, options: AnalyzeOptions): number | null {
  const { seconds, frames } = part;
  switch (method) {
    case 'all':
      return frames;
    case 'scene':
      return null;
    case 'interval':
      return Math.min(frames, Math.max(1, Math.ceil(seconds / options.interval - 1e-9)));
    case 'keyframes': {
      if (keys === null) return null;
      if (options.maxGap === null) return keys;
      return Math.min(frames, keys * Math.max(1, Math.ceil(seconds / keys / options.maxGap)));
    }
  }
}

/** Ways to do the work, of which the plan takes the cheapest. */
function waysOf(method: Method, picked: number, part: Part, group: number, looked: LookedAt): RunWork[] {
  const { probe } = looked.video;
  const { frames, total } = part;
  const seekable = isSeekableContainer(probe.container) && !looked.chain.temporal;
  // Without seeking everything before the part is decoded too.
  const everything = wholeWork(seekable ? frames : total, picked);
  if (method === 'all' || method === 'scene') return [everything];
  const single = { decoded: picked * BEHIND_A_PICK, keyframes: 0, calls: picked, picked };
  if (method === 'interval') {
    const seeking = { ...single, decoded: picked * (group / 2 + BEHIND_A_PICK) };
    return seekable ? [everything, seeking] : [everything];
  }
  const skipping = { decoded: 0, keyframes: picked, calls: 1 + picked / 100, picked };
  if (!IGNORES_NOKEY.has(probe.codec) && !looked.chain.temporal) return [skipping];
  return seekable ? [everything, single] : [everything];
}

/**
 * Frames and seconds of every method, guessed from what the container states and the first packets.
 * @param sample keyframes among the first packets, null where unknown
 * @param machine size of the file, and how many frames are worked on at once
 */
export function guessedEstimates(
  looked: LookedAt,
  sample: KeySample | null,
  options: AnalyzeOptions,
  machine: { readonly bytes: number; readonly lanes: number },
): MethodEstimate[] {
  const part = partOf(looked, options);
  const { probe } = looked.video;
  const intra = INTRA_CODECS.has(probe.codec);
  const share = intra ? 1 : sample && sample.keys > 0 ? sample.keys / sample.packets : null;
  return METHODS.map((method) => {
    if (part === null) return { method, frames: null, exact: false, seconds: null };
    const keys = share === null ? null : Math.max(1, Math.round(part.frames * share));
    const frames = picksOf(method, part, keys, options);
    const picked = frames ?? Math.ceil(part.seconds / SECONDS_A_SCENE);
    const at = { probe, chain: looked.chain, options, packets: part.total, ...machine };
    const ways = waysOf(method, picked, part, 1 / (share ?? 0.01), looked);
    const unknown = method === 'keyframes' && frames === null;
    const seconds = Math.min(...ways.map((work) => estimateSeconds(work, at)));
    return { method, frames, exact: false, seconds: unknown ? null : seconds };
  });
}
