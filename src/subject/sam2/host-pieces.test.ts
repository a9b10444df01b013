import { describe, expect, it } from 'vitest';
import { resizeAntialiased } from './antialias.ts';
import { toBfloat16, widenBfloat16 } from './bfloat16.ts';
import { fillHoles } from './fill-holes.ts';
import golden from './host.golden.json' with { type: 'json' };
import { inputTensor } from './input-tensor.ts';
import { fillInTurns, fitBank, nearestFrames, pointerDivisor, selectMemory } from './memory-selection.ts';
import { modelMask, modelPoints, pointsOfMask } from './prompts.ts';
import { maskOfLogits, resizeLogits } from './resize-logits.ts';
import { repeatPositions, tokensOf } from './tokens.ts';

const floats = (text: string) => new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
const worst = (a: Float32Array, b: Float32Array) =>
  a.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))),
    a.length === b.length ? 0 : 9,
  );
const sizeOf = ([height = 0, width = 0]: readonly number[]) => ({ width, height });

describe('resizeLogits', () => {
  it.each(golden.logits.map((c) => [`${c.in} to ${c.out}`, c] as const))('%s as PyTorch does it', (_, c) => {
    const { width, height } = sizeOf(c.out);
    const out = resizeLogits(floats(c.input), width, height);
    expect(worst(out, floats(c.output))).toBeLessThan(1e-5);
    const mask = maskOfLogits(floats(c.input), width, height);
    expect([...mask]).toEqual(Array.from(out, (value) => (value > 0 ? 255 : 0)));
  });

  it.each([
    [16, 100, 37],
    [32, 20, 90],
    [24, 24, 24],
    [48, 7, 5],
  ])('a mask of %i logits a side at %i x %i is where they are above 0', (side, width, height) => {
    for (const shift of [-1.9, -1, 0, 3]) {
      const logits = Float32Array.from({ length: side * side }, (_, i) => {
        const [x, y] = [(i % side) / side, Math.floor(i / side) / side];
        return Math.sin(x * 9 + shift) + Math.cos(y * 11) + shift;
      });
      const expected = Array.from(resizeLogits(logits, width, height), (value) => (value > 0 ? 255 : 0));
      expect([...maskOfLogits(logits, width, height, new Uint8Array(width * height).fill(9))]).toEqual(
        expected,
      );
    }
  });

  it('writes a mask where it is told to', () => {
    const out = new Uint8Array(12).fill(7);
    expect(maskOfLogits(Float32Array.of(1, 1, -1, -1), 3, 4, out)).toBe(out);
    expect([...out]).toEqual([255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0]);
  });
});

describe('resizeAntialiased', () => {
  it.each(golden.masks.map((c) => [`${c.in} to ${c.out}`, c] as const))('%s as PyTorch does it', (_, c) => {
    const [from, to] = [sizeOf(c.in), sizeOf(c.out)];
    const input = floats(c.input);
    const out = resizeAntialiased(input, from.width, from.height, to.width, to.height);
    expect(worst(out, floats(c.output))).toBeLessThan(1e-5);
    expect(Array.from(out, (value) => (value >= 0.5 ? '1' : '0')).join('')).toBe(c.binary);
    if (to.width === to.height)
      expect([...modelMask(Uint8Array.from(input), from, to.width)].join('')).toBe(c.binary);
  });
});

describe('fillHoles', () => {
  it.each(golden.holes)('of at most $area pixels, as SAM 2 does it', (c) => {
    expect(fillHoles(floats(c.input), c.area)).toEqual(floats(c.output));
  });

  it('leaves a mask without holes as it is', () => {
    const logits = new Float32Array(256).fill(1);
    expect(fillHoles(logits, 8)).toBe(logits);
    logits[17] = -1;
    expect(fillHoles(logits, 0)).toBe(logits);
    expect(fillHoles(logits, 1)[17]).toBeCloseTo(0.1, 6);
    expect(logits[17]).toBe(-1);
  });
});

describe('bfloat16', () => {
  it('rounds to the nearest, ties to even, and comes back', () => {
    const input = new Float32Array(Uint32Array.from(golden.bfloat16.input).buffer);
    const out = new Float32Array(input.length + 2);
    widenBfloat16(toBfloat16(input), out, 1);
    expect([...new Uint32Array(out.buffer).subarray(1, -1)]).toEqual(golden.bfloat16.output);
    expect([out[0], out.at(-1)]).toEqual([0, 0]);
  });

  it('takes a part of an array', () => {
    expect(toBfloat16(Float32Array.of(9, 1, 2, 9).subarray(1, 3))).toEqual(Uint16Array.of(0x3f80, 0x4000));
  });
});

describe('selectMemory', () => {
  it.each(golden.selection)('$name', (c) => {
    // The pass after a forward one finds what that left behind the prompt.
    const tracked = new Set(
      c.name.startsWith('reverse pass after') ? Array.from({ length: 18 }, (_, i) => i + 4) : [],
    );
    for (const row of c.rows) {
      const request = {
        frame: row.t,
        length: c.num_frames,
        prompted: c.cond,
        isTracked: (frame: number) => tracked.has(frame),
        reverse: c.reverse,
        blocks: 7,
        pointers: 16,
      };
      const { spatial, pointers } = selectMemory(request);
      expect({ t: row.t, spatial, pointers, divisor: pointerDivisor(c.num_frames, 16) }).toEqual(row);
      tracked.add(row.t);
    }
  });

  it('divides by no less than 1', () => {
    expect([1, 2, 3, 16, 99].map((length) => pointerDivisor(length, 16))).toEqual([1, 1, 2, 15, 15]);
  });
});

