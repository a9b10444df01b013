import { SingleBar } from 'cli-progress';
import type { ExportStage } from '../contract/http.ts';
import type { Console } from './console.ts';

/** Shows how far an export is. */
export interface ExportView {
  show(done: number, total: number, stage: ExportStage): void;
  /** Takes the progress bar away. */
  stop(): void;
}

const STAGE_TEXT: Readonly<Record<ExportStage, string>> = {
  video: 'decoding',
  pictures: 'writing',
  'contact-sheet': 'contact sheet',
};

/** A bar for what is done in a moment would only flicker; milliseconds. */
const PATIENCE_MS = 400;

/** A bar on a terminal once it takes longer; nothing elsewhere. */
export function exportView(console: Console, now: () => number = Date.now): ExportView {
  if (!console.interactive) return { show: () => undefined, stop: () => undefined };
  const started = now();
  const bar = new SingleBar({
    format: '{stage} [{bar}] {percentage}%  {value}/{total}',
    barsize: Math.max(10, Math.min(30, console.columns - 50)),
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let shown: ExportStage | null = null;
  const stop = () => {
    if (shown !== null) bar.stop();
    shown = null;
  };
  return {
    show: (done, total, stage) => {
      if (now() - started < PATIENCE_MS) return;
      if (shown !== stage) {
        stop();
        bar.start(total, done, { stage: STAGE_TEXT[stage] });
        shown = stage;
      }
      bar.update(done);
    },
    stop,
  };
}
