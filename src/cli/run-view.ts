import { SingleBar } from 'cli-progress';
import type { RunEvent, Stage } from '../contract/events.ts';
import { formatTimeCode } from '../contract/time-code.ts';
import type { Console } from './console.ts';

/** Shows the events of a run to a person. */
export interface RunView {
  show(event: RunEvent): void;
  /** Takes the progress bar away. */
  stop(): void;
}

const STAGE_TEXT: Readonly<Record<Stage, string>> = {
  download: 'downloading',
  probe: 'looking at the file',
  index: 'numbering the frames',
  shots: 'finding the shots',
  track: 'following the subject',
  analyze: 'analysing',
  finish: 'finishing',
};

type ProgressEvent = Extract<RunEvent, { event: 'progress' }>;

/** Time left in words. */
function etaText(eta: number | null): string {
  return eta === null ? '' : `  about ${formatTimeCode(Math.ceil(eta)).replace(/\.000$/, '')} left`;
}

type DownloadEvent = Extract<RunEvent, { event: 'download' }>;

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** One line about how far a download is. */
export function downloadText({ bytes, total, speed, eta }: DownloadEvent): string {
  const of = total === null ? '' : ` of ${megabytes(total)}`;
  return `${megabytes(bytes)}${of}${speed === null ? '' : `  ${megabytes(speed)}/s`}${etaText(eta)}`;
}

/** One line about how far a run is. */
export function progressText({ fps, speed, eta, counts }: ProgressEvent): string {
  const rejected = counts.rejected > 0 ? `, rejected ${counts.rejected}` : '';
  const errors = counts.error > 0 ? `, errors ${counts.error}` : '';
  return `${fps.toFixed(0)} fps  ${speed.toFixed(1)}x${etaText(eta)}  kept ${counts.kept}${rejected}${errors}`;
}

function barView(console: Console): RunView {
  let stage = '';
  const bar = new SingleBar({
    format: '{stage} [{bar}] {percentage}%  {text}',
    barsize: Math.max(10, Math.min(30, console.columns - 80)),
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let shown = false;
  const stop = () => {
    if (shown) bar.stop();
    shown = false;
  };
  return {
    show: (event) => {
      if (event.event === 'stage') {
        stage = STAGE_TEXT[event.stage];
        // A long file is being numbered for a while before the first frame comes.
        if (shown) bar.update({ stage });
        else bar.start(1, 0, { stage, text: '' });
        shown = true;
      } else if (event.event === 'download') {
        bar.setTotal(event.total ?? 1);
        bar.update(event.total === null ? 0 : event.bytes, { stage, text: downloadText(event) });
      } else if (event.event === 'progress') {
        const total = Math.max(event.duration, 0.001);
        if (!shown) bar.start(total, 0, { stage, text: '' });
        shown = true;
        bar.setTotal(total);
        bar.update(Math.min(event.position, total), { stage, text: progressText(event) });
      } else if (event.event === 'log' && event.level !== 'debug' && event.level !== 'info') {
        stop();
        console.err(`${event.level === 'warn' ? 'warning' : event.level}: ${event.message}`);
      } else if (event.event === 'done') {
        stop();
      }
    },
    stop,
  };
}

/** Time between two lines of progress where nothing can be redrawn, milliseconds. */
const LINE_MS = 5000;

function lineView(console: Console, now: () => number): RunView {
  let last = now();
  return {
    show: (event) => {
      if (event.event === 'stage') console.err(`${STAGE_TEXT[event.stage]} ...`);
      else if (event.event === 'log' && (event.level === 'warn' || event.level === 'error')) {
        console.err(`${event.level === 'warn' ? 'warning' : event.level}: ${event.message}`);
      } else if (event.event === 'download' && now() - last >= LINE_MS) {
        last = now();
        console.err(downloadText(event));
      } else if (event.event === 'progress' && now() - last >= LINE_MS) {
        last = now();
        const share = Math.round((event.position / Math.max(event.duration, 0.001)) * 100);
        console.err(`${share} %  ${progressText(event)}`);
      }
    },
    stop: () => undefined,
  };
}

/** A bar on a terminal, plain lines elsewhere. */
export function runView(console: Console, now: () => number = Date.now): RunView {
  return console.interactive ? barView(console) : lineView(console, now);
}
