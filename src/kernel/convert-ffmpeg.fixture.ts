import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { convertScratchBytes, convertToRgb, type RgbDepth } from './convert.ts';
import type { FrameLayout } from './frame-layout.ts';
import { createKernelMemory, loadKernels } from './load.ts';
import { LUMA_WEIGHTS } from './matrix.ts';

/** Name of a matrix. */
export type MatrixName = keyof typeof LUMA_WEIGHTS;

const FLAGS = 'bilinear+accurate_rnd+full_chroma_int';
/** Memory of both builds. */
export const memory = createKernelMemory(16 * 2 ** 20);
const all = new Uint8Array(memory.buffer);
/** Both builds. */
export const builds = [loadKernels(memory, { simd: true }), loadKernels(memory, { simd: false })];

/** ffmpeg's names of the matrices where the scale filter's differ from ffprobe's. */
const scaleNames: Partial<Record<MatrixName, string>> = { bt2020nc: 'bt2020', bt470bg: 'bt601' };

/** Standard output of one ffmpeg run. */
export function ffmpeg(args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-v', 'error', ...args], { maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}

/** One frame to be converted. */
export interface Conversion {
  readonly layout: FrameLayout;
  readonly frame: Uint8Array;
  readonly matrix: MatrixName;
  readonly depth: RgbDepth;
}

/** ffmpeg's own conversions of frames, all by one process: to start it takes longer than its work. */
export function convertedByFfmpeg(conversions: readonly Conversion[]): Buffer[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  try {
    const inputs = conversions.flatMap(({ layout, frame }, i) => {
      const file = path.join(folder, `${i}.yuv`);
      writeFileSync(file, frame);
      const size = `${layout.width}x${layout.height}`;
      return ['-f', 'rawvideo', '-pix_fmt', layout.pixelFormat, '-s', size, '-i', file];
    });
    const files = conversions.map((_, i) => path.join(folder, `${i}.rgb`));
    const outputs = conversions.flatMap(({ layout, matrix, depth }, i) => {
      const scale = `scale=in_color_matrix=${scaleNames[matrix] ?? matrix}:in_range=${layout.range}:flags=${FLAGS}`;
      const format = depth === 8 ? 'rgb24' : 'rgb48le';
      return ['-map', `${i}:v`, '-vf', scale, '-pix_fmt', format, '-f', 'rawvideo', files[i] ?? ''];
    });
    ffmpeg(['-nostdin', ...inputs, ...outputs]);
    return files.map((file) => readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The kernel's conversion, the same in both builds and within its areas. */
export function converted({ layout, frame, matrix, depth }: Conversion): Buffer {
  const source = 1003;
  const out = source + layout.bytes + 5;
  const length = (layout.width * layout.height * 3 * depth) / 8;
  const scratch = out + length + 32;
  const [simd, scalar] = builds.map((kernels) => {
    const end = scratch + convertScratchBytes(kernels, layout.width, depth);
    all.fill(0xa5, out, end + 32);
    all.set(frame, source);
    convertToRgb(kernels, { layout, source, weights: LUMA_WEIGHTS[matrix], depth, out, scratch });
    const beside = [...all.subarray(out + length, scratch), ...all.subarray(end, end + 32)];
    expect(beside.every((byte) => byte === 0xa5)).toBe(true);
    return Buffer.from(all.slice(out, out + length));
  });
  if (!simd || !scalar) throw new Error('no kernels');
  expect(simd.equals(scalar), 'both builds give the same bytes').toBe(true);
  return simd;
}

/** Largest difference of a channel, in levels of the output depth. */
export function largestDifference(a: Buffer, b: Buffer, depth: RgbDepth): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i += depth / 8) {
    const difference = depth === 8 ? (a[i] ?? 0) - (b[i] ?? 0) : a.readUInt16LE(i) - b.readUInt16LE(i);
    largest = Math.max(largest, Math.abs(difference));
  }
  return largest;
}
