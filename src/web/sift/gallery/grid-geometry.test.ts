import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchoredOffset, anchorOf } from './anchor.ts';
import { cellCorner, GAP, layOut, readyPlaces, revealDelta, visiblePlaces } from './grid-geometry.ts';
import { type GridMove, movedPlace } from './grid-moves.ts';

const arbitrarySpace = fc.record({
  width: fc.integer({ min: 200, max: 4000 }),
  size: fc.integer({ min: 96, max: 480 }),
  aspect: fc.constantFrom(16 / 9, 4 / 3, 1, 9 / 16, 2.39),
  count: fc.integer({ min: 1, max: 1_000_000 }),
});
const arbitraryPart = fc.double({ min: 0, max: 1, noNaN: true });

describe('layOut', () => {
  it('fills the width and holds every cell', () => {
    fc.assert(
      fc.property(arbitrarySpace, (space) => {
        const geometry = layOut(space);
        const used = geometry.columns * (geometry.cellWidth + GAP) + GAP;
        if (geometry.columns > 1) expect(used).toBeLessThanOrEqual(space.width);
        expect(space.width - used).toBeLessThan(geometry.columns + geometry.cellWidth + GAP);
        expect(geometry.rows * geometry.columns).toBeGreaterThanOrEqual(space.count);
        const last = cellCorner(geometry, space.count - 1);
        expect(last.y + geometry.cellHeight).toBeLessThanOrEqual(geometry.totalHeight - GAP);
      }),
    );
  });
});

describe('visiblePlaces and readyPlaces', () => {
  it('hold exactly the cells that meet the window, and more around them', () => {
    fc.assert(
      fc.property(
        arbitrarySpace,
        arbitraryPart,
        fc.integer({ min: 100, max: 2000 }),
        (space, part, height) => {
          const geometry = layOut(space);
          const top = part * Math.max(0, geometry.totalHeight - height);
          const seen = visiblePlaces(geometry, space.count, { top, height });
          const meets = (place: number) => {
            const { y } = cellCorner(geometry, place);
            return y + geometry.rowHeight > top && y < top + height;
          };
          for (const place of [seen.first, seen.end - 1]) {
            if (seen.end > seen.first) expect(meets(place)).toBe(true);
          }
          if (seen.first > 0) expect(meets(seen.first - geometry.columns)).toBe(false);
          const ready = readyPlaces(geometry, space.count, { top, height }, 'down');
          expect(ready.first).toBeLessThanOrEqual(seen.first);
          expect(ready.end).toBeGreaterThanOrEqual(seen.end);
          const most = Math.max(150, seen.end - seen.first + 4 * geometry.columns);
          expect(ready.end - ready.first).toBeLessThanOrEqual(most + geometry.columns);
        },
      ),
    );
  });
});

describe('revealDelta', () => {
  it('moves nothing that is seen, and brings in what is not', () => {
    fc.assert(
      fc.property(arbitrarySpace, arbitraryPart, arbitraryPart, (space, part, which) => {
        const geometry = layOut(space);
        const height = geometry.rowHeight * 3 + GAP;
        const top = part * Math.max(0, geometry.totalHeight - height);
        const place = Math.floor(which * (space.count - 1));
        const delta = revealDelta(geometry, place, { top, height });
        const { y } = cellCorner(geometry, place);
        const seen = y >= top && y + geometry.cellHeight <= top + height;
        if (seen) expect(Math.abs(delta)).toBeLessThanOrEqual(GAP);
        expect(y).toBeGreaterThanOrEqual(top + delta - 0.01);
        expect(y + geometry.cellHeight).toBeLessThanOrEqual(top + delta + height + 0.01);
        expect(revealDelta(geometry, place, { top: top + delta, height })).toBeCloseTo(0);
      }),
    );
  });
});

describe('movedPlace', () => {
  const geometry = { columns: 4 };
  const move = (place: number, how: GridMove) => movedPlace(place, how, geometry, 10, 2);

  it('goes on in the next row and stays in its column', () => {
    expect(move(3, 'right')).toBe(4);
    expect(move(4, 'left')).toBe(3);
    expect(move(1, 'down')).toBe(5);
    expect(move(5, 'up')).toBe(1);
  });

  it('reaches the last cell from above a shorter row', () => {
    expect(move(7, 'down')).toBe(9);
    expect(move(9, 'down')).toBe(9);
    expect(move(0, 'page-down')).toBe(8);
    expect(move(3, 'page-down')).toBe(9);
  });

  it('stops at the ends', () => {
    expect(move(0, 'left')).toBe(0);
    expect(move(9, 'right')).toBe(9);
    expect(move(2, 'up')).toBe(2);
    expect(move(9, 'row-end')).toBe(9);
    expect(move(6, 'row-start')).toBe(4);
    expect(move(6, 'row-end')).toBe(7);
    expect(movedPlace(0, 'right', geometry, 0, 2)).toBe(-1);
  });
});

describe('an anchor', () => {
  it('keeps a frame where it is on the screen, whatever is dropped around it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(499), { maxLength: 400 }),
        arbitraryPart,
        fc.nat(499),
        (gone, part, focus) => {
          const all = Array.from({ length: 500 }, (_, row) => row);
          const left = all.filter((row) => row === focus || !gone.includes(row));
          const before = layOut({ width: 900, size: 200, aspect: 16 / 9, count: all.length });
          const height = before.rowHeight * 3;
          const top = part * (before.totalHeight - height);
          const anchor = anchorOf({
            geometry: before,
            window: { top, height },
            count: all.length,
            rowAt: (place) => all[place] ?? -1,
            focusPlace: focus,
            focusRow: focus,
          });
          if (!anchor) throw new Error('the gallery is not empty');
          const after = layOut({ width: 900, size: 200, aspect: 16 / 9, count: left.length });
          const found = left.findIndex((row) => row >= anchor.row);
          const place = found < 0 ? left.length : found;
          const offset = anchoredOffset(anchor, place, after, left.length);
          const { y } = cellCorner(after, Math.min(place, left.length - 1));
          // Only the top of everything can be in the way.
          if (offset > 0) expect(y - offset).toBeCloseTo(anchor.y);
        },
      ),
    );
  });

  it('leaves the window alone when nothing changes', () => {
    const geometry = layOut({ width: 900, size: 200, aspect: 16 / 9, count: 500 });
    const window = { top: 1234, height: 700 };
    const rowAt = (place: number) => place;
    for (const focus of [-1, 0, 30]) {
      const anchor = anchorOf({ geometry, window, count: 500, rowAt, focusPlace: focus, focusRow: focus });
      expect(anchor && anchoredOffset(anchor, anchor.row, geometry, 500)).toBeCloseTo(1234);
    }
  });
});
