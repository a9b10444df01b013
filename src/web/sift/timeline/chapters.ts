import type { Page } from '../../../contract/run-files.ts';
import type { TimeWindow } from './time-window.ts';

/** A chapter of the video with its end. */
export interface Chapter extends TimeWindow {
  readonly title: string;
}

/** The chapters that a page names, as far as they lie in the video, each up to the next one where it has no end. */
export function chaptersOf(page: Page | null, whole: TimeWindow): readonly Chapter[] {
  const rising = (page?.chapters ?? []).toSorted((a, b) => a.start - b.start);
  return rising.flatMap(({ start, end, title }, place) => {
    const from = Math.max(whole.from, start);
    const to = Math.min(whole.to, end ?? rising[place + 1]?.start ?? whole.to);
    return from < to ? [{ from, to, title: title || `Chapter ${place + 1}` }] : [];
  });
}

/** The chapter that a time lies in; -1 = none. */
export function chapterAt(chapters: readonly Chapter[], time: number | null): number {
  // The last frame stands at the very end.
  return time === null ? -1 : chapters.findLastIndex(({ from, to }) => time >= from && time <= to);
}

/** A chapter as it stands on the chart: percent of the width. */
export interface ChapterPlace {
  readonly chapter: Chapter;
  readonly left: number;
  readonly width: number;
}

/** Where the chapters stand that a window shows, in time. */
export function chapterPlaces(chapters: readonly Chapter[], window: TimeWindow): readonly ChapterPlace[] {
  const length = window.to - window.from || 1;
  return chapters.flatMap((chapter) => {
    const from = Math.max(chapter.from, window.from);
    const to = Math.min(chapter.to, window.to);
    if (from >= to) return [];
    return [{ chapter, left: ((from - window.from) / length) * 100, width: ((to - from) / length) * 100 }];
  });
}
