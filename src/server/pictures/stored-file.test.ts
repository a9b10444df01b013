import { execFileSync } from 'node:child_process';
import { mkdir, readdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder } from './folder.fixture.ts';
import { readStored, type StoredFile, storedFile, streamStored } from './stored-file.ts';

async function made(bytes: number): Promise<{ folder: string; file: StoredFile; contents: Buffer }> {
  const folder = await emptyFolder();
  const contents = Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 7) % 251));
  await writeFile(join(folder, 'a.jpg'), contents);
  const file = await storedFile(folder, 'a.jpg');
  if (!file) throw new Error('not there');
  return { folder, file, contents };
}

const openFiles = async () => (await readdir('/proc/self/fd').catch(() => [])).length;

describe('files of a run folder', () => {
  it('are read whole or piece by piece', async () => {
    const { file, contents } = await made(700_000);
    expect(file.size).toBe(700_000);
    expect((await readStored(file))?.equals(contents)).toBe(true);
    const streamed = Buffer.from(await new Response(streamStored(file)).arrayBuffer());
    expect(streamed.equals(contents)).toBe(true);
  });

  it('are not there when they are missing, empty, a link, a pipe or a folder', async () => {
    const { folder, file } = await made(10);
    await writeFile(join(folder, 'empty.jpg'), '');
    await symlink(file.path, join(folder, 'link.jpg'));
    await mkdir(join(folder, 'folder.jpg'));
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')]);
    await symlink(folder, join(folder, 'masks'));
    for (const name of ['none.jpg', 'empty.jpg', 'link.jpg', 'folder.jpg', 'pipe.jpg']) {
      expect(await storedFile(folder, name), name).toBeNull();
    }
    expect(await storedFile(folder, 'masks', 'a.jpg')).toBeNull();
    expect(await storedFile(join(folder, 'none'), 'a.jpg')).toBeNull();
  });

  it('are not followed when a link takes their place meanwhile', async () => {
    const { folder, file } = await made(10);
    await symlink(file.path, join(folder, 'later.jpg'));
    const changed = { ...file, path: join(folder, 'later.jpg') };
    expect(await readStored(changed)).toBeNull();
    await expect(new Response(streamStored(changed)).arrayBuffer()).rejects.toThrow();
  });

  it('stay closed when nobody reads, and are closed when the reader leaves or the file is cut', async () => {
    const { file } = await made(700_000);
    const before = await openFiles();
    streamStored(file);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await openFiles()).toBe(before);
    const reader = streamStored(file).getReader();
    await reader.read();
    await reader.cancel();
    const cut = streamStored(file).getReader();
    await cut.read();
    await truncate(file.path, 100);
    await expect(cut.read()).rejects.toThrow(/shorter/);
    expect(await openFiles()).toBe(before);
  });
});
