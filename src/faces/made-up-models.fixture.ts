import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../../tests/fixtures/faces');

/** Path of one of the made-up models and pictures. */
export function madeUp(name: string): string {
  return path.join(FOLDER, name);
}

/** What a file of a pack folder holds: one of the made-up models, or these bytes. */
export type FolderFile = { readonly copy: string; readonly share?: number } | { readonly bytes: string };

/** Makes a folder with such files; `remove` takes it away. */
export async function folderOf(files: Readonly<Record<string, FolderFile>>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'framesift-pack-'));
  for (const [name, file] of Object.entries(files)) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    if ('bytes' in file) await writeFile(target, file.bytes);
    else {
      const bytes = await readFile(madeUp(file.copy));
      await writeFile(target, bytes.subarray(0, Math.floor(bytes.length * (file.share ?? 1))));
    }
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
