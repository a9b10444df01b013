import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a site would say through yt-dlp. */
export interface StandInSite {
  /** Answers to `--dump-single-json` by address: an object, or what yt-dlp writes on standard error. */
  readonly pages: Readonly<Record<string, unknown>>;
  /** The file that every download brings. */
  readonly clip: string;
}

/** A program in the place of yt-dlp. */
export interface StandIn {
  readonly program: string;
  /** Arguments of its calls so far, without those for the version. */
  calls(): string[][];
}

/**
 * Writes a program that answers as yt-dlp does on a site that cannot be reached from a test: the JSON of a page, the
 * lines of a download in the template that was asked for, errors with their texts.
 */
export function standInYtDlp(folder: string, site: StandInSite, version = '2025.03.31'): StandIn {
  const program = path.join(folder, 'yt-dlp');
  const script = path.join(folder, 'yt-dlp.cjs');
  const notes = path.join(folder, 'yt-dlp-calls.jsonl');
  const told = path.join(folder, 'yt-dlp-site.json');
  writeFileSync(told, JSON.stringify(site));
  writeFileSync(notes, '');
  const source = `const { appendFileSync, copyFileSync, readFileSync, statSync } = require('node:fs');
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
appendFileSync(${JSON.stringify(notes)}, JSON.stringify(args) + '\\n');
const { pages, clip } = JSON.parse(readFileSync(${JSON.stringify(told)}, 'utf8'));
const answer = (url) => {
  const page = pages[url];
  if (page !== undefined && typeof page !== 'string') return page;
  process.stderr.write((page ?? 'ERROR: Unsupported URL: ' + url) + '\\n');
  process.exit(1);
};
if (args.includes('--dump-single-json')) {
  const page = answer(args.at(-1));
  const [, last = '0'] = (after('--playlist-items') ?? '').split(':');
  const entries = page.entries ? { entries: page.entries.slice(0, Number(last)) } : {};
  console.log(JSON.stringify({ ...page, ...entries }));
} else {
  const info = JSON.parse(readFileSync(after('--load-info-json'), 'utf8'));
  const file = after('--output').replaceAll('%%', '%').replace('%(ext)s', 'mp4');
  const { size } = statSync(clip);
  console.error('[info] ' + info.id + ': Downloading 1 format(s): 137+140');
  for (const part of [0.25, 0.5, 1])
    console.log('framesift-progress ' + JSON.stringify({ status: part < 1 ? 'downloading' : 'finished', downloaded_bytes: Math.round(size * part), total_bytes: size, speed: 1234567.8, eta: part < 1 ? 1 : null, filename: file }));
  copyFileSync(clip, file);
  console.log('framesift-file ' + JSON.stringify(file));
}
`;
  writeFileSync(script, source);
  // Every run asks for the version first: a shell is quicker to tell it than Node.
  const shell = `#!/bin/sh
case " $* " in *' --version '*) echo '${version}'; exit ;; esac
exec '${process.execPath}' '${script}' "$@"
`;
  writeFileSync(program, shell, { mode: 0o755 });
  const calls = () =>
    readFileSync(notes, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): string[] => JSON.parse(line));
  return { program, calls };
}
