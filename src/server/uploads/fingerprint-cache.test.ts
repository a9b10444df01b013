import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fingerprintFile } from '../../source/fingerprint.ts';
import { newFolder } from '../runs/runs.fixture.ts';
import { FingerprintCache } from './fingerprint-cache.ts';

const fingerprintOf = async (file: string) => (await fingerprintFile(file)).fingerprint;

/** A folder with a file, and its cache. */
function withFile() {
  const folder = newFolder();
  const clip = path.join(folder, 'clip.mp4');
  writeFileSync(clip, 'first');
  const cache = path.join(folder, 'state/fingerprints.json');
  const ask = async (file = clip) => (await new FingerprintCache(cache).of([file])).get(file);
  const stored = async () => JSON.parse(await readFile(cache, 'utf8'));
  return { folder, clip, cache, ask, stored };
}

/** As if so much time had passed since the files were written. */
function later(seconds: number): void {
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + seconds * 1000);
}

afterEach(() => void vi.restoreAllMocks());

describe('the cache of fingerprints', () => {
  it('is asked from the next start on, without the file being read', async () => {
    const { clip, cache, ask, stored } = withFile();
    const real = await fingerprintOf(clip);
    later(10);
    expect(await ask()).toBe(real);
    await expect.poll(stored).toMatchObject({ [clip]: { fingerprint: real } });
    const planted = (await readFile(cache, 'utf8')).replace(real, 'f'.repeat(64));
    writeFileSync(cache, planted);
    expect(await ask()).toBe('f'.repeat(64));
  });

  it('knows a file that has changed since, even under its old size and time', async () => {
    const { folder, clip, ask, stored } = withFile();
    utimesSync(clip, 1000, 1000);
    later(10);
    const first = await ask();
    await expect.poll(stored).toHaveProperty([clip]);
    writeFileSync(clip, 'other');
    utimesSync(clip, 1000, 1000);
    const changed = await ask();
    expect(changed).toBe(await fingerprintOf(clip));
    expect(changed).not.toBe(first);
    writeFileSync(path.join(folder, 'third'), 'third');
    utimesSync(path.join(folder, 'third'), 1000, 1000);
    renameSync(path.join(folder, 'third'), clip);
    expect(await ask()).toBe(await fingerprintOf(clip));
  });

  it('does not trust a file that was written a moment ago', async () => {
    const { clip, ask, stored } = withFile();
    expect(await ask()).toBe(await fingerprintOf(clip));
    await sleep(100);
    await expect(stored()).rejects.toThrow('ENOENT');
    later(10);
    await ask();
    await expect.poll(stored).toHaveProperty([clip]);
  });

  it('leaves out what is no file and forgets what is not asked for', async () => {
    const { folder, clip, cache, stored } = withFile();
    const [link, pit] = [path.join(folder, 'link.mp4'), path.join(folder, 'pit')];
    symlinkSync(clip, link);
    mkdirSync(pit);
    later(10);
    const one = new FingerprintCache(cache);
    const known = await one.of([clip, link, pit, path.join(folder, 'gone')]);
    expect([...known.keys()]).toEqual([clip]);
    await expect.poll(stored).toHaveProperty([clip]);
    expect(await one.of([])).toEqual(new Map());
    await expect.poll(stored).toEqual({});
  });

  it('begins empty where its file is damaged', async () => {
    const { folder, clip, cache, ask } = withFile();
    mkdirSync(path.join(folder, 'state'));
    writeFileSync(cache, '{"half');
    expect(await ask()).toBe(await fingerprintOf(clip));
  });
});
