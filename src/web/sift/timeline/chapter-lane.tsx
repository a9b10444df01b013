import { Tooltip } from '@mantine/core';
import { memo, useRef, useState } from 'react';
import { formatTime } from '../../format/times.ts';
import classes from './chapter-lane.module.css';
import { type Chapter, chapterPlaces } from './chapters.ts';
import type { TimeWindow } from './time-window.ts';

interface ChapterLaneProps {
  readonly chapters: readonly Chapter[];
  readonly window: TimeWindow;
  /** The chapter of the focused frame; null = none. */
  readonly current: Chapter | null;
  readonly onGo: (chapter: Chapter) => void;
}

/** Which chapter an arrow key leads to; null = the key is another one. */
function placeAfter(key: string, place: number, count: number): number | null {
  if (key === 'ArrowLeft') return Math.max(0, place - 1);
  if (key === 'ArrowRight') return Math.min(count - 1, place + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

/** The chapters of the video above the times: one place for Tab, arrows from one to the next, Enter goes there. */
export const ChapterLane = memo(function ChapterLane({ chapters, window, current, onGo }: ChapterLaneProps) {
  const places = chapterPlaces(chapters, window);
  const lane = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState<Chapter | null>(null);
  const has = (chapter: Chapter | null) => places.findIndex((place) => place.chapter === chapter);
  const stop = Math.max(0, has(reached) >= 0 ? has(reached) : has(current));
  const move = (event: React.KeyboardEvent): void => {
    const next = placeAfter(event.key, stop, places.length);
    if (next === null) return;
    event.preventDefault();
    // The arrows of the page move the focused frame.
    event.stopPropagation();
    lane.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div className={classes.lane} role="toolbar" aria-label="Chapters" ref={lane} onKeyDown={move}>
      {places.map(({ chapter, left, width }, place) => (
        <Tooltip
          key={`${chapter.from} ${chapter.title}`}
          label={`${chapter.title} · ${formatTime(chapter.from)}`}
          events={{ hover: true, focus: true, touch: true }}
        >
          <button
            type="button"
            className={classes.chapter}
            style={{ left: `${left}%`, width: `${width}%` }}
            tabIndex={place === stop ? 0 : -1}
            aria-label={`${chapter.title}, from ${formatTime(chapter.from)}`}
            aria-current={chapter === current ? 'true' : undefined}
            onFocus={() => setReached(chapter)}
            onBlur={() => setReached(null)}
            onClick={() => onGo(chapter)}
          >
            {chapter.title}
          </button>
        </Tooltip>
      ))}
    </div>
  );
});
