import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Digest of every file below a run folder by name, without progress.json (it holds times). */
export function runState(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== 'progress.json' && statSync(path.join(folder, name)).isFile())
    .sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(folder, name)))
        .digest('hex'),
    ]),
  );
}

/** Whole lines of metadata.jsonl, as a crash of this moment would leave them. */
export function recordedLines(folder: string): string[] {
  const file = path.join(folder, 'metadata.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

/** Lines as they are while a run goes: which shot a frame belongs to is known at the end. */
export function withoutShots(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/"shot_id":\d+/, '"shot_id":null'));
}

/** The same without the shots, which are told when a run ends. */
export function linesWithoutShots(folder: string): string[] {
  return recordedLines(folder).map((line) => line.replace(/"shot_id":(?:null|\d+)/, '"shot_id":null'));
}

/** Frame numbers of the whole lines of metadata.jsonl. */
export function recordedFrames(folder: string): number[] {
  return recordedLines(folder).map((line) => Number(/^\{"frame_number":(\d+),/.exec(line)?.[1]));
}

/** Contents of progress.json. */
export function progressOf(folder: string): { state: string; done: number; error: unknown } {
  return JSON.parse(readFileSync(path.join(folder, 'progress.json'), 'utf8'));
}