describe('fitBank', () => {
  const fitted = (
    prompted: readonly number[],
    frame: number,
    tracked: readonly number[],
    blocks = 7,
    pointers = 16,
  ) => {
    const isTracked = (at: number) => tracked.includes(at);
    const request = { frame, length: 99, prompted, isTracked, reverse: false, blocks: 7, pointers: 16 };
    return fitBank(selectMemory(request), prompted, frame, { blocks, pointers });
  };

  it.each(golden.fixed)('fills $slots slots with $real in turns', ({ real, slots, fill }) => {
    expect(fillInTurns(real, slots)).toEqual(fill);
  });

  it('repeats each entry with its own position', () => {
    const { spatial, pointers } = fitted([0], 2, [1]);
    const turns = (a: readonly number[], b: readonly number[], n: number) =>
      Array.from({ length: n }, (_, i) => (i % 2 === 0 ? a : b));
    expect(spatial).toEqual(turns([0, 6], [1, 0], 7));
    expect(pointers).toEqual(turns([0, 2], [1, 1], 16));
  });

  it('keeps prompted frames and the newest of the others', () => {
    const tracked = [44, 45, 46, 47, 48, 49];
    expect(fitted([40, 60, 10], 50, tracked).spatial).toEqual([
      ...[40, 60, 10].map((at) => [at, 6]),
      ...[46, 47, 48, 49].map((at) => [at, 49 - at]),
    ]);
  });

  it('keeps the nearest of too many prompted frames, on both sides', () => {
    expect(fitted([10, 20, 30, 40, 41, 42, 43, 44, 90], 50, [49]).spatial.map(([at]) => at)).toEqual([
      30, 40, 41, 42, 43, 44, 90,
    ]);
    expect(nearestFrames([1, 2, 3, 4], 3, 2)).toEqual([2, 3]);
    expect(nearestFrames([5, 6], 3, 9)).toEqual([5, 6]);
  });

  it('cuts pointers behind the prompted ones, the farthest first', () => {
    const tracked = Array.from({ length: 15 }, (_, i) => 35 + i);
    const { pointers } = fitted([1, 2, 3], 50, tracked);
    expect(pointers).toHaveLength(16);
    expect(pointers.slice(0, 4)).toEqual([
      [1, 49],
      [2, 48],
      [3, 47],
      [49, 1],
    ]);
    expect(pointers.at(-1)).toEqual([37, 13]);
  });

  it('takes a pointer of a frame to come where there is no other', () => {
    expect(fitted([60], 50, []).pointers).toEqual(Array.from({ length: 16 }, () => [60, 10]));
  });
});

describe('tensors', () => {
  it('hold (value / 255 - mean) / deviation in planes', () => {
    const pixels = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i * 31) & 255);
    const normalisation = {
      image_size: 16,
      image_mean: [0.485, 0.456, 0.406],
      image_std: [0.229, 0.224, 0.225],
    };
    const { data, shape } = inputTensor(pixels, normalisation);
    expect(shape).toEqual([1, 3, 16, 16]);
    for (const i of [0, 1, 300, 767]) {
      const [plane, pixel] = [Math.floor(i / 256), i % 256];
      const value = (pixels[pixel * 3 + plane] ?? 0) / 255;
      const [mean = 0, deviation = 1] = [normalisation.image_mean[plane], normalisation.image_std[plane]];
      expect(data[i]).toBeCloseTo((value - mean) / deviation, 6);
    }
    expect(() => inputTensor(pixels.subarray(3), normalisation)).toThrow(RangeError);
  });

  it('turn planes into tokens', () => {
    const [depth, count] = [40, 70];
    const planes = Float32Array.from({ length: depth * count }, (_, i) => i);
    const tokens = tokensOf(planes, depth);
    for (let token = 0; token < count; token++)
      for (let c = 0; c < depth; c++) expect(tokens[token * depth + c]).toBe(c * count + token);
  });

  it('repeat the position of a pointer for each of its tokens', () => {
    expect([...repeatPositions(Float32Array.of(1, 2, 3, 4), 2, 3)]).toEqual([
      1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4,
    ]);
  });
});

describe('prompts', () => {
  const size = { width: 200, height: 100 };

  it('put the corners of a box before the points, in pixels of the model', () => {
    const { points, labels } = modelPoints(
      { box: [0, 0, 100, 50], points: [[200, 25]], labels: [0] },
      size,
      64,
      [2, 3],
    );
    expect([[...points], labels]).toEqual([
      [0, 0, 32, 32, 64, 16],
      [2, 3, 0],
    ]);
  });

  it('refuse what says nothing', () => {
    expect(() => modelPoints({}, size, 64, [2, 3])).toThrow(/point or a box/);
    expect(() => modelPoints({ points: [[1, 1]], labels: [] }, size, 64, [2, 3])).toThrow(/labels/);
    expect(() => modelMask(new Uint8Array(5), size, 64)).toThrow(/200x100/);
  });

  it('say a mask by its box and its inmost point', () => {
    const mask = new Float32Array(32 * 32);
    for (let y = 5; y < 14; y++) for (let x = 8; x < 17; x++) mask[y * 32 + x] = 1;
    for (let x = 17; x < 30; x++) mask[9 * 32 + x] = 1;
    const { points, labels } = pointsOfMask(mask, 32, [2, 3]) ?? { points: [], labels: [] };
    expect([...points]).toEqual([8, 5, 30, 14, 12.5, 9.5]);
    expect(labels).toEqual([2, 3, 1]);
    expect(pointsOfMask(new Float32Array(1024), 32, [2, 3])).toBeNull();
  });
});
