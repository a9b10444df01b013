import { describe, expect, it } from 'vitest';
import { readSourceText, splitPath } from './source-text.ts';

const path = (text: string) => ({ kind: 'path', path: text });

describe('readSourceText', () => {
  it('takes paths in the ways in which file managers copy them', () => {
    expect(readSourceText(' /videos/a b.mp4 ')).toEqual(path('/videos/a b.mp4'));
    expect(readSourceText("'/videos/a b.mp4'")).toEqual(path('/videos/a b.mp4'));
    expect(readSourceText('"C:\\clips\\a.mp4"')).toEqual(path('C:\\clips\\a.mp4'));
    expect(readSourceText('/videos/a\\ b.mp4')).toEqual(path('/videos/a b.mp4'));
    expect(readSourceText('file:///videos/a%20b.mp4')).toEqual(path('/videos/a b.mp4'));
    expect(readSourceText('file:///C:/clips/a.mp4')).toEqual(path('C:/clips/a.mp4'));
  });

  it('tells addresses', () => {
    expect(readSourceText('https://example.org/v?id=1')).toEqual({
      kind: 'address',
      address: 'https://example.org/v?id=1',
    });
  });

  it('says what is missing of anything else', () => {
    expect(readSourceText('')).toEqual({ kind: 'nothing' });
    expect(readSourceText('clip.mp4').kind).toBe('unclear');
    expect(readSourceText('ftp://example.org/a.mp4').kind).toBe('unclear');
    expect(readSourceText('file://server/a.mp4').kind).toBe('unclear');
  });
});

describe('splitPath', () => {
  it('parts name and folder on every system', () => {
    expect(splitPath('/videos/a.mp4')).toEqual({ name: 'a.mp4', folder: '/videos' });
    expect(splitPath('/a.mp4')).toEqual({ name: 'a.mp4', folder: '/' });
    expect(splitPath('C:\\clips\\a.mp4')).toEqual({ name: 'a.mp4', folder: 'C:\\clips' });
  });
});
