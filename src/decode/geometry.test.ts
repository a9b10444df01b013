import { expect, it } from 'vitest';
import { displaySize, squareSize, turnedSize } from './geometry.ts';

const turned = { rotation: 90, flipped: false, filters: [] } as const;
const upright = { rotation: 0, flipped: false, filters: [] } as const;

it('square pixels: the picture only ever grows', () => {
  expect(squareSize(288, 216, { num: 4, den: 3 })).toEqual({ width: 384, height: 216 });
  expect(squareSize(352, 288, { num: 12, den: 11 })).toEqual({ width: 384, height: 288 });
  expect(squareSize(352, 288, { num: 8, den: 9 })).toEqual({ width: 352, height: 324 });
  expect(squareSize(720, 576, { num: 1, den: 1 })).toEqual({ width: 720, height: 576 });
  expect(squareSize(720, 576, { num: 0, den: 1 })).toEqual({ width: 720, height: 576 });
  expect(squareSize(1, 1, { num: 1, den: 3 })).toEqual({ width: 1, height: 3 });
});

it('a quarter turn swaps the sides, behind squaring', () => {
  expect(turnedSize({ width: 3, height: 2 }, turned)).toEqual({ width: 2, height: 3 });
  expect(turnedSize({ width: 3, height: 2 }, upright)).toEqual({ width: 3, height: 2 });
  expect(displaySize(288, 216, { num: 4, den: 3 }, turned)).toEqual({ width: 216, height: 384 });
});
