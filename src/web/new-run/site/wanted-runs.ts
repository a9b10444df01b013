import type { SiteAnswer } from '../../../contract/site.ts';
import type { FormState } from '../form/form-state.ts';
import type { Values } from '../form/option-rules.ts';
import type { WantedRun } from '../start-bar.tsx';
import { placesOf } from './picked.ts';
import { addressOf } from './use-site.ts';

/** The file of a video that was downloaded before; null for anything else. */
export function fileOf({ answer }: { readonly answer: SiteAnswer | null }): string | null {
  return answer?.kind === 'video' ? answer.file : null;
}

/** The runs that Start begins: one of a file or a video, one for each chosen video of a list. */
export function wantedRuns(
  { source, picked }: Pick<FormState, 'source' | 'picked'>,
  answer: SiteAnswer | null,
): WantedRun[] {
  if (source === null) return [];
  const address = addressOf(source);
  if (address === null) return [{ input: source, title: null }];
  if (answer?.kind !== 'playlist') return [{ input: address, title: answer?.title ?? null }];
  return placesOf(picked, answer.entries.length).flatMap((place) => {
    const entry = answer.entries[place];
    return entry ? [{ input: entry.url, title: entry.title }] : [];
  });
}

/** The places of a list that are still to be started when the first so many are in the queue. */
export function remaining(
  { picked }: Pick<FormState, 'picked'>,
  answer: SiteAnswer | null,
  started: number,
): readonly number[] | null {
  return answer?.kind === 'playlist' ? placesOf(picked, answer.entries.length).slice(started) : picked;
}

/** The options of a run of one video: without those that choose from a list. */
export function ofOneVideo(values: Values): Values {
  const { playlist: _, playlistLimit: __, ...rest } = values;
  return rest;
}
