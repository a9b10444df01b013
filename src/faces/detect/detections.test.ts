import { describe, expect, it } from 'vitest';
import type { FloatTensor } from '../../inference/session.ts';
import type { Detection } from '../face-types.ts';
import { decodeScrfd, scrfdLayout } from './decode-scrfd.ts';
import { decodeUltraface, ultrafacePriors } from './decode-ultraface.ts';
import { decodeYunet } from './decode-yunet.ts';
import { largestFaces } from './largest-faces.ts';
import { fitLongestSide, letterbox } from './letterbox.ts';
import { areaOverlap, pixelOverlap, suppress } from './suppress.ts';
import { TILES, touchesInnerEdge, WHOLE } from './tiles.ts';
import golden from './ultraface.golden.json' with { type: 'json' };

const face = (score: number, ...box: [number, number, number, number]): Detection => ({
  box,
  score,
  points: null,
});
const tensor = (length: number, values: Record<number, number> = {}): FloatTensor => {
  const data = new Float32Array(length);
  for (const [index, value] of Object.entries(values)) data[Number(index)] = value;
  return { data, shape: [length] };
};

describe('suppress', () => {
  it('counts edge pixels as inside, or boxes as areas', () => {
    expect(pixelOverlap([0, 0, 9, 9], [5, 0, 14, 9])).toBeCloseTo(50 / 150, 12);
    expect(areaOverlap(0)([0, 0, 10, 10], [5, 0, 15, 10])).toBeCloseTo(50 / 150, 12);
    expect(areaOverlap(1)([0, 0, 1, 1], [0, 0, 1, 1])).toBe(0.5);
    expect(areaOverlap(0)([0, 0, 1, 1], [3, 3, 4, 4])).toBe(0);
  });

  it('keeps the best of each heap, at the threshold both, and equal scores in their order', () => {
    const rule = { overlap: areaOverlap(0), most: 1 / 3 };
    const faces = [
      face(0.8, 5, 0, 15, 10),
      face(0.9, 0, 0, 10, 10),
      face(0.85, 1, 0, 11, 10),
      face(0.7, 50, 50, 60, 60),
      face(0.7, 90, 50, 99, 60),
    ];
    expect(suppress(faces, rule)).toEqual([faces[1], faces[0], faces[3], faces[4]]);
    expect(suppress(faces, { ...rule, candidates: 2 })).toEqual([faces[1]]);
  });
});

describe('largestFaces', () => {
  const faces = [face(0.9, 0, 0, 40, 40), face(0.8, 40, 40, 60, 60), face(0.7, 80, 80, 90, 90)];
  const size = { width: 101, height: 101 };

  it('prefers the middle, or the area alone', () => {
    expect(largestFaces(faces, 1, size)).toEqual([faces[1]]);
    expect(largestFaces(faces, 2, size, 'area')).toEqual([faces[0], faces[1]]);
    expect(largestFaces(faces, 3, size)).toEqual(faces);
  });
});

describe('canvas fits', () => {
  it.each([
    [1000, 500, 640, 320, 0.64],
    [333, 1000, 213, 640, 0.64],
    [1920, 1080, 640, 360, 1 / 3],
    [3000, 1, 640, 1, 1],
  ])('a picture of %i x %i becomes %i x %i', (width, height, w, h, scale) => {
    const fit = letterbox({ width, height }, { width: 640, height: 640 });
    expect(fit).toEqual({ inner: { width: w, height: h }, scale });
  });

  it('YuNet never enlarges and pads to 32', () => {
    const fit = fitLongestSide({ width: 1920, height: 1080 }, 960);
    expect(fit).toEqual({ inner: { width: 960, height: 540 }, canvas: { width: 960, height: 544 } });
    expect(fitLongestSide({ width: 33, height: 32 }, 960).canvas).toEqual({ width: 64, height: 32 });
  });
});

describe('decodeScrfd', () => {
  it('has four layouts', () => {
    expect([6, 9, 10, 15].map((count) => scrfdLayout(count)?.strides.length)).toEqual([3, 3, 5, 5]);
    expect(scrfdLayout(12)).toBeNull();
  });

  it('reads one anchor a cell on five strides', () => {
    const layout = scrfdLayout(15);
    if (!layout) throw new Error('no layout');
    const cells = layout.strides.map((stride) => (128 / stride) ** 2);
    // row 1, column 3 of the 4x4 cells of stride 32
    const scores = cells.map((count, level) => tensor(count, level === 2 ? { 7: 0.5, 8: 0.499 } : {}));
    const boxes = cells.map((count) => tensor(count * 4, { 28: 1, 29: 0.5, 30: 2, 31: 1 }));
    const points = cells.map((count) => tensor(count * 10, { 70: 0.25, 71: -0.5 }));
    const found = decodeScrfd([...scores, ...boxes, ...points], layout, { width: 128, height: 128 }, 0.5);
    expect(found).toHaveLength(1);
    expect(found[0]?.box).toEqual([64, 16, 160, 64]);
    expect(found[0]?.points?.[0]).toEqual([104, 16]);
    expect(found[0]?.points?.[4]).toEqual([96, 32]);
  });
});

