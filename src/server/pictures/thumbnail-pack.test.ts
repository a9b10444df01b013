import { appendFile, open, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyFolder } from './folder.fixture.ts';
import { ThumbnailPack } from './thumbnail-pack.ts';

async function opened(folder: string, name = 'a'): Promise<ThumbnailPack> {
  const pack = await ThumbnailPack.open(folder, name);
  onTestFinished(() => pack.close().catch(() => undefined));
  return pack;
}

const picture = (n: number) => Buffer.from(`picture ${n} `.repeat(1 + (n % 50)));

async function filled(folder: string, count: number): Promise<void> {
  const pack = await opened(folder);
  for (let n = 0; n < count; n++) await pack.write(n, picture(n));
  await pack.close();
}

describe('a pack of thumbnails', () => {
  it('gives back what was written, now and when it is opened again', async () => {
    const folder = await emptyFolder();
    const pack = await opened(folder);
    await Promise.all([7, 0, 4_000_000_000].map((n) => pack.write(n, picture(n))));
    await pack.write(7, picture(8));
    for (const from of [pack, await opened(folder)]) {
      expect(await from.read(7)).toEqual(picture(8));
      expect(await from.read(0)).toEqual(picture(0));
      expect(await from.read(4_000_000_000)).toEqual(picture(4_000_000_000));
      expect(await from.read(1)).toBeNull();
    }
  });

  it('after a crash in the middle of a write has everything before it, never anything wrong, and goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 20 * 24 }), fc.nat(3000), async (indexBytes, packBytes) => {
        const folder = await emptyFolder();
        await filled(folder, 20);
        await truncate(join(folder, 'a.index'), indexBytes);
        const { size } = await stat(join(folder, 'a.pack'));
        await truncate(join(folder, 'a.pack'), Math.min(size, packBytes));
        const pack = await opened(folder);
        let end = 0;
        for (let n = 0; n < 20; n++) {
          end += picture(n).length;
          const isWhole = (n + 1) * 24 <= indexBytes && end <= packBytes;
          expect(await pack.read(n)).toEqual(isWhole ? picture(n) : null);
        }
        await pack.write(30, picture(30));
        const again = await opened(folder);
        expect(await again.read(30)).toEqual(picture(30));
        expect(await again.read(0)).toEqual(
          indexBytes >= 24 && picture(0).length <= packBytes ? picture(0) : null,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('leaves out what is spoilt', async () => {
    const folder = await emptyFolder();
    await filled(folder, 6);
    const flip = async (file: string, at: number) => {
      const handle = await open(join(folder, file), 'r+');
      await handle.write(Buffer.from([0xee]), 0, 1, at);
      await handle.close();
    };
    await flip('a.index', 24 * 2 + 9);
    await flip('a.pack', picture(0).length + 3);
    await appendFile(join(folder, 'a.index'), 'torn');
    const pack = await opened(folder);
    const found = [];
    for (let n = 0; n < 6; n++) found.push((await pack.read(n))?.equals(picture(n)) ?? null);
    expect(found).toEqual([true, null, null, true, true, true]);
  });

  it('that two servers write to gives no wrong picture', async () => {
    const folder = await emptyFolder();
    const [a, b] = [await opened(folder), await opened(folder)];
    for (let n = 0; n < 20; n++) await (n % 3 === 0 ? a : b).write(n, picture(n));
    const both = await opened(folder);
    for (const pack of [a, b, both]) {
      for (let n = 0; n < 20; n++) expect([null, picture(n)]).toContainEqual(await pack.read(n));
    }
  });

  it('tells its size', async () => {
    const folder = await emptyFolder();
    const pack = await opened(folder);
    await pack.write(1, picture(1));
    await pack.write(2, picture(2));
    const sizes = await Promise.all(
      ['a.pack', 'a.index'].map(async (file) => (await stat(join(folder, file))).size),
    );
    expect(pack.bytes).toBe((sizes[0] ?? 0) + (sizes[1] ?? 0));
  });
});
