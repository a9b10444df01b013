import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodePicture, type PictureFormat, pictureName, writePicture } from './picture-writer.ts';
import { diskIo, type RunIo } from './run-io.ts';

const [width, height] = [6, 4];
const format = (changes: Partial<PictureFormat>): PictureFormat => ({
  type: 'png',
  quality: 95,
  width,
  height,
  pixels: 'rgb8',
  ...changes,
});
const bytes = (count: number) => Buffer.from(Array.from({ length: count }, (_, i) => (i * 37) % 256));

describe('encodePicture', () => {
  it.each([
    { pixels: 'rgb8', channels: 3, depth: 'uchar' },
    { pixels: 'grey8', channels: 1, depth: 'uchar' },
    { pixels: 'rgb16', channels: 3, depth: 'ushort' },
    { pixels: 'grey16', channels: 1, depth: 'ushort' },
  ] as const)('as PNG holds exactly the $pixels pixels', async ({ pixels, channels, depth }) => {
    const raw = bytes(width * height * channels * (depth === 'ushort' ? 2 : 1));
    const encoded = await encodePicture(raw, format({ pixels }));
    expect(await sharp(encoded).metadata()).toMatchObject({ format: 'png', width, height, channels, depth });
    const image = sharp(encoded).toColourspace(
      channels === 1 ? (depth === 'ushort' ? 'grey16' : 'b-w') : depth === 'ushort' ? 'rgb16' : 'srgb',
    );
    const back = await image.raw({ depth }).toBuffer();
    expect(back.equals(raw)).toBe(true);
  });

  it.each([
    [94, '4:2:0'],
    [95, '4:4:4'],
  ])('as JPG of quality %i has chroma %s', async (quality, chromaSubsampling) => {
    const encoded = await encodePicture(bytes(width * height * 3), format({ type: 'jpg', quality }));
    expect(await sharp(encoded).metadata()).toMatchObject({ format: 'jpeg', chromaSubsampling });
  });

  it('gives the same bytes for the same pixels', async () => {
    const raw = bytes(width * height * 3);
    const [one, two] = await Promise.all([1, 2].map(() => encodePicture(raw, format({ type: 'jpg' }))));
    expect(one && two && one.equals(two)).toBe(true);
  });
});

describe('writePicture', () => {
  it('shows a picture under its name only when it is whole', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'framesift-picture-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const seen: string[][] = [];
    const io: RunIo = {
      ...diskIo,
      rename: async (from, to) => {
        seen.push(readdirSync(folder));
        await diskIo.rename(from, to);
      },
    };
    await writePicture(io, folder, pictureName(12, 'jpg'), Buffer.from('data'));
    expect(seen).toEqual([[expect.stringMatching(/^\.framesift-tmp-/)]]);
    expect(readdirSync(folder)).toEqual(['frame_000012.jpg']);
    expect(readFileSync(path.join(folder, 'frame_000012.jpg'), 'utf8')).toBe('data');
  });

  it('names the refusal of the disk', async () => {
    const io: RunIo = {
      ...diskIo,
      writeTemporary: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    };
    await expect(writePicture(io, '/run', 'frame_000001.jpg', Buffer.from(''))).rejects.toMatchObject({
      code: 'disk_full',
    });
  });

  it('numbers with six digits, more where needed', () => {
    expect([pictureName(7, 'png'), pictureName(1_234_567, 'jpg')]).toEqual([
      'frame_000007.png',
      'frame_1234567.jpg',
    ]);
  });
});
