import type { ProbeAnswer, ScenesAnswer } from '../../../contract/http.ts';
import { formatCount, formatPercent } from '../../format/numbers.ts';
import { formatRoughTime } from '../../format/times.ts';
import type { SourceKind } from '../form/source-options.ts';

type ProbeEstimate = ProbeAnswer['estimates'][number];

/** What a method would do with a source. */
export interface Estimate extends ProbeEstimate {
  /** Of a number that is not sure: between what it lies. */
  readonly range: ScenesAnswer['range'];
  /** Share of the video that a sampled number comes from, 0 to 1; null for one that is no sample's. */
  readonly lookedAt: number | null;
  /** The number is being found out. */
  readonly pending: boolean;
}

/**
 * The estimates of all methods with what a sample says about scene cuts.
 * @param scenes null = not known
 * @param pending whether it may be known later
 */
export function withScenes(
  estimates: readonly ProbeEstimate[],
  scenes: ScenesAnswer | null,
  pending: boolean,
): Estimate[] {
  return estimates.map((estimate) => {
    const plain = { ...estimate, range: null, lookedAt: null, pending: false };
    if (estimate.method !== 'scene') return plain;
    if (scenes === null || scenes.frames === null) return { ...plain, pending };
    const { frames, range, looked_at: lookedAt } = scenes;
    return { ...plain, frames, range, lookedAt };
  });
}

/** How the methods are named and explained; one that this page does not know has its own name. */
export const METHOD_WORDS: Readonly<Record<string, { readonly title: string; readonly help: string }>> = {
  keyframes: { title: 'Keyframes', help: 'The pictures that the video stores whole. The quickest way.' },
  interval: { title: 'Interval', help: 'One frame at even spaces of time.' },
  scene: { title: 'Scene cuts', help: 'The first frame of each scene. Looks through the whole video.' },
  all: { title: 'Every frame', help: 'Nothing is missed; the longest way.' },
};

/** What the methods do with still pictures. */
const STILL_HELP: Readonly<Record<string, string>> = {
  keyframes: 'All pictures.',
  interval: 'One picture of every so many.',
  all: 'All pictures.',
};

/** What a method does with a source. */
export function methodHelp(method: string, kind: SourceKind): string {
  const still = kind === 'video' ? undefined : STILL_HELP[method];
  return still ?? METHOD_WORDS[method]?.help ?? '';
}

/** Why a method cannot be used on a source; null = it can. */
export function methodObstacle(method: string, kind: SourceKind): string | null {
  return method === 'scene' && kind !== 'video' ? 'Single pictures have no scenes.' : null;
}

/** `241`; guessed ones `~241`, also where they stand alone, `~60–120` or `up to 24`; null = cannot be told. */
function numberText({ frames, exact, range }: Estimate): string | null {
  if (frames === null) return null;
  if (range === null) return `${exact ? '' : '~'}${formatCount(frames)}`;
  // Of the first frame alone it is known that it is picked.
  if (range.least <= 1) return `up to ${formatCount(range.most)}`;
  return `~${formatCount(range.least)}–${formatCount(range.most)}`;
}

const noun = ({ frames, range }: Estimate) => (frames === 1 && range === null ? 'frame' : 'frames');

/** `~241 frames`; null = cannot be told. */
export function framesText(estimate: Estimate | null): string | null {
  const number = estimate && numberText(estimate);
  return estimate && number !== null ? `${number} ${noun(estimate)}` : null;
}

function timeText(seconds: number): string {
  return seconds < 1 ? 'under a second' : `about ${formatRoughTime(seconds)}`;
}

/** `~241` and `frames · about 9 s`: what stands on the card of a method, the number apart. */
export function estimateTexts(estimate: Estimate): { readonly number: string; readonly rest: string } {
  const { seconds, pending } = estimate;
  const number = numberText(estimate);
  const unknown = pending ? 'frames, looking for cuts' : 'frames, counted as they come';
  const words = number === null ? unknown : noun(estimate);
  const rest = [words, ...(seconds === null ? [] : [timeText(seconds)])].join(' · ');
  return { number: number ?? (pending ? '…' : '?'), rest };
}

/**
 * Why the number of frames is not exact; empty where it is, or where there is none.
 * @param settled whether the index of the video is read
 */
export function estimateNote(estimate: Estimate | null, settled: boolean): string {
  if (estimate === null || estimate.frames === null) return '';
  const { lookedAt } = estimate;
  if (lookedAt !== null)
    return lookedAt < 1 ? `~ from a look at ${formatPercent(lookedAt)} of the video` : '';
  return settled ? '' : '~ until the index of the video is read';
}
