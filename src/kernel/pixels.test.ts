import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createKernelMemory, loadKernels } from './load.ts';
import { type Affine, fillPlanes, resizePixels, resizeScratchBytes, warpPixels } from './pixels.ts';
import golden from './resize.golden.json' with { type: 'json' };

const memory = createKernelMemory(8 * 2 ** 20);
const all = new Uint8Array(memory.buffer);
const builds = [loadKernels(memory, { simd: true }), loadKernels(memory, { simd: false })];
const shared = path.resolve(import.meta.dirname, '../../../shared/fixtures/faces');

/** Runs one kernel in both builds: the same bytes, and nothing written beside them. */
function inBoth(out: number, length: number, call: (kernels: (typeof builds)[number]) => void): Buffer {
  const [simd, scalar] = builds.map((kernels) => {
    all.fill(0xa5, out, out + length + 32);
    call(kernels);
    expect(all.subarray(out + length, out + length + 32).every((byte) => byte === 0xa5)).toBe(true);
    return Buffer.from(all.slice(out, out + length));
  });
  if (!simd || !scalar) throw new Error('no kernels');
  expect(simd.equals(scalar), 'both builds give the same bytes').toBe(true);
  return simd;
}

interface ResizeCase {
  readonly in_w: number;
  readonly in_h: number;
  readonly out_w: number;
  readonly out_h: number;
  readonly channels: number;
}

/** Resizes with rows padded by 5 bytes. */
function resized(c: ResizeCase, source: Uint8Array): Buffer {
  const channels = c.channels === 1 ? 1 : 3;
  const stride = c.in_w * channels + 5;
  const out = 1001 + stride * c.in_h;
  for (let y = 0; y < c.in_h; y++) {
    all.set(source.subarray(y * c.in_w * channels, (y + 1) * c.in_w * channels), 1001 + y * stride);
  }
  const length = c.out_w * c.out_h * channels;
  const from = { at: 1001, stride, width: c.in_w, height: c.in_h };
  const to = { at: out, stride: c.out_w * channels, width: c.out_w, height: c.out_h };
  const scratch = out + length + 64;
  return inBoth(out, length, (kernels) => {
    const end = scratch + resizeScratchBytes(kernels, c.out_w, channels);
    all.fill(0x5a, end, end + 32);
    resizePixels(kernels, from, to, channels, scratch);
    expect(all.subarray(end, end + 32).every((byte) => byte === 0x5a)).toBe(true);
  });
}

const name = (c: ResizeCase) => `${c.in_w}x${c.in_h} to ${c.out_w}x${c.out_h}, ${c.channels} channels`;

describe('resizePixels', () => {
  it.each(golden.cases.map((c) => [name(c), c] as const))('%s equals OpenCV', (_, c) => {
    expect(resized(c, Buffer.from(c.in, 'base64')).toString('base64')).toBe(c.out);
  });

  it('leaves pixels alone where the size stays', () => {
    const source = Uint8Array.from({ length: 37 * 11 * 3 }, (_, i) => (i * 97) & 255);
    const same = resized({ in_w: 37, in_h: 11, out_w: 37, out_h: 11, channels: 3 }, source);
    expect(same.equals(source)).toBe(true);
  });
});

describe('warpPixels', () => {
  const width = 40;
  const height = 30;
  const size = 24;
  const out = width * height * 3 + 64;

  function warped(map: Affine, pixel: (x: number, y: number) => number): Buffer {
    for (let i = 0; i < width * height; i++) {
      const value = pixel(i % width, Math.floor(i / width));
      all.set([value, 255 - value, value >> 1], i * 3);
    }
    const from = { at: 0, stride: width * 3, width, height };
    return inBoth(out, size * size * 3, (kernels) => warpPixels(kernels, from, map, out, size));
  }

  it('samples a ramp exactly, half to even', () => {
    const crop = warped([0.5, 0, 2, 0, 0.5, 3], (x, y) => 4 * x + y);
    const red = (x: number, y: number) => crop[(y * size + x) * 3];
    // 4 (2 + x / 2) + (3 + y / 2): halves at odd y go to the even neighbour
    expect([red(0, 0), red(1, 0), red(0, 1), red(1, 1), red(0, 2), red(0, 3)]).toEqual([
      11, 13, 12, 14, 12, 12,
    ]);
  });

  it('is black outside and fades at the edge', () => {
    const crop = warped([1, 0, -2.5, 0, 1, 0], () => 200);
    expect([...crop.subarray(0, 12)]).toEqual([0, 0, 0, 0, 0, 0, 100, 28, 50, 200, 55, 100]);
    expect(warped([1, 0, 1e9, 0, 1, -1e9], () => 200).every((byte) => byte === 0)).toBe(true);
    expect(warped([Number.NaN, 0, 0, 0, 1, 0], () => 200).every((byte) => byte === 0)).toBe(true);
  });
});

describe('planes', () => {
  it.each(['rgb', 'bgr'] as const)('%s planes hold (value - mean) / divisor', (order) => {
    const [width, height] = [13, 3];
    const bytes = Array.from({ length: width * height * 3 }, (_, i) => (i * 89) & 255);
    all.set(bytes);
    const out = 1024;
    const raw = inBoth(out, width * height * 12, (kernels) => {
      const from = { at: 0, stride: width * 3, width, height };
      fillPlanes(kernels, from, { order, mean: 127.5, divisor: 127.5 }, out);
    });
    const floats = new Float32Array(new Uint8Array(raw).buffer);
    for (let i = 0; i < floats.length; i++) {
      const plane = Math.floor(i / (width * height));
      const channel = order === 'rgb' ? plane : 2 - plane;
      const value = bytes[(i % (width * height)) * 3 + channel] ?? Number.NaN;
      expect(floats[i]).toBe(Math.fround((value - 127.5) / 127.5));
    }
  });

  it('grey becomes value / divisor', () => {
    all.set([0, 1, 128, 255, 77, 9, 200]);
    const raw = inBoth(64, 28, (kernels) => kernels.greyToPlane(0, 7, 256, 64));
    const expected = [0, 1, 128, 255, 77, 9, 200].map((value) => value / 256);
    expect([...new Float32Array(new Uint8Array(raw).buffer)]).toEqual(expected);
  });
});

describe.runIf(existsSync(shared))('pixels of a real picture', () => {
  const read = (file: string) => JSON.parse(readFileSync(path.join(shared, 'vectors', file), 'utf8'));
  const rgb = (file: string) => sharp(path.join(shared, file)).removeAlpha().raw().toBuffer();

  it('are resized as OpenCV does it', async () => {
    const source = await rgb('images/frontal.png');
    for (const c of read('resize.json').cases) {
      const bytes = c.in ? Buffer.from(c.in, 'base64') : source;
      const out = resized({ in_w: 320, in_h: 320, ...c }, bytes);
      if (c.out) expect(out.toString('base64'), name(c)).toBe(c.out);
      else expect(createHash('sha256').update(out).digest('hex'), name(c)).toBe(c.out_sha256);
    }
  });

  it('become grey as OpenCV does it', async () => {
    all.set(await rgb('images/frontal.png'));
    const grey = inBoth(320 * 320 * 3, 4096, (kernels) =>
      kernels.rgb24ToGrey(0, 960, 64, 64, 320 * 320 * 3, 64),
    );
    expect(grey.toString('base64')).toBe(read('resize.json').gray.out);
  });
});
