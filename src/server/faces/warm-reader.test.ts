import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { folderOf, madeUp } from '../../faces/made-up-models.fixture.ts';
import type { FacePack } from '../../faces/packs/face-pack.ts';
import { openPackFolder } from '../../faces/packs/open-pack-folder.ts';
import { readFacePicture } from '../../faces/read-picture.ts';
import { WarmReader } from './warm-reader.ts';

const decode = () => readFacePicture('ramp', readFileSync(madeUp('ramp_1000x500.png')));
const { signal } = new AbortController();

async function withPack(work: (pack: FacePack) => Promise<void>): Promise<void> {
  const { folder, remove } = await folderOf({
    'det.onnx': { copy: 'scrfd_9.onnx' },
    'rec.onnx': { copy: 'arcface_random.onnx' },
  });
  try {
    await work(await openPackFolder(folder));
  } finally {
    await remove();
  }
}

it('keeps the models for a while after the last picture, and then frees them', () =>
  withPack(async (pack) => {
    const reader = new WarmReader(300);
    const [first, second] = await Promise.all([
      reader.read(pack, decode, signal),
      reader.read(pack, decode, signal),
    ]);
    expect(first).toHaveLength(6);
    expect(second).toEqual(first);
    expect(reader.isWarm).toBe(true);
    await sleep(100);
    expect(reader.isWarm).toBe(true);
    await expect.poll(() => reader.isWarm, { timeout: 5000 }).toBe(false);
    expect(await reader.read(pack, decode, signal)).toEqual(first);
    await reader.close();
    expect(reader.isWarm).toBe(false);
  }));

it('loads other models when they are asked for, and goes on after a picture that cannot be read', () =>
  withPack(async (pack) => {
    const reader = new WarmReader();
    const broken = () => Promise.reject(new Error('broken'));
    await expect(reader.read(pack, broken, signal)).rejects.toThrow('broken');
    expect(await reader.read(pack, decode, signal)).toHaveLength(6);
    const strict = { ...pack, detector: { ...pack.detector, confidence: 0.85 } };
    expect(await reader.read(strict, decode, signal)).toHaveLength(1);
    await expect(reader.read(pack, decode, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    await reader.close();
  }));
