import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterScroll,
  furthest,
  isScaled,
  physicalFor,
  physicalHeight,
  type ScrollSpace,
  scrolledTo,
} from './scroll-scale.ts';

const arbitrarySpace: fc.Arbitrary<ScrollSpace> = fc.record({
  content: fc.integer({ min: 100, max: 70_000_000 }),
  window: fc.integer({ min: 100, max: 3000 }),
  devicePixelRatio: fc.constantFrom(1, 1.25, 2, 3),
});
const arbitraryPart = fc.double({ min: 0, max: 1, noNaN: true });

describe('scaled scrolling', () => {
  it('never makes a box that a browser cannot draw', () => {
    fc.assert(
      fc.property(arbitrarySpace, (space) => {
        expect(physicalHeight(space) * space.devicePixelRatio).toBeLessThanOrEqual(15_000_000);
      }),
    );
  });

  it('reaches both ends of the content at the ends of the box', () => {
    fc.assert(
      fc.property(arbitrarySpace, (space) => {
        const most = Math.max(0, physicalHeight(space) - space.window);
        expect(scrolledTo(Number.POSITIVE_INFINITY, space)).toEqual({
          offset: furthest(space),
          physical: most,
        });
        const middle = scrolledTo(furthest(space) / 2, space);
        expect(afterScroll(middle, most, space).offset).toBe(furthest(space));
        expect(afterScroll(middle, 0, space).offset).toBe(0);
      }),
    );
  });

  it('moves real pixels for small moves and by the ratio when the bar is dragged', () => {
    const space = { content: 66_000_000, window: 900, devicePixelRatio: 2 };
    expect(isScaled(space)).toBe(true);
    const start = scrolledTo(30_000_000, space);
    const moved = afterScroll(start, start.physical + 120, space);
    expect(moved.offset).toBe(start.offset + 120);
    const dragged = afterScroll(start, 3_750_000, space);
    expect(dragged.offset / furthest(space)).toBeCloseTo(0.5, 3);
  });

  it('is plain scrolling while the content is not too tall', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 5_000_000 }), arbitraryPart, (content, part) => {
        const space = { content, window: 800, devicePixelRatio: 1 };
        const physical = part * (content - 800);
        expect(afterScroll({ offset: 0, physical: 0 }, physical, space)).toEqual({
          offset: physical,
          physical,
        });
        expect(physicalFor(physical, space)).toBe(physical);
      }),
    );
  });

  it('keeps the thumb of the bar within a pixel of the truth', () => {
    fc.assert(
      fc.property(arbitrarySpace, arbitraryPart, (space, part) => {
        fc.pre(isScaled(space));
        const { offset, physical } = scrolledTo(part * furthest(space), space);
        const most = physicalHeight(space) - space.window;
        expect(Math.abs(physical - (offset / furthest(space)) * most)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});
