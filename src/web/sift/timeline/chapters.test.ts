import { describe, expect, it } from 'vitest';
import { chapterAt, chapterPlaces, chaptersOf } from './chapters.ts';

const WHOLE = { from: 0, to: 100 };
const pageWith = (chapters: { start: number; end: number | null; title: string }[]) => ({
  url: 'https://example.com/1',
  site: 'Example',
  id: '1',
  title: null,
  uploader: null,
  upload_date: null,
  chapters,
});
const PAGE = pageWith([
  { start: 40, end: null, title: '' },
  { start: 0, end: null, title: 'Begin' },
  { start: 60, end: 300, title: 'End' },
  { start: 400, end: 500, title: 'Behind the end' },
]);

describe('chapters', () => {
  it('are in order, with an end and a title each, and lie in the video', () => {
    expect(chaptersOf(null, WHOLE)).toEqual([]);
    expect(chaptersOf(PAGE, WHOLE)).toEqual([
      { from: 0, to: 40, title: 'Begin' },
      { from: 40, to: 60, title: 'Chapter 2' },
      { from: 60, to: 100, title: 'End' },
    ]);
  });

  it('are found by a time', () => {
    const chapters = chaptersOf(PAGE, WHOLE);
    expect([0, 39, 40, 100].map((time) => chapterAt(chapters, time))).toEqual([0, 0, 1, 2]);
    expect(chapterAt(chapters, null)).toBe(-1);
    expect(chapterAt([], 5)).toBe(-1);
  });

  it('stand where the window shows them', () => {
    const places = chapterPlaces(chaptersOf(PAGE, WHOLE), { from: 20, to: 60 });
    expect(places.map(({ chapter, left, width }) => [chapter.title, left, width])).toEqual([
      ['Begin', 0, 50],
      ['Chapter 2', 50, 50],
    ]);
  });
});
