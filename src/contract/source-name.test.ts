import { describe, expect, it } from 'vitest';
import { stillType } from './picture-type.ts';
import { sourceName, sourceStem } from './source-name.ts';

describe('what a source is called', () => {
  it.each([
    ['/videos/clip.part.1.mp4', 'clip.part.1.mp4', 'clip.part.1'],
    ['/videos/.hidden', '.hidden', '.hidden'],
    ['C:\\videos\\clip.mp4', 'clip.mp4', 'clip'],
    ['\\\\server\\share\\a.mkv', 'a.mkv', 'a'],
    ['/videos/a\\b.mp4', 'a\\b.mp4', 'a\\b'],
    ['/', '/', '/'],
  ])('%s', (path, name, stem) => {
    expect(sourceName({ path })).toBe(name);
    expect(sourceStem({ path })).toBe(stem);
  });

  it('a folder of pictures keeps the dots of its name', () => {
    const path = '/photos/trip.2026';
    expect(sourceStem({ path, pictures: { folder: path, names: ['a.jpg'] } })).toBe('trip.2026');
  });
});

describe('what a run has of a still picture', () => {
  it('its own kind where browsers show it, else JPG; PNG where that is asked for', () => {
    const names = ['a.JPEG', 'b.png', 'c.webp', 'd.avif', 'e.tiff', 'f'];
    expect(names.map((name) => stillType(name, false))).toEqual(['jpg', 'png', 'webp', 'avif', 'jpg', 'jpg']);
    expect(new Set(names.map((name) => stillType(name, true)))).toEqual(new Set(['png']));
  });
});
