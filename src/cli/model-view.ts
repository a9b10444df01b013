import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { type PackState, packBytes, packSource } from '../faces/packs/pack-state.ts';
import type { PullProgress } from '../inference/download/pull-bundle.ts';
import type { Console } from './console.ts';

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

function stateText({ present, absent }: PackState): string {
  if (present) return 'here';
  return absent ? '-' : 'incomplete';
}

/** Packs as a table for people. */
export function packTable(states: readonly PackState[]): string {
  const table = new Table({
    head: ['name', 'state', 'size', 'from', 'licence'],
    colAligns: ['left', 'left', 'right', 'left', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const state of states) {
    const { pack, accepted } = state;
    const terms = accepted ? '' : ` (accept: ${pack.licence.acceptance})`;
    const [short = ''] = pack.licence.text.split(/[;(]/);
    table.push([
      pack.name,
      stateText(state),
      megabytes(packBytes(pack)),
      packSource(pack),
      `${short.trim()}${terms}`,
    ]);
  }
  return table.toString();
}

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
