import { describe, expect, it } from 'vitest';
import { splitPattern } from './list-folder.ts';
import { compareNames, isPictureName, isVideoName } from './name-endings.ts';

describe('names with wildcards', () => {
  it.each([
    ['photos/**/*.jpg', 'photos', '**/*.jpg'],
    ['/a/b/*.{jpg,png}', '/a/b', '*.{jpg,png}'],
    ['*.png', '.', '*.png'],
    ['/*.png', '/', '*.png'],
    ['a/IMG_?.jpg', 'a', 'IMG_?.jpg'],
  ])('%s', async (name, folder, pattern) => {
    expect(await splitPattern(name)).toEqual({ folder, pattern });
  });

  it.each(['clip.mp4', "it's.mp4", 'a%03d.png', '!*.jpg', ''])('%s has none', async (name) => {
    expect(await splitPattern(name)).toBeNull();
  });
});

describe('names of files', () => {
  it('tell videos and pictures by their endings', () => {
    expect(['a.MP4', 'b.gif', 'c.apng', 'd.jpg', 'e', 'f.txt'].map(isVideoName)).toEqual([
      ...[true, true, true, false, false, false],
    ]);
    expect(['a.JPEG', 'b.heic', 'c.tif', 'd.webp', 'e.gif', 'jpg'].map(isPictureName)).toEqual([
      ...[true, true, true, true, false, false],
    ]);
  });

  it('are in natural order', () => {
    expect(['IMG_10', 'IMG_2', 'img_1', 'IMG_02'].sort(compareNames)).toEqual([
      ...['img_1', 'IMG_02', 'IMG_2', 'IMG_10'],
    ]);
  });
});
