import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutVanishingWeights } from './vanishing-weights.ts';

const madeUp = (name: string) =>
  readFile(path.resolve(import.meta.dirname, '../../tests/fixtures/faces', name));

/** Offset of the largest weight of the recogniser, whose 48 x 512 values follow the tensor's raw-data tag and length. */
function weightsOf(bytes: Buffer): number {
  // field 9, length-delimited, 98304 bytes
  const at = bytes.indexOf(Buffer.from([0x4a, 0x80, 0x80, 0x06]));
  expect(at).toBeGreaterThan(0);
  return at + 4;
}

describe('withoutVanishingWeights', () => {
  it('leaves a file without such weights as it is', async () => {
    const bytes = await madeUp('arcface_random.onnx');
    expect(withoutVanishingWeights(bytes)).toBe(bytes);
  });

  it('puts 0 for what is lost in every sum, and nothing else', async () => {
    const bytes = await madeUp('arcface_random.onnx');
    const at = weightsOf(bytes);
    const values = [1e-40, -1e-30, 9e-16, 2e-15, -0, 1];
    values.forEach((value, i) => {
      bytes.writeFloatLE(value, at + i * 4);
    });
    const before = Buffer.from(bytes);
    const cleaned = Buffer.from(withoutVanishingWeights(bytes));
    expect(bytes.equals(before)).toBe(true);
    const found = values.map((_, i) => cleaned.readFloatLE(at + i * 4));
    expect(found).toEqual([0, 0, 0, Math.fround(2e-15), -0, 1]);
    before.fill(0, at, at + 12);
    expect(cleaned.equals(before)).toBe(true);
  });
});
