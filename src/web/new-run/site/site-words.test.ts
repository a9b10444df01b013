import { describe, expect, it } from 'vitest';
import type { SiteVideo } from '../../../contract/site.ts';
import { optionViews } from '../../../server/option-views.ts';
import { hostOf, siteObstacle, videoFacts, videoNote } from './site-words.ts';

const OPTIONS = optionViews().analyze;
const VIDEO: SiteVideo = {
  kind: 'video',
  url: 'https://www.example.com/watch?v=1',
  title: 'A day at sea',
  uploader: 'Jo',
  duration: 724,
  height: 1080,
  bytes: 118_000_000,
  live: 'no',
  chapters: 3,
  file: null,
};

const obstacle = (video: Partial<SiteVideo>, given = {}) =>
  siteObstacle({ answer: { ...VIDEO, ...video }, error: null }, OPTIONS, given);

describe('what an address holds, in words', () => {
  it('leaves out what the site does not say', () => {
    expect(videoFacts(VIDEO).map(({ label }) => label)).toEqual([
      'By',
      'Length',
      'Picture',
      'Download',
      'Chapters',
    ]);
    const unknown = { ...VIDEO, uploader: null, duration: null, height: null, bytes: null, chapters: 0 };
    expect(videoFacts(unknown)).toEqual([]);
    expect(videoFacts({ ...unknown, bytes: 1000, file: '/v/a.mp4' })[0]?.label).toBe('File');
  });

  it('says what becomes of it', () => {
    expect(videoNote(VIDEO)).toContain('downloaded when the run begins');
    expect(videoNote({ ...VIDEO, live: 'live' })).toContain('recorded when the run begins');
    expect(videoNote({ ...VIDEO, file: '/v/a.mp4' })).toContain('not fetched again: /v/a.mp4');
  });

  it('names the site', () => {
    expect(hostOf(VIDEO.url)).toBe('example.com');
    expect(hostOf('nonsense')).toBe('nonsense');
  });
});

describe('what stands in the way of a download', () => {
  it('is nothing for an ordinary video', () => expect(obstacle({})).toBeNull());

  it('is a stream without an end, unless a part of it is wanted', () => {
    expect(obstacle({ live: 'live' })).toContain('“End”');
    expect(obstacle({ live: 'live' }, { end: 60 })).toBeNull();
    expect(obstacle({ live: 'upcoming' }, { end: 60 })).toContain('not begun');
  });

  it('is a limit, by the name of its option', () => {
    expect(obstacle({}, { maxDownloadDuration: 600 })).toContain('“Maximum download duration”');
    expect(obstacle({}, { maxDownloadSize: 100 })).toContain('“Maximum download size” allows: 100 MB');
    expect(obstacle({ file: '/v/a.mp4' }, { maxDownloadSize: 100 })).toBeNull();
  });

  it('is that the site has not answered, or not as it should', () => {
    expect(siteObstacle({ answer: null, error: null }, OPTIONS, {})).toContain('Waiting');
    expect(siteObstacle({ answer: null, error: new Error('x') }, OPTIONS, {})).toContain('see above');
  });
});
