import { describe, expect, it } from 'vitest';
import { sheetFonts } from './sheet-font.ts';

describe('SheetFont', () => {
  it('draws Latin, Greek and Cyrillic letters and the signs of captions, and a box for what it lacks', async () => {
    const { regular, semibold } = await sheetFonts();
    for (const font of [regular, semibold]) {
      expect(font.drawable('#0123456789:.,-–…·≥≤ Größe Ñandú ελληνικά Привет')).not.toContain('□');
      expect(font.drawable('日本.mp4')).toBe('□□.mp4');
      expect(font.glyph('日', false)).toEqual(font.glyph('□', false));
      expect(font.glyph('A', false).path).toMatch(/^M/);
      expect(font.glyph(' ', false).path).toBe('');
    }
  });

  it('gives digits one width where columns of numbers are wanted', async () => {
    const { regular } = await sheetFonts();
    const widths = (tabular: boolean) =>
      new Set([...'0123456789'].map((digit) => regular.glyph(digit, tabular).advance));
    expect(widths(true).size).toBe(1);
    expect(widths(false).size).toBeGreaterThan(1);
  });

  it('is as wide as the sum of its letters, and scales', async () => {
    const { semibold } = await sheetFonts();
    expect(semibold.widthOf('ab', 10)).toBeCloseTo(semibold.widthOf('a', 10) + semibold.widthOf('b', 10));
    expect(semibold.widthOf('ab', 20)).toBeCloseTo(2 * semibold.widthOf('ab', 10));
  });

  it('shortens a name in the middle, so that its ending stays', async () => {
    const { regular } = await sheetFonts();
    const name = `${'a long name '.repeat(20)}final.mp4`;
    const shown = regular.fit(name, 12, 200);
    expect(regular.widthOf(shown, 12)).toBeLessThanOrEqual(200);
    expect(regular.widthOf(shown, 12)).toBeGreaterThan(180);
    expect(shown).toMatch(/^a long .*….*final\.mp4$/);
    expect(regular.fit('short', 12, 200)).toBe('short');
  });

  it('is wide enough in no caption to leave the room that the layout gives it', async () => {
    const { regular, semibold } = await sheetFonts();
    for (const text of ['#1234567', '12:34:56.789', 'q 100.0', 'q –']) {
      for (const font of [regular, semibold])
        expect(font.widthOf(text, 1, true)).toBeLessThan(text.length * 0.68);
    }
  });
});
