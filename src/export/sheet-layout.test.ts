import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, type SheetInput, sheetLayout } from './sheet-layout.ts';

const arbitraryInput: fc.Arbitrary<SheetInput> = fc.record({
  kind: fc.constantFrom('picture' as const, 'pdf' as const),
  count: fc.integer({ min: 1, max: 3000 }),
  columns: fc.integer({ min: 1, max: 20 }),
  picture: fc.record({
    width: fc.integer({ min: 16, max: 8000 }),
    height: fc.integer({ min: 16, max: 8000 }),
  }),
  captions: fc.constantFrom([], [6], [8, 12], [8, 12, 7], [3, 8, 7]),
});

const apart = (a: Box, b: Box) =>
  a.x + a.width <= b.x + 1e-6 ||
  b.x + b.width <= a.x + 1e-6 ||
  a.y + a.height <= b.y + 1e-6 ||
  b.y + b.height <= a.y + 1e-6;

describe('sheetLayout', () => {
  it('puts every picture inside its sheet, with its caption, and none over another', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const layout = sheetLayout(input);
        const { margin, width, perSheet, sheets, caption } = layout;
        expect(sheets).toBe(Math.ceil(input.count / perSheet));
        const lines = input.captions.length === 0 ? 0 : caption.stacked ? input.captions.length : 1;
        const below = lines === 0 ? 0 : caption.above + lines * caption.lineHeight;
        const boxes = Array.from({ length: Math.min(perSheet, input.count, 120) }, (_, at) =>
          layout.boxOf(at),
        );
        const height = layout.heightOf(0);
        for (const box of boxes) {
          expect(box.x).toBeGreaterThanOrEqual(margin - 1);
          expect(box.x + box.width).toBeLessThanOrEqual(width - margin + 1);
          expect(box.y).toBeGreaterThan(margin);
          expect(box.y + box.height + below).toBeLessThanOrEqual(height - margin + 1);
          expect(Math.min(box.width, box.height)).toBeGreaterThan(0);
        }
        const withCaption = boxes.map((box) => ({ ...box, height: box.height + below }));
        const overlapping = withCaption.filter((box, at) =>
          withCaption.slice(at + 1, at + 1 + input.columns).some((other) => !apart(box, other)),
        );
        expect(overlapping).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the shape of the pictures', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const { width, height } = sheetLayout(input).boxOf(0);
        const wanted = input.picture.width / input.picture.height;
        fc.pre(width > 20 && height > 20);
        expect(Math.abs(width / height / wanted - 1)).toBeLessThan(0.06);
      }),
    );
  });

  it('never makes a sheet that is too large to open', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        fc.pre(input.kind === 'picture');
        const layout = sheetLayout(input);
        expect(layout.width).toBeLessThan(4500);
        expect(layout.heightOf(0)).toBeLessThanOrEqual(3610);
      }),
    );
  });

  it('writes captions one under the other rather than too small to read', () => {
    const caption = (columns: number) =>
      sheetLayout({
        kind: 'pdf',
        count: 40,
        columns,
        picture: { width: 1920, height: 1080 },
        captions: [6, 8, 7],
      }).caption;
    expect(caption(6)).toMatchObject({ stacked: false });
    expect(caption(12)).toMatchObject({ stacked: true });
    for (const columns of [1, 6, 12, 20]) expect(caption(columns).size).toBeGreaterThan(5);
  });

  it('ends a sheet of pictures below its last row, a page of a PDF never', () => {
    const input = { count: 7, columns: 3, picture: { width: 1600, height: 900 }, captions: [6] };
    const [one, three] = [1, 7].map((count) => sheetLayout({ ...input, kind: 'picture', count }).heightOf(0));
    expect(three).toBeGreaterThan((one ?? 0) * 2);
    expect(sheetLayout({ ...input, kind: 'pdf' }).heightOf(0)).toBeCloseTo(595.28);
  });
});
