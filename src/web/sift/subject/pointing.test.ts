import { describe, expect, it } from 'vitest';
import { boxBetween, pointingOf, pointingWords, stepsOf } from './pointing.ts';

const SIZE = { width: 320, height: 180 };

describe('what was pointed at', () => {
  it('gathers points, and of boxes takes the last one', () => {
    const pointing = pointingOf(
      7,
      [
        { kind: 'point', at: { x: 10.04, y: 20.06 }, beside: false },
        { kind: 'box', box: [1, 2, 3, 4] },
        { kind: 'point', at: { x: 30, y: 40 }, beside: true },
        { kind: 'box', box: [5, 6, 70.55, 80] },
      ],
      SIZE,
    );
    expect(pointing).toEqual({
      frame_number: 7,
      box: [5, 6, 70.6, 80],
      points: [
        [10, 20.1],
        [30, 40],
      ],
      labels: [1, 0],
    });
    expect(pointingWords(pointing)).toBe('1 point on it, 1 beside it, a box');
    expect(pointingOf(7, stepsOf(pointing), SIZE)).toEqual(pointing);
  });

  it('means the whole person where a face was chosen, as far as the picture goes', () => {
    const { box, points, labels } = pointingOf(0, [{ kind: 'face', box: [100, 20, 120, 50] }], SIZE);
    expect(box).toEqual([70, 2, 150, 180]);
    expect(points).toEqual([
      [110, 35],
      [110, 77],
    ]);
    expect(labels).toEqual([1, 1]);
  });

  it('cuts a box at the edges of the picture, whichever corner it was begun at', () => {
    expect(boxBetween({ x: 400, y: 200 }, { x: 300, y: -5 }, SIZE)).toEqual([300, 0, 320, 180]);
    expect(boxBetween({ x: 400, y: 20 }, { x: 330, y: 60 }, SIZE)).toBeNull();
    expect(boxBetween({ x: 40, y: 20 }, { x: 40.5, y: 60 }, SIZE)).toBeNull();
  });
});
