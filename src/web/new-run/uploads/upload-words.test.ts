import { describe, expect, it } from 'vitest';
import { anUpload } from './upload.fixture.ts';
import { deleteQuestion, hereWords, listWords, partWords, runsWords } from './upload-words.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const aRun = (name: string, open = false) => ({ id: name, name, open });

describe('words about uploads', () => {
  it('say which file is here already', () => {
    expect(hereWords('clip.mp4', 'clip.mp4')).toBe('Already here: clip.mp4. Nothing was sent.');
    expect(hereWords('b.mp4', 'a.mp4')).toBe('b.mp4 is already here: a.mp4. Nothing was sent.');
  });

  it('say how much has arrived', () => {
    expect(plain(partWords({ size: 300_000_000, offset: 108_000_000 }))).toBe('36 % of 300 MB');
    expect(plain(partWords({ size: 0, offset: 0 }))).toBe('0 % of 0 B');
  });

  it('count the runs', () => {
    expect(runsWords([])).toBe('no run yet');
    expect(runsWords([aRun('a')])).toBe('1 run');
    expect(runsWords([aRun('a'), aRun('b', true)])).toBe('2 runs, in use');
  });

  it('sum up the list', () => {
    expect(listWords([])).toBe('none yet');
    const part = anUpload({ path: null, offset: 800_000 });
    expect(plain(listWords([anUpload(), anUpload()]))).toBe('2.4 MB');
    expect(plain(listWords([anUpload(), part]))).toBe('2 MB, 1 not complete');
  });
});

describe('the question before an upload is deleted', () => {
  it('says that no run was made of it', () => {
    expect(deleteQuestion(anUpload())).toEqual({
      title: 'Delete clip.mp4?',
      lines: ['The file is moved to the trash. No run was made of it.'],
      possible: true,
    });
  });

  it('names the runs and what they lose', () => {
    const one = deleteQuestion(anUpload({ runs: [aRun('clip')] }));
    expect(one.lines[0]).toBe('The file is moved to the trash. One run was made of it: clip.');
    expect(one.lines[1]).toMatch(/Frames that were dropped can no longer be decoded/);
    const runs = ['a', 'b', 'c', 'd', 'e'].map((name) => aRun(name));
    const [many] = deleteQuestion(anUpload({ runs })).lines;
    expect(many).toMatch(/ 5 runs were made of it: a, b, c and 2 more\.$/);
  });

  it('is none while a run needs it', () => {
    const { title, lines, possible } = deleteQuestion(anUpload({ runs: [aRun('old'), aRun('new', true)] }));
    expect([title, possible]).toEqual(['clip.mp4 is in use', false]);
    expect(lines).toEqual(['The run new has not ended and needs it. Cancel, or wait until the end.']);
  });

  it('says that a part is gone for good', () => {
    const { lines, possible } = deleteQuestion(anUpload({ path: null, offset: 600_000 }));
    expect(possible).toBe(true);
    expect(plain(lines.join())).toBe('What has arrived (50 % of 1.2 MB) is removed for good.');
  });
});
