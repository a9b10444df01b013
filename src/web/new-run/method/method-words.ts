import type { ProbeAnswer } from '../../../contract/http.ts';
import { formatCount, formatCounted } from '../../format/numbers.ts';
import { formatRoughTime } from '../../format/times.ts';
import type { SourceKind } from '../form/source-options.ts';

/** What a method would do with a source. */
export type Estimate = ProbeAnswer['estimates'][number];

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

/** Guessed numbers carry a mark, also where they stand alone. */
function about({ exact }: Pick<Estimate, 'exact'>): string {
  return exact ? '' : '~';
}

/** `~241 frames`; null = cannot be told. */
export function framesText(estimate: Estimate | null): string | null {
  if (!estimate || estimate.frames === null) return null;
  return `${about(estimate)}${formatCounted(estimate.frames, 'frame')}`;
}

function timeText(seconds: number): string {
  return seconds < 1 ? 'under a second' : `about ${formatRoughTime(seconds)}`;
}

/** `~241` and `frames · about 9 s`: what stands on the card of a method, the number apart. */
export function estimateTexts({ frames, exact, seconds }: Estimate): {
  readonly number: string;
  readonly rest: string;
} {
  const known = frames === null ? 'frames, counted as they come' : frames === 1 ? 'frame' : 'frames';
  const rest = [known, ...(seconds === null ? [] : [timeText(seconds)])].join(' · ');
  return { number: frames === null ? '?' : `${about({ exact })}${formatCount(frames)}`, rest };
}
