import { describe, expect, it } from 'vitest';
import { type PickContext, pickExpression } from './pick-expression.ts';

const at: PickContext = {
  timeBase: { num: 1, den: 12800 },
  rangeStart: 0,
  from: 0,
  first: true,
  gapAnchor: 0,
  wanted: null,
};
const film = { num: 1001, den: 24000 };

describe('expressions for the select filter', () => {
  it('all, keyframes and numbers', () => {
    expect(pickExpression({ kind: 'all' }, { ...at, from: 512 })).toBe('gte(pts,512)');
    expect(pickExpression({ kind: 'keyframes', maxGap: null }, at)).toBe('gte(pts,0)*eq(pict_type,I)');
    const numbers = { kind: 'numbers', numbers: [1, 2] } as const;
    expect(pickExpression(numbers, { ...at, wanted: [512, 1024] })).toBe('eq(pts,512)+eq(pts,1024)');
    expect(pickExpression(numbers, at)).toBe('gte(pts,0)');
  });

  it('intervals divide whole ticks, so that no rounding decides', () => {
    expect(pickExpression({ kind: 'interval', interval: 0.5 }, at)).toMatchInlineSnapshot(
      `"gte(pts,0)*(isnan(prev_pts)+lt(prev_pts,0)+gt(floor((pts-0)/6400),floor((prev_pts-0)/6400)))"`,
    );
    const shifted = { ...at, timeBase: film, rangeStart: -3, from: 7 };
    expect(pickExpression({ kind: 'interval', interval: 0.1 }, shifted)).toMatchInlineSnapshot(
      `"gte(pts,7)*(isnan(prev_pts)+lt(prev_pts,-3)+gt(floor((pts+3)*1001/2400),floor((prev_pts+3)*1001/2400)))"`,
    );
  });

  it('gaps are counted from the last keyframe within the range', () => {
    const later = { ...at, rangeStart: 6400, from: 6400, gapAnchor: 6400 };
    expect(pickExpression({ kind: 'keyframes', maxGap: 2 }, later)).toMatchInlineSnapshot(
      `"st(0,if(eq(pict_type,I)*gte(pts,6400),pts,if(eq(n,0),6400,ld(0))));gte(pts,6400)*(eq(pict_type,I)+gt(floor((pts-ld(0))/25600),if(isnan(prev_pts),0,max(0,floor((prev_pts-ld(0))/25600)))))"`,
    );
  });

  it('scenes keep the first frame at the start of the range only', () => {
    const scene = { kind: 'scene', threshold: 0.4 } as const;
    expect(pickExpression(scene, at)).toBe('gte(pts,0)*(isnan(prev_selected_pts)+gt(scene,0.4))');
    expect(pickExpression(scene, { ...at, first: false, from: 9 })).toBe('gte(pts,9)*gt(scene,0.4)');
  });
});
