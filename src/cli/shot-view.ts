import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { formatTimeCode } from '../contract/time-code.ts';
import type { Shot } from '../shots/shot-list.ts';
import type { Console } from './console.ts';

/** Shots as a table for people, one row a shot. */
export function shotTable(shots: readonly Shot[]): string {
  const table = new Table({
    head: ['shot', 'first frame', 'last frame', 'frames', 'start', 'end', 'length'],
    colAligns: ['right', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { id, start, end, start_time, end_time } of shots) {
    const times = [start_time, end_time, end_time - start_time].map(formatTimeCode);
    table.push([id, start, end - 1, end - start, ...times]);
  }
  return table.toString();
}

/** `hh:mm:ss.mmm`. */
function longTimeCode(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const part = (value: number, length = 2) => String(value).padStart(length, '0');
  const [h, m, s] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${part(h)}:${part(m)}:${part(s)}.${part(ms % 1000, 3)}`;
}

const CSV_HEAD =
  'Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame,End Timecode,End Time (seconds),Length (frames),Length (timecode),Length (seconds)';

/**
 * Shots as PySceneDetect's `list-scenes` writes them (output/__init__.py, write_scene_list): first the times of the cuts,
 * then one line a shot. It counts shots and frames from 1, and its last frame belongs to the shot.
 */
export function shotCsv(shots: readonly Shot[]): string {
  const cuts = shots.slice(1).map(({ start_time }) => longTimeCode(start_time));
  const rows = shots.map(({ id, start, end, start_time, end_time }) =>
    [
      ...[id + 1, start + 1, longTimeCode(start_time), start_time.toFixed(3)],
      ...[end, longTimeCode(end_time), end_time.toFixed(3)],
      ...[end - start, longTimeCode(end_time - start_time), (end_time - start_time).toFixed(3)],
    ].join(','),
  );
  const list = cuts.length > 0 ? ['Timecode List:', ...cuts].join(',') : '';
  return [list, CSV_HEAD, ...rows].join('\n');
}

/** Shows how far the search for shots is, where a line can be redrawn. */
export interface ShotProgress {
  readonly show: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** Frames between two drawings. */
const STEP = 16;

/** A bar on a terminal, nothing elsewhere. */
export function shotProgress({ interactive, columns }: Console): ShotProgress {
  if (!interactive) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: 'looking for shots [{bar}] {percentage}%  {value} of {total} frames',
    barsize: Math.max(10, Math.min(30, columns - 60)),
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let shown = false;
  return {
    show: (done, total) => {
      if (!shown) bar.start(total, 0);
      shown = true;
      if (done % STEP === 0 || done === total) bar.update(done);
    },
    stop: () => {
      if (shown) bar.stop();
      shown = false;
    },
  };
}
