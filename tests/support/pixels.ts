import path from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { Analysed } from './analysis.ts';
import { ffmpeg } from './ffmpeg.ts';

/** The scaler flags of every conversion, as the documentation states them. */
const FLAGS = ['-sws_flags', 'bilinear+accurate_rnd+full_chroma_int'];

/** How ffmpeg is told to make the picture that a PNG must equal. */
export interface LiveConversion {
  readonly clip: string;
  /** Filters before the frame is picked (deinterlacing). */
  readonly before?: string;
  /** Filters behind. */
  readonly filters?: string;
  readonly stream?: string;
  readonly pixelFormat?: 'rgb24' | 'rgb48le' | 'gray' | 'gray16le';
  /** Leave turning to ffmpeg. */
  readonly autorotate?: boolean;
}

/** Samples of decoded frames, converted live by ffmpeg; frames by number, in order. */
export async function liveFrames(conversion: LiveConversion, numbers: readonly number[]): Promise<Buffer> {
  const { clip, before, filters, stream = '0:v:0', pixelFormat = 'rgb24', autorotate = false } = conversion;
  const picked = numbers.map((n) => `eq(n\\,${n})`).join('+');
  const chain = [before, `select=${picked}`, filters].filter((part) => part !== undefined).join(',');
  return ffmpeg(
    ...(autorotate ? [] : ['-noautorotate']),
    ...['-i', clip, '-map', stream, '-vf', chain, ...FLAGS, '-fps_mode', 'passthrough'],
    ...['-frames:v', String(numbers.length)],
    ...['-f', 'rawvideo', '-pix_fmt', pixelFormat, 'pipe:1'],
  );
}

/** Samples of the PNG files of some frames, one after the other; 16 bit little-endian where the file has 16 bit. */
export async function pngSamples(run: Analysed, numbers: readonly number[]): Promise<Buffer> {
  const parts = numbers.map(async (number) => {
    const name = `frame_${String(number).padStart(6, '0')}.png`;
    const image = sharp(path.join(run.folder, name));
    const { depth, channels } = await image.metadata();
    const grey = channels === 1;
    if (depth === 'ushort') {
      return image
        .toColourspace(grey ? 'grey16' : 'rgb16')
        .raw({ depth: 'ushort' })
        .toBuffer();
    }
    return image
      .toColourspace(grey ? 'b-w' : 'srgb')
      .raw()
      .toBuffer();
  });
  return Buffer.concat(await Promise.all(parts));
}

/** Greatest and mean difference of two lists of samples of 8 or 16 bit. */
export function difference(a: Buffer, b: Buffer, bits: 8 | 16 = 8): { most: number; mean: number } {
  expect(a.length).toBe(b.length);
  const samples = (bytes: Buffer) =>
    bits === 8 ? bytes : new Uint16Array(Uint8Array.from(bytes).buffer, 0, bytes.length / 2);
  const [left, right] = [samples(a), samples(b)];
  let most = 0;
  let sum = 0;
  for (let i = 0; i < left.length; i++) {
    const distance = Math.abs((left[i] ?? 0) - (right[i] ?? 0));
    if (distance > most) most = distance;
    sum += distance;
  }
  return { most, mean: sum / left.length };
}

/** Greatest allowed difference of a channel, in 8-bit levels. */
const LEVELS = 2;

/** The PNGs of some frames must equal ffmpeg's own conversion of them within two 8-bit levels a channel. */
export async function expectLivePixels(
  run: Analysed,
  conversion: LiveConversion,
  numbers: readonly number[],
): Promise<void> {
  const [own, live] = await Promise.all([pngSamples(run, numbers), liveFrames(conversion, numbers)]);
  const bits = conversion.pixelFormat?.endsWith('16le') || conversion.pixelFormat === 'rgb48le' ? 16 : 8;
  const { most } = difference(own, live, bits);
  expect(most, `${path.basename(conversion.clip)} greatest difference`).toBeLessThanOrEqual(
    bits === 8 ? LEVELS : LEVELS * 257,
  );
}
