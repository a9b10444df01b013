import type { RunEvent } from '../../contract/events.ts';
import type { RunLog } from '../../contract/http.ts';

/** Lines kept of each run; debug lines of FFmpeg come by the thousand. */
const KEPT_LINES = 2000;
/** Longest line kept, characters. */
const LONGEST_LINE = 4000;

/** How far a run is. */
export type ProgressEvent = Extract<RunEvent, { event: 'progress' }>;

/** How far the download of its video is. */
type DownloadEvent = Extract<RunEvent, { event: 'download' }>;

/** What a run has said so far, bounded. */
export class LogBook {
  #stage: string | null = null;
  #progress: ProgressEvent | null = null;
  #download: DownloadEvent | null = null;
  readonly #lines: RunLog['lines'] = [];

  /** Notes one event of the run. */
  note(event: RunEvent, at: string): void {
    if (event.event === 'stage') this.#stage = event.stage;
    else if (event.event === 'progress') this.#progress = event;
    else if (event.event === 'download') this.#download = event;
    else if (event.event === 'log') this.add(event.level, event.message, at);
    else if (event.event === 'error') this.add('error', event.message, at);
  }

  /** Adds a line. */
  add(level: RunLog['lines'][number]['level'], message: string, at: string): void {
    this.#lines.push({ at, level, message: message.slice(0, LONGEST_LINE) });
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  /** How far the run was at last. */
  get progress(): ProgressEvent | null {
    return this.#progress;
  }

  /** Everything that is kept. */
  get view(): RunLog {
    const [stage, progress, download] = [this.#stage, this.#progress, this.#download];
    return { stage, progress, download, lines: [...this.#lines] };
  }
}