describe('decodeYunet', () => {
  it('takes the root of class times objectness, both within 0..1', () => {
    const canvas = { width: 64, height: 32 };
    const cells = { cls: 1, obj: 1, bbox: 4, kps: 10 };
    const found = decodeYunet(
      (name) => {
        const [kind = '', stride = ''] = name.split('_');
        const count = (64 / Number(stride)) * (32 / Number(stride));
        const size = count * (Object.entries(cells).find(([key]) => key === kind)?.[1] ?? 0);
        if (stride !== '16') return tensor(size);
        // cell 6: row 1, column 2
        if (kind === 'cls') return tensor(size, { 6: 1.7, 3: 0.5 });
        if (kind === 'obj') return tensor(size, { 6: 0.64, 3: 0.5 });
        if (kind === 'bbox') return tensor(size, { 24: 0.5, 25: 0.25, 26: Math.log(2), 27: 0 });
        return tensor(size, { 60: -1, 61: 0.5 });
      },
      canvas,
      0.6,
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.score).toBeCloseTo(0.8, 6);
    expect(found[0]?.box.map((value) => Math.round(value * 1e3) / 1e3)).toEqual([24, 12, 56, 28]);
    expect(found[0]?.points?.slice(0, 2)).toEqual([
      [16, 24],
      [32, 16],
    ]);
  });
});

describe('decodeUltraface', () => {
  it('has the priors of the network', () => {
    const priors = ultrafacePriors({ width: 320, height: 240 });
    expect(priors.length).toBe(4420 * 4);
    expect(ultrafacePriors({ width: 640, height: 480 }).length).toBe(17_640 * 4);
    for (const { index, prior } of golden) {
      for (const [k, value] of prior.entries()) expect(priors[index * 4 + k]).toBeCloseTo(value, 5);
    }
  });

  it('makes the boxes that the post-processing of the network makes of raw locations', () => {
    const priors = Float32Array.from(golden.flatMap(({ prior }) => prior));
    const scores = Float32Array.from(golden.flatMap(() => [0.1, 0.9]));
    const raw = Float32Array.from(golden.flatMap((row) => row.raw));
    const found = decodeUltraface(scores, raw, 0.7, priors);
    expect(found).toHaveLength(golden.length);
    found.forEach(({ box }, i) => {
      for (const [k, value] of box.entries()) expect(value).toBeCloseTo(golden[i]?.box[k] ?? Number.NaN, 4);
    });
  });

  it('wants more than the threshold', () => {
    const scores = Float32Array.of(0.25, 0.75, 0.2, 0.8);
    const found = decodeUltraface(scores, Float32Array.of(0, 0, 1, 1, 0.25, 0.25, 0.5, 0.5), 0.75);
    expect(found.map(({ box }) => box)).toEqual([[0.25, 0.25, 0.5, 0.5]]);
  });
});

describe('tiles', () => {
  it('are the whole picture and its overlapping corners', () => {
    expect(TILES.map(({ left, top, width }) => [left, top, width])).toEqual([
      [0, 0, 1],
      [0, 0, 0.6],
      [0.4, 0, 0.6],
      [0, 0.4, 0.6],
      [0.4, 0.4, 0.6],
    ]);
  });

  it('drop boxes at edges inside the picture only', () => {
    const touching = (index: number, box: Detection['box']) => touchesInnerEdge(box, TILES[index] ?? WHOLE);
    const right = [0.6, 0.2, 1.01, 0.5] as const;
    const left = [-0.01, 0.2, 0.4, 0.5] as const;
    expect([0, 1, 2, 3, 4].map((tile) => touching(tile, right))).toEqual([false, true, false, true, false]);
    expect([0, 1, 2, 3, 4].map((tile) => touching(tile, left))).toEqual([false, false, true, false, true]);
    expect(touching(1, [0.2, 0.5, 0.4, 1])).toBe(true);
    expect(touching(3, [0.2, 0, 0.4, 0.3])).toBe(true);
    expect(touching(1, [0.2, 0.2, 0.4, 0.4])).toBe(false);
  });
});
