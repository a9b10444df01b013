import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameData } from '../model/frame-data.ts';
import { FrameOrder } from '../model/frame-order.ts';
import { madeTable } from '../model/sift.fixture.ts';
import { countShots, type ShotBand, shotBands } from './shot-bands.ts';

/** Frames a second apart, of which shots are given. */
function madeData(shots: readonly number[]): FrameData {
  const data = new FrameData();
  data.append({ ...madeTable(shots.map(() => 50)), shots: Int32Array.from(shots) });
  return data;
}

function bandsOf(shots: readonly number[], order: readonly number[] | null = null): readonly ShotBand[] {
  return shotBands(madeData(shots), new FrameOrder(order && Uint32Array.from(order), shots.length));
}

describe('shotBands', () => {
  it('lead from the first frame of a shot to that of the next one, by turns', () => {
    // The shots between were not looked at.
    expect(bandsOf([0, 0, 2, 2, 2, 4, 4])).toEqual([
      { shot: 0, from: 0, to: 2, tone: 0 },
      { shot: 2, from: 2, to: 5, tone: 1 },
      { shot: 4, from: 5, to: 6, tone: 0 },
    ]);
  });

  it('leave out frames whose shot is not known, and go on behind them', () => {
    expect(bandsOf([-1, 3, -1, 3, 4, -1])).toEqual([
      { shot: 3, from: 1, to: 2, tone: 0 },
      { shot: 3, from: 3, to: 4, tone: 0 },
      { shot: 4, from: 4, to: 5, tone: 1 },
    ]);
    expect(countShots(bandsOf([-1, 3, -1, 3, 4, -1]))).toBe(2);
  });

  it('are none where there is nothing to tell apart', () => {
    expect(bandsOf([])).toEqual([]);
    expect(bandsOf([-1, -1])).toEqual([]);
    expect(bandsOf([7, -1, 7])).toEqual([]);
    const data = new FrameData();
    data.append(madeTable([1, 2, 3]));
    expect(shotBands(data, new FrameOrder(null, 3))).toEqual([]);
  });

  it('follow the time, in whatever order the records stand', () => {
    const data = new FrameData();
    const table = { ...madeTable([1, 2, 3, 4]), shots: Int32Array.of(1, 0, 1, 0) };
    table.time.set([2, 0, 3, 1]);
    data.append(table);
    expect(shotBands(data, new FrameOrder(Uint32Array.of(1, 3, 0, 2), 4))).toEqual([
      { shot: 0, from: 0, to: 2, tone: 0 },
      { shot: 1, from: 2, to: 3, tone: 1 },
    ]);
  });

  it('cover each frame of a known shot by a band of that shot', () => {
    const lengths = fc.array(fc.record({ count: fc.integer({ min: 1, max: 5 }), known: fc.boolean() }));
    fc.assert(
      fc.property(lengths, (stretches) => {
        const shots = stretches.flatMap(({ count, known }, i) => Array<number>(count).fill(known ? i : -1));
        const bands = bandsOf(shots);
        fc.pre(new Set(shots.filter((shot) => shot >= 0)).size > 1);
        for (const [time, shot] of shots.entries()) {
          // The last frame stands at the very end.
          if (time === shots.length - 1) continue;
          const there = bands.filter(({ from, to }) => time >= from && time < to);
          expect(there.map((band) => band.shot)).toEqual(shot < 0 ? [] : [shot]);
        }
        const known = bands.map(({ tone }) => tone);
        expect(known).toEqual(known.map((_, i) => i % 2));
      }),
    );
  });
});
