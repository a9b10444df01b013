import { frameLayout, type SampleRange } from '../kernel/frame-layout.ts';
import { createKernelMemory, type Kernels, loadKernels } from '../kernel/load.ts';
import { measureFrame, measureScratchBytes } from './measure.ts';
import type { RawMetrics } from './metrics.ts';

/** A frame's bytes as ffmpeg lays them out. */
export interface TestFrame {
  readonly pixelFormat: string;
  readonly width: number;
  readonly height: number;
  readonly range?: SampleRange;
  readonly bytes: Uint8Array;
  readonly mask?: Uint8Array;
}

const memory = createKernelMemory(24 * 2 ** 20);

/** Both builds over the same memory. */
export const BUILDS: readonly Kernels[] = [
  loadKernels(memory, { simd: true }),
  loadKernels(memory, { simd: false }),
];

/** Measures a frame with one build. Fails when a byte beside the promised areas changes. */
export function measureBytes(kernels: Kernels, frame: TestFrame): RawMetrics {
  const { width, height, bytes, mask } = frame;
  const layout = frameLayout(frame.pixelFormat, width, height, frame.range ?? 'full');
  // odd places: neither planes nor scratch areas need alignment
  const source = 1001;
  const maskAt = source + layout.bytes + 3;
  const scratch = maskAt + width * height + 3;
  const end = scratch + measureScratchBytes(kernels, layout, mask !== undefined);
  const all = new Uint8Array(memory.buffer);
  all.fill(0xa5, 0, end + 64);
  all.set(bytes.subarray(0, layout.bytes), source);
  if (mask) all.set(mask, maskAt);
  const at = mask && { mask: { at: maskAt, stride: width } };
  const raw = measureFrame(kernels, { layout, source, scratch, ...at });
  const before = all.subarray(mask ? maskAt + width * height : source + layout.bytes, scratch);
  if (![...before, ...all.subarray(end, end + 64)].every((byte) => byte === 0xa5)) {
    throw new Error('the kernel wrote outside its scratch area');
  }
  return raw;
}
