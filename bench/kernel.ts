import { pathToFileURL } from 'node:url';
import { convertScratchBytes, convertToRgb } from '../src/kernel/convert.ts';
import { frameLayout } from '../src/kernel/frame-layout.ts';
import { createKernelMemory, type Kernels, loadKernels } from '../src/kernel/load.ts';
import { LUMA_WEIGHTS } from '../src/kernel/matrix.ts';
import { measureFrame, measureScratchBytes } from '../src/score/measure.ts';

/** One figure: the median wall time of many calls on one core, one 1920x1080 frame each. */
export interface KernelFigure {
  readonly name: string;
  readonly milliseconds: number;
}

type Picture = (x: number, y: number) => number;

const WIDTH = 1920;
const HEIGHT = 1080;

const pictures: ReadonlyMap<string, Picture> = new Map<string, Picture>([
  ['noise', () => Math.random() * 256],
  ['flat', () => 90],
  ['photo-like', (x, y) => 110 + 60 * Math.sin(x / 90) + 40 * Math.cos(y / 70 + x / 200) + 6 * Math.random()],
]);

/** Measures the metrics kernel on three kinds of picture, and the conversion of the usual formats. */
export function benchKernel(options: { simd?: boolean; rounds?: number } = {}): KernelFigure[] {
  const rounds = options.rounds ?? 60;
  const memory = createKernelMemory(48 * 2 ** 20);
  const kernels = loadKernels(memory, options.simd === undefined ? {} : { simd: options.simd });
  const metrics = [...pictures].map(([name, picture]) => ({
    name: `metrics ${name}`,
    milliseconds: metricsTime(kernels, picture, rounds),
  }));
  const odd = { name: 'metrics 1366x768 photo-like, per 1080p', milliseconds: oddTime(kernels, rounds) };
  const conversions = ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10le'].map((format) => ({
    name: `${format} to rgb24`,
    milliseconds: conversionTime(kernels, format, rounds),
  }));
  return [...metrics, odd, ...conversions];
}

function metricsTime(
  kernels: Kernels,
  picture: Picture,
  rounds: number,
  width = WIDTH,
  height = HEIGHT,
): number {
  const layout = frameLayout('gray', width, height, 'limited');
  const bytes = new Uint8Array(kernels.memory.buffer, 0, layout.bytes);
  for (let i = 0; i < bytes.length; i++) bytes[i] = picture(i % width, Math.floor(i / width));
  const scratch = layout.bytes + 64;
  if (scratch + measureScratchBytes(kernels, layout) > kernels.memory.buffer.byteLength)
    throw new RangeError('memory');
  return median(rounds, () => measureFrame(kernels, { layout, source: 0, scratch }));
}

function oddTime(kernels: Kernels, rounds: number): number {
  const picture = pictures.get('photo-like') ?? (() => 0);
  return (metricsTime(kernels, picture, rounds, 1366, 768) * WIDTH * HEIGHT) / (1366 * 768);
}

function conversionTime(kernels: Kernels, format: string, rounds: number): number {
  const layout = frameLayout(format, WIDTH, HEIGHT, 'limited');
  const samples = new Uint8Array(kernels.memory.buffer, 0, layout.bytes);
  for (let i = 0; i < samples.length; i++) samples[i] = layout.depth > 8 && i % 2 ? 1 : Math.random() * 256;
  const out = layout.bytes + 64;
  const scratch = out + WIDTH * HEIGHT * 3 + 64;
  if (scratch + convertScratchBytes(kernels, WIDTH, 8) > kernels.memory.buffer.byteLength)
    throw new RangeError('memory');
  const job = { layout, source: 0, weights: LUMA_WEIGHTS.bt709, depth: 8, out, scratch } as const;
  return median(rounds, () => convertToRgb(kernels, job));
}

function median(rounds: number, call: () => void): number {
  // the engine replaces its first, slow code within some tens of calls
  for (let i = 0; i < 20; i++) call();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    call();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const simd of [true, false]) {
    for (const { name, milliseconds } of benchKernel({ simd, rounds: simd ? 60 : 15 })) {
      console.log(`${simd ? 'simd  ' : 'scalar'}  ${name.padEnd(42)} ${milliseconds.toFixed(2)} ms`);
    }
  }
}
