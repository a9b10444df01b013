import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIT, fitScale, pannedBy, pictureAt, placed, scaledAt, stepped, toggled, zoomText } from './zoom.ts';

const size = fc.record({
  width: fc.integer({ min: 50, max: 5000 }),
  height: fc.integer({ min: 50, max: 5000 }),
});
const part = fc.double({ min: 0, max: 1, noNaN: true });
const scale = fc.double({ min: 0.1, max: 16, noNaN: true });

describe('zooming', () => {
  it('keeps what is under the pointer there, unless an edge is in the way', () => {
    fc.assert(
      fc.property(size, size, part, part, scale, (picture, stage, px, py, to) => {
        const from = { centre: { x: 0.5, y: 0.5 }, scale: fitScale(picture, stage) * 1.5 };
        const point = { x: px * stage.width, y: py * stage.height };
        const zoomed = scaledAt(from, to, point, picture, stage);
        const before = pictureAt(point, from, picture, stage);
        const { x, y, scale: reached } = placed(zoomed, picture, stage);
        const free = (start: number, length: number, room: number) => start < -1 && start + length > room + 1;
        const after = pictureAt(point, zoomed, picture, stage);
        const pixel = 1.5;
        if (free(x, picture.width * reached, stage.width)) {
          expect(Math.abs(after.x - before.x) * picture.width).toBeLessThan(
            pixel / Math.min(reached, from.scale) + 1e-6,
          );
        }
        if (free(y, picture.height * reached, stage.height)) {
          expect(Math.abs(after.y - before.y) * picture.height).toBeLessThan(
            pixel / Math.min(reached, from.scale) + 1e-6,
          );
        }
      }),
    );
  });

  it('never shows a gap beside a picture that is larger than the stage', () => {
    fc.assert(
      fc.property(
        size,
        size,
        part,
        part,
        scale,
        fc.integer(),
        fc.integer(),
        (picture, stage, x, y, at, dx, dy) => {
          const zoom = pannedBy({ centre: { x, y }, scale: at }, { x: dx, y: dy }, picture, stage);
          const place = placed(zoom, picture, stage);
          const width = picture.width * place.scale;
          if (width >= stage.width) {
            expect(place.x).toBeLessThanOrEqual(0);
            expect(place.x + width).toBeGreaterThanOrEqual(stage.width - 1);
          } else expect(place.x).toBeCloseTo((stage.width - width) / 2, -1);
        },
      ),
    );
  });

  it('shows all of the picture and does not enlarge a small one', () => {
    expect(fitScale({ width: 2000, height: 1000 }, { width: 500, height: 500 })).toBe(0.25);
    expect(fitScale({ width: 100, height: 100 }, { width: 500, height: 500 })).toBe(1);
    expect(placed(FIT, { width: 100, height: 50 }, { width: 500, height: 500 })).toEqual({
      x: 200,
      y: 225,
      scale: 1,
    });
  });

  it('goes to 1:1 at the pointer and back', () => {
    const picture = { width: 2000, height: 1000 };
    const stage = { width: 500, height: 500 };
    const point = { x: 125, y: 250 };
    const zoomed = toggled(FIT, point, picture, stage);
    expect(zoomed.scale).toBe(1);
    expect(pictureAt(point, zoomed, picture, stage).x).toBeCloseTo(0.25, 2);
    expect(toggled(zoomed, point, picture, stage)).toEqual(FIT);
  });

  it('steps through levels and ends in fit', () => {
    const picture = { width: 2000, height: 1000 };
    const stage = { width: 500, height: 500 };
    const middle = { x: 250, y: 250 };
    expect(stepped(FIT, 1, middle, picture, stage).scale).toBe(0.5);
    expect(stepped({ ...FIT, scale: 0.5 }, -1, middle, picture, stage)).toEqual(FIT);
    expect(stepped({ ...FIT, scale: 16 }, 1, middle, picture, stage).scale).toBe(16);
  });

  it('is always said in words', () => {
    expect([FIT, { ...FIT, scale: 1 }, { ...FIT, scale: 0.5 }].map(zoomText)).toEqual([
      'Fit',
      '1:1',
      '50\u00a0%',
    ]);
  });
});
