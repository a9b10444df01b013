import { describe, expect, it } from 'vitest';
import type { FivePoints, Point } from '../face-types.ts';
import { eyeBox } from './eye-state.ts';
import { fiveOfLandmarks } from './five-points.ts';
import { poseOf } from './pose.ts';
import golden from './similarity.golden.json' with { type: 'json' };
import { inverse, similarityTo } from './similarity.ts';
import { squareBox } from './square-box.ts';

const asFive = (points: readonly number[][]): FivePoints => {
  const at = (i: number): Point => [points[i]?.[0] ?? Number.NaN, points[i]?.[1] ?? Number.NaN];
  return [at(0), at(1), at(2), at(3), at(4)];
};

describe('similarityTo', () => {
  it.each(golden.map((row) => [row.name, row] as const))('%s is the least-squares one', (_, row) => {
    const map = similarityTo(asFive(row.points), row.size);
    if (row.matrix === null) return expect(map).toBeNull();
    for (const [i, value] of row.matrix.flat().entries()) expect(map?.[i]).toBeCloseTo(value, 6);
  });

  it('has an inverse', () => {
    const [a, b, c, d, e, f] = inverse([2, -1, 3, 1, 2, -4]);
    const [x, y] = [2 * 5 - 7 + 3, 5 + 2 * 7 - 4];
    expect([a * x + b * y + c, d * x + e * y + f].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([
      5, 7,
    ]);
  });
});

describe('squareBox', () => {
  it('is as high as the box, within the picture, in whole pixels', () => {
    const size = { width: 320, height: 320 };
    expect(squareBox([113.775, 67.652, 205.621, 173.493], size)).toEqual([106, 67, 212, 173]);
    expect(squareBox([-20, -5, 10, 60], size)).toEqual([0, 0, 27, 60]);
    expect(squareBox([300, 300, 330, 360], size)).toEqual([285, 300, 319, 319]);
    expect(squareBox([400, 10, 420, 30], size)).toBeNull();
  });
});

describe('landmarks', () => {
  const landmarks = Array.from({ length: 68 }, (_, i): Point => [i, 100 + 2 * i]);

  it('give the middles of eyes and mouth corners and the tip of the nose', () => {
    expect(fiveOfLandmarks(landmarks)).toEqual([
      [39, 178],
      [45, 190],
      [30, 160],
      [54, 208],
      [59, 218],
    ]);
  });

  it('give a square around each eye', () => {
    const eye = landmarks.map(([x, y], i): Point => {
      if (i === 36) return [100, 50];
      if (i === 39) return [125, 50];
      return [37, 38, 40, 41].includes(i) ? [112.6, 50.9] : [x, y];
    });
    // side trunc(25 * 1.6) = 40 around (112, 50)
    expect(eyeBox(eye, 0, { width: 640, height: 480 })).toEqual([92, 30, 132, 70]);
    expect(eyeBox(eye, 0, { width: 120, height: 480 })).toEqual([92, 30, 120, 58]);
    const turned = eye.map(([x, y], i): Point => (i === 39 ? [99, 50] : [x, y]));
    expect(eyeBox(turned, 0, { width: 640, height: 480 })).toBeNull();
  });
});

describe('poseOf', () => {
  const straight = asFive([
    [40, 50],
    [80, 50],
    [60, 70],
    [45, 90],
    [75, 90],
  ]);

  it('is even for a face straight on', () => {
    expect(poseOf(straight)).toEqual({ yaw: -0, pitch: 0.5, roll: 0 });
  });

  it('sees the nose to the left, up, and the head rolled', () => {
    const nose = (point: Point): FivePoints => [straight[0], straight[1], point, straight[3], straight[4]];
    expect(poseOf(nose([50, 70]))?.yaw).toBeCloseTo(0.25, 12);
    expect(poseOf(nose([60, 60]))?.pitch).toBeCloseTo(0.25, 12);
    const rolled = straight.map(([x, y]) => [-y, x]);
    expect(poseOf(asFive(rolled))).toMatchObject({ pitch: 0.5, roll: 90 });
  });

  it('needs two eyes and a mouth', () => {
    expect(
      poseOf(
        asFive([
          [1, 1],
          [1, 1],
          [2, 2],
          [3, 3],
          [4, 4],
        ]),
      ),
    ).toBeNull();
  });
});
