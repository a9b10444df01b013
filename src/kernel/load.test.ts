import { describe, expect, it } from 'vitest';
import { SCALAR_KERNELS, SIMD_KERNELS } from './generated/kernels.ts';
import { createKernelMemory, loadKernels, simdSupported } from './load.ts';

/** Ids of the sections of a WebAssembly binary (core specification, 5.5.2). */
function sectionIds(binary: Uint8Array): number[] {
  const ids: number[] = [];
  let at = 8;
  while (at < binary.length) {
    ids.push(binary[at++] ?? -1);
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = binary[at++] ?? 0;
      size |= (byte & 127) << shift;
      more = byte > 127;
    }
    at += size;
  }
  return ids;
}

const GLOBAL_SECTION = 6;
const START_SECTION = 8;
const DATA_SECTION = 11;

describe('loadKernels', () => {
  it.each([
    ['simd', SIMD_KERNELS],
    ['scalar', SCALAR_KERNELS],
  ])('the %s build has no state', (_, binary) => {
    const ids = sectionIds(Buffer.from(binary, 'base64'));
    expect(ids.length).toBeGreaterThan(3);
    for (const id of [GLOBAL_SECTION, START_SECTION, DATA_SECTION]) expect(ids).not.toContain(id);
  });

  it('takes the SIMD build where the engine has SIMD, unless told otherwise', () => {
    const memory = createKernelMemory(1);
    expect(simdSupported()).toBe(true);
    expect(loadKernels(memory).simd).toBe(true);
    expect(loadKernels(memory, { simd: false }).simd).toBe(false);
  });

  it('lets instances share one memory', () => {
    const memory = createKernelMemory(100_000);
    expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(memory.buffer.byteLength).toBe(131_072);
    new Uint8Array(memory.buffer).set([10, 20, 30], 4);
    loadKernels(memory).rgb24ToGrey(4, 3, 1, 1, 64, 1);
    loadKernels(memory, { simd: false }).rgb24ToGrey(4, 3, 1, 1, 65, 1);
    expect([...new Uint8Array(memory.buffer, 64, 2)]).toEqual([18, 18]);
  });

  it('refuses more than 4 GiB', () => {
    expect(() => createKernelMemory(2 ** 32 + 1)).toThrow(RangeError);
    expect(() => createKernelMemory(Number.NaN)).toThrow(RangeError);
  });
});
