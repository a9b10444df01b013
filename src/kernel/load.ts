import { hasKernels, type KernelExports } from './exports.ts';
import { SCALAR_KERNELS, SIMD_KERNELS } from './generated/kernels.ts';

const PAGE_BYTES = 65536;
const MAX_PAGES = 65536;

/** The kernels over one memory. */
export interface Kernels extends KernelExports {
  readonly memory: WebAssembly.Memory;
  /** False for the build without SIMD; both give the same numbers and bytes. */
  readonly simd: boolean;
}

/** True if this engine runs 128-bit SIMD (the smallest module that holds a v128 constant validates). */
export function simdSupported(): boolean {
  const magic = [0, 97, 115, 109, 1, 0, 0, 0];
  const types = [1, 4, 1, 96, 0, 0];
  const functions = [3, 2, 1, 0];
  const code = [10, 23, 1, 21, 0, 253, 12, ...Array.from({ length: 16 }, () => 0), 26, 11];
  return WebAssembly.validate(new Uint8Array([...magic, ...types, ...functions, ...code]));
}

/**
 * Shared memory of at least `bytes` bytes (whole pages of 64 KiB, never grown), zeroed, to be posted to workers.
 *
 * @throws RangeError above 4 GiB, or when the system refuses.
 */
export function createKernelMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  if (!(pages <= MAX_PAGES)) throw new RangeError(`kernel memory of ${bytes} bytes: 4 GiB is the most`);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** Compiled once in a thread, by whether they use SIMD. */
const compiled = new Map<boolean, WebAssembly.Module>();

function kernelModule(simd: boolean): WebAssembly.Module {
  const known = compiled.get(simd);
  if (known) return known;
  const made = new WebAssembly.Module(Buffer.from(simd ? SIMD_KERNELS : SCALAR_KERNELS, 'base64'));
  compiled.set(simd, made);
  return made;
}

/**
 * Instantiates the kernels over `memory`. They keep no state: each call works on the offsets it is given, so
 * instances in several threads may share one memory as long as each has a scratch area of its own.
 */
export function loadKernels(memory: WebAssembly.Memory, options: { simd?: boolean } = {}): Kernels {
  const simd = options.simd ?? simdSupported();
  const { exports } = new WebAssembly.Instance(kernelModule(simd), { env: { memory } });
  if (!hasKernels(exports))
    throw new TypeError('the generated kernels are out of date: run npm run build:wasm');
  return { ...exports, memory, simd };
}
