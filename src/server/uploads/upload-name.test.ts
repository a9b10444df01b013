import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberedName, uploadName } from './upload-name.ts';

describe('the name of a sent file', () => {
  it.each([
    ['clip.mp4', 'clip.mp4'],
    ['My clip (1).MP4', 'My clip (1).MP4'],
    ['../../etc/passwd', 'passwd'],
    ['../../x.mp4', 'x.mp4'],
    ['a/b', 'b'],
    ['C:\\videos\\clip.mov', 'clip.mov'],
    ['a/', 'video'],
    ['..', 'video'],
    ['.', 'video'],
    ['', 'video'],
    [null, 'video'],
    [undefined, 'video'],
    ['.hidden', 'hidden'],
    ['...mp4', 'mp4'],
    ['. .x.mp4. ', 'x.mp4'],
    ['a\0b\n.mp4', 'ab.mp4'],
    ['a<b>:"|?*.mp4', 'ab.mp4'],
    ['-rf.mp4', '-rf.mp4'],
    ['nul.mp4', '_nul.mp4'],
    ['COM1', '_COM1'],
    ['console.mp4', 'console.mp4'],
    ['photo\u202e4pm.exe', 'photo4pm.exe'],
    ['u\u0308ber 日本 🎬.mkv', 'über 日本 🎬.mkv'],
    ['archive.tar.gz', 'archive.tar.gz'],
  ])('%j becomes %j', (sent, stored) => {
    expect(uploadName(sent)).toBe(stored);
  });

  it('is shortened between characters and keeps its ending', () => {
    const name = uploadName(`${'🎬'.repeat(100)}.mp4`);
    expect(name).toBe(`${'🎬'.repeat(44)}.mp4`);
    expect(uploadName(`a.${'x'.repeat(500)}`)).toHaveLength(180);
  });

  it('is one plain name, whatever was sent, and stays as it is', () => {
    const sent = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom('.', '/', '\\', ' ', 'a', '\0', '..', ':', 'con', '\u202e', 'é'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(sent, (text) => {
        const name = uploadName(text);
        expect(name).not.toMatch(/[/\\\p{Cc}<>:"|?*]/u);
        expect(name).not.toMatch(/^[\s.]|[\s.]$|^$/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(181);
        expect(uploadName(name)).toBe(name);
      }),
    );
  });
});

describe('names of files that are called alike', () => {
  it('are numbered before their ending', () => {
    expect([1, 2, 12].map((n) => numberedName('clip.mp4', n))).toEqual([
      'clip.mp4',
      'clip-2.mp4',
      'clip-12.mp4',
    ]);
    expect(numberedName('clip', 2)).toBe('clip-2');
    expect(numberedName('a.b.mkv', 2)).toBe('a.b-2.mkv');
  });
});
