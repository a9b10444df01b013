import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyFolder, viewedRun } from './folder.fixture.ts';
import { ThumbnailStore } from './thumbnail-store.ts';

function newStore(folder: string, mostBytes?: number) {
  const messages: string[] = [];
  const store = new ThumbnailStore(folder, (_, message) => messages.push(message), mostBytes);
  onTestFinished(() => store.close());
  return { store, messages };
}

const picture = (n: number) => Buffer.alloc(1000, n);

describe('thumbnails on disk', () => {
  it('are kept by run, width and frame, also for the next session', async () => {
    const folder = await emptyFolder();
    const { store } = newStore(folder);
    const [a, b] = [viewedRun('a'), viewedRun('b')];
    expect(await store.read(a, 160, 1)).toBeNull();
    await store.write(a, 160, 1, picture(1));
    await store.write(a, 320, 1, picture(2));
    await store.write(b, 160, 1, picture(3));
    await store.close();
    const { store: next } = newStore(folder);
    expect(await next.read(a, 160, 1)).toEqual(picture(1));
    expect(await next.read(a, 320, 1)).toEqual(picture(2));
    expect(await next.read(b, 160, 1)).toEqual(picture(3));
    expect(await next.read(b, 320, 1)).toBeNull();
    expect((await readdir(join(folder, 'a'))).sort()).toEqual([
      'key1-160.index',
      'key1-160.pack',
      'key1-320.index',
      'key1-320.pack',
    ]);
  });

  it('are neither kept nor opened after the store was closed', async () => {
    const folder = await emptyFolder();
    const { store } = newStore(folder);
    await store.write(viewedRun('a'), 160, 1, picture(1));
    await store.close();
    await store.write(viewedRun('b'), 160, 1, picture(2));
    expect(await store.read(viewedRun('a'), 160, 1)).toBeNull();
    expect(await readdir(folder)).toEqual(['a']);
  });

  it('of earlier pictures of a run are dropped', async () => {
    const folder = await emptyFolder();
    const { store } = newStore(folder);
    await store.write(viewedRun('a', 'old'), 160, 1, picture(1));
    await store.write(viewedRun('a', 'new'), 160, 2, picture(2));
    expect(await store.read(viewedRun('a', 'new'), 160, 1)).toBeNull();
    expect(await readdir(join(folder, 'a'))).toEqual(['new-160.index', 'new-160.pack']);
  });

  it('are open in a bounded number of files', async () => {
    const { store } = newStore(await emptyFolder());
    const runs = Array.from({ length: 30 }, (_, i) => viewedRun(`run${i}`));
    for (const run of runs) await store.write(run, 160, 1, picture(1));
    const files = await readdir('/proc/self/fd').catch(() => []);
    for (const run of runs) expect(await store.read(run, 160, 1)).toEqual(picture(1));
    expect(files.length).toBeLessThan(100);
  });

  it('make room: the run that was not looked at for the longest time goes first', async () => {
    const folder = await emptyFolder();
    for (const [name, seconds] of [
      ['old', 1000],
      ['newer', 2000],
    ] as const) {
      await mkdir(join(folder, name));
      const file = join(folder, name, 'key1-160.pack');
      await writeFile(file, Buffer.alloc(40_000));
      await utimes(file, seconds, seconds);
    }
    const { store } = newStore(folder, 60_000);
    const run = viewedRun('current');
    await store.write(run, 160, 0, picture(0));
    expect((await readdir(folder)).sort()).toEqual(['current', 'newer']);
    for (let n = 1; n < 30; n++) await store.write(run, 160, n, picture(n));
    expect(await readdir(folder)).toEqual(['current']);
    expect(await store.read(run, 160, 29)).toEqual(picture(29));
  });

  it('begin anew when one run alone fills the room', async () => {
    const folder = await emptyFolder();
    const { store } = newStore(folder, 20_000);
    const run = viewedRun('current');
    for (let n = 0; n < 105; n++) await store.write(run, 160, n, picture(n));
    const kept: number[] = [];
    for (let n = 0; n < 105; n++) if (await store.read(run, 160, n)) kept.push(n);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length * 1000).toBeLessThanOrEqual(21_000);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => (kept[0] ?? 0) + i));
  });

  it('are not kept where the disk refuses, and nothing fails', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'file'), '');
    const { store, messages } = newStore(join(folder, 'file'));
    await store.write(viewedRun('a'), 160, 1, picture(1));
    expect(await store.read(viewedRun('a'), 160, 1)).toBeNull();
    expect(messages[0]).toMatch(/not kept: .*(ENOTDIR|EEXIST)/);
  });
});
