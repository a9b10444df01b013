import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Conversion, conversionOf, convertPicture } from './convert-picture.ts';
import { PLAIN_STYLE } from './export-style.ts';

const [WIDTH, HEIGHT] = [96, 54];

/** A picture of 16 bit with gradients in every channel. */
function samples(channels: 1 | 3): Uint16Array {
  const values = new Uint16Array(WIDTH * HEIGHT * channels);
  for (let i = 0; i < values.length; i++) {
    const [x, y] = [Math.floor(i / channels) % WIDTH, Math.floor(i / channels / WIDTH)];
    values[i] = (i % channels) * 9000 + x * 401 + y * 173;
  }
  return values;
}

async function deepPng(channels: 1 | 3): Promise<Buffer> {
  return sharp(samples(channels), { raw: { width: WIDTH, height: HEIGHT, channels } })
    .toColourspace(channels === 1 ? 'grey16' : 'rgb16')
    .png()
    .toBuffer();
}

const convert = async (picture: Buffer, given: Partial<Conversion>) =>
  convertPicture(picture, { format: 'png', quality: 92, longestSide: null, ...given }, 'made.png');

async function deepSamples(picture: Buffer, space: 'rgb16' | 'grey16'): Promise<Uint16Array> {
  const bytes = await sharp(picture).toColourspace(space).raw({ depth: 'ushort' }).toBuffer();
  return new Uint16Array(Uint8Array.from(bytes).buffer);
}

describe('convertPicture', () => {
  it.each([
    ['rgb16', 3],
    ['grey16', 1],
  ] as const)('keeps every sample of a 16-bit PNG (%s)', async (space, channels) => {
    const png = await convert(await deepPng(channels), {});
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', depth: 'ushort', channels });
    expect(await deepSamples(png, space)).toEqual(samples(channels));
  });

  it('makes a 16-bit picture smaller in 16 bit', async () => {
    const png = await convert(await deepPng(3), { longestSide: 48 });
    expect(await sharp(png).metadata()).toMatchObject({ width: 48, height: 27, depth: 'ushort' });
    const values = await deepSamples(png, 'rgb16');
    // Of a linear gradient every sample is the mean of the 2x2 samples that it stands for.
    const [x, y] = [20, 13];
    const expected = (2 * x + 0.5) * 401 + (2 * y + 0.5) * 173;
    expect(Math.abs((values[(y * 48 + x) * 3] ?? 0) - expected)).toBeLessThan(8);
  });

  it.each(['jpg', 'webp', 'avif'] as const)('makes %s of 8 bit that looks the same', async (format) => {
    const made = await convert(await deepPng(3), { format, quality: 95 });
    const { format: type, depth, width } = await sharp(made).metadata();
    expect([type, depth, width]).toEqual([
      { jpg: 'jpeg', webp: 'webp', avif: 'heif' }[format],
      'uchar',
      WIDTH,
    ]);
    const pixels = await sharp(made).removeAlpha().toColourspace('srgb').raw().toBuffer();
    const wanted = samples(3);
    const differences = [...pixels].map((value, i) => Math.abs(value - (wanted[i] ?? 0) / 257));
    expect(differences).toHaveLength(wanted.length);
    expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(3);
  });

  it('keeps grey pictures grey', async () => {
    for (const format of ['jpg', 'png'] as const) {
      expect((await sharp(await convert(await deepPng(1), { format })).metadata()).channels).toBe(1);
    }
  });

  it('keeps colour at full resolution in JPG of quality 95 and more', async () => {
    const chroma = async (quality: number) =>
      (await sharp(await convert(await deepPng(3), { format: 'jpg', quality })).metadata()).chromaSubsampling;
    expect([await chroma(94), await chroma(95)]).toEqual(['4:2:0', '4:4:4']);
  });

  it('limits the longer side of upright pictures too, and never makes one larger', async () => {
    const upright = await sharp(await deepPng(3))
      .rotate(90)
      .png()
      .toBuffer();
    const size = async (picture: Buffer, longestSide: number) => {
      const { width, height } = await sharp(
        await convert(picture, { format: 'jpg', longestSide }),
      ).metadata();
      return [width, height];
    };
    expect(await size(upright, 32)).toEqual([18, 32]);
    expect(await size(upright, 4000)).toEqual([HEIGHT, WIDTH]);
  });

  it('keeps a colour profile', async () => {
    const tagged = await sharp(await deepPng(3))
      .toColourspace('srgb')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    const { icc } = await sharp(tagged).metadata();
    for (const format of ['jpg', 'png', 'webp', 'avif'] as const) {
      expect((await sharp(await convert(tagged, { format })).metadata()).icc).toEqual(icc);
    }
  });

  it('gives the same bytes for the same picture', async () => {
    const png = await deepPng(3);
    for (const format of ['jpg', 'png', 'webp', 'avif'] as const) {
      const [one, two] = [
        await convert(png, { format, longestSide: 50 }),
        await convert(png, { format, longestSide: 50 }),
      ];
      expect(one.equals(two)).toBe(true);
    }
  });

  it('names the file that is no picture', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'framesift-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'frame_000001.jpg');
    await writeFile(path, 'no picture');
    const conversion = { format: 'jpg', quality: 92, longestSide: null } as const;
    await expect(convertPicture(path, conversion, path)).rejects.toMatchObject({
      code: 'picture_invalid',
      details: { path },
    });
  });
});

describe('conversionOf', () => {
  it('leaves pictures alone that are copied', () => {
    expect(conversionOf({ ...PLAIN_STYLE, longestSide: 100 })).toBeNull();
    expect(conversionOf({ ...PLAIN_STYLE, format: 'avif' })).toEqual({
      format: 'avif',
      quality: 92,
      longestSide: null,
    });
  });
});
