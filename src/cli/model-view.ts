import path from 'node:path';
import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { type ModelState, modelBytes } from '../inference/download/model-state.ts';
import type { PullProgress } from '../inference/download/pull-bundle.ts';
import { type KnownModel, knownModelSource } from '../run/models/known-models.ts';
import type { Console } from './console.ts';

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

function stateText({ present, absent }: ModelState<KnownModel>): string {
  if (present) return 'here';
  return absent ? '-' : 'incomplete';
}

const KINDS = { faces: 'faces', masks: 'subject masks' } as const;

/** Models as a table for people. */
export function modelTable(states: readonly ModelState<KnownModel>[]): string {
  const table = new Table({
    head: ['name', 'for', 'state', 'size', 'from', 'licence'],
    colAligns: ['left', 'left', 'left', 'right', 'left', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const state of states) {
    const { model, accepted } = state;
    // An export of one's own has another size than the files that are hosted.
    const bytes = state.own === null ? modelBytes(model) : 0;
    const terms = accepted ? '' : ` (accept: ${model.licence.acceptance})`;
    const [short = ''] = model.licence.text.split(/[;(]/);
    table.push([
      model.name,
      KINDS[model.kind],
      stateText(state),
      bytes > 0 ? megabytes(bytes) : '',
      knownModelSource(state),
      `${short.trim()}${terms}`,
    ]);
  }
  return table.toString();
}

/** What "own export" means in the table. */
export const exportNote = (folder: string): string =>
  [
    'Models "own export" are made of the official checkpoints by scripts/export-sam2 of the sources (docs/masks.md), for example',
    `  python export_sam2.py --family sam2.1 --size small --image-size 512 --checkpoint sam2.1_hiera_small.pt --out ${path.join(folder, 'sam2.1-small-512')}`,
    '`framesift models pull NAME` says the command of each.',
  ].join('\n');

/** A progress bar of downloads; a line a file where there is no terminal. */
export function pullView(console: Console): { show(progress: PullProgress): void; stop(): void } {
  let name = '';
  if (!console.interactive) {
    return {
      show: (progress) => {
        if (progress.name !== name)
          console.err(`downloading ${progress.name} (${megabytes(progress.total)})`);
        name = progress.name;
      },
      stop: () => undefined,
    };
  }
  const format = '{name} [{bar}] {percentage}%  {text}';
  const bar = new SingleBar({
    format,
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  return {
    show: (progress) => {
      const text = `${megabytes(progress.received)} of ${megabytes(progress.total)}`;
      if (progress.name !== name) bar.start(progress.total, progress.received, { name: progress.name, text });
      else bar.update(progress.received, { text });
      name = progress.name;
    },
    stop: () => bar.stop(),
  };
}
