import type { RunSummary } from '../../contract/http.ts';

/** What a run is called: as its page calls the video, else as its folder. */
export function runTitle({ title, name }: Pick<RunSummary, 'title' | 'name'>): string {
  return title ?? name;
}
