import { describe, expect, it } from 'vitest';
import type { SiteAnswer } from '../../../contract/site.ts';
import { fileOf, ofOneVideo, remaining, wantedRuns } from './wanted-runs.ts';

const entry = (name: string) => ({
  url: `https://example.com/${name}`,
  title: name,
  duration: null,
  downloaded: false,
});
const LIST: SiteAnswer = {
  kind: 'playlist',
  url: 'https://example.com/list',
  title: 'Trips',
  count: null,
  entries: ['a', 'b', 'c'].map(entry),
};
const form = (source: string | null, picked: readonly number[] | null = null) => ({ source, picked });

describe('the runs that begin', () => {
  it('are one of a file or a video', () => {
    expect(wantedRuns(form(null), null)).toEqual([]);
    expect(wantedRuns(form('/v/a.mp4'), null)).toEqual([{ input: '/v/a.mp4', title: null }]);
    expect(wantedRuns(form('https://example.com/a'), null)).toEqual([
      { input: 'https://example.com/a', title: null },
    ]);
  });

  it('are one for each chosen video of a list', () => {
    const inputs = (picked: readonly number[] | null) =>
      wantedRuns(form(LIST.url, picked), LIST).map(({ title }) => title);
    expect(inputs(null)).toEqual(['a', 'b', 'c']);
    expect(inputs([0, 2, 9])).toEqual(['a', 'c']);
    expect(inputs([])).toEqual([]);
  });

  it('are the rest after some of them were begun', () => {
    expect(remaining(form(LIST.url), LIST, 1)).toEqual([1, 2]);
    expect(remaining(form(LIST.url, [0, 2]), LIST, 1)).toEqual([2]);
  });

  it('do not choose from a list again', () => {
    expect(ofOneVideo({ playlist: true, playlistLimit: 50, method: 'all' })).toEqual({ method: 'all' });
    expect(fileOf({ answer: LIST })).toBeNull();
  });
});
