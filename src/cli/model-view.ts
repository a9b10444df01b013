import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import type { PackManifest } from '../faces/packs/pack-manifest.ts';
import type { ModelBundle, ModelSource } from '../inference/download/model-bundle.ts';
import type { PullProgress } from '../inference/download/pull-bundle.ts';
import type { Console } from './console.ts';

/** What is here of a pack. */
export interface PackState {
  readonly pack: PackManifest;
  /** Whether everything that the pack needs is here. */
  readonly present: boolean;
  /** Names of needed files that are not. */
  readonly missing: readonly string[];
  /** Whether its terms are accepted, or need not be. */
  readonly accepted: boolean;
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

const filesOf = ({ bundles }: PackManifest) => bundles.flatMap(({ files }) => files);

/** Bytes of a pack's files on the disk. */
export const packBytes = (pack: PackManifest): number =>
  filesOf(pack).reduce((sum, { bytes }) => sum + bytes, 0);

/** Where files come from, in words. */
function sourceText(source: ModelSource): string {
  if (source.kind === 'npm') return `npm ${source.package}@${source.version}`;
  const url = source.kind === 'zip' ? source.url : Object.values(source.urls)[0];
  return url === undefined ? 'placed by hand' : new URL(url).host;
}

/** Where the files of bundles come from first. */
export function sourceOf(bundles: readonly ModelBundle[]): string {
  return bundles.map(({ sources: [first] }) => (first ? sourceText(first) : 'placed by hand')).join(', ');
}

function stateText({ present, missing, pack }: PackState): string {
  if (present) return 'here';
  return missing.length === filesOf(pack).filter(({ optional }) => !optional).length ? '-' : 'incomplete';
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
      sourceOf(pack.bundles),
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
