import type { EventSink } from '../../contract/events.ts';

/** Time between two reports of a download, milliseconds: yt-dlp tells of every piece that has come. */
const PAUSE_MS = 150;

/**
 * Hands events on, those of a download at most a few times a second; the one with which a file is complete always.
 * @param now milliseconds
 */
export function everyMoment(emit: EventSink, now: () => number = () => performance.now()): EventSink {
  let told = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.event === 'download' && event.bytes !== event.total) {
      const moment = now();
      if (moment - told < PAUSE_MS) return;
      told = moment;
    }
    emit(event);
  };
}
