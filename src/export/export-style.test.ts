import { describe, expect, it } from 'vitest';
import { idleOptions, PLAIN_STYLE, styleChanges } from './export-style.ts';

describe('styleChanges', () => {
  it('tells nothing of an export without options', () => {
    expect(styleChanges(PLAIN_STYLE)).toEqual({});
  });

  it('tells what differs and has an effect', () => {
    const style = { ...PLAIN_STYLE, format: 'webp', quality: 80, sheetColumns: 3 } as const;
    expect(styleChanges(style)).toEqual({ format: 'webp', quality: 80 });
    const png = { ...style, format: 'png', contactSheet: 'pdf', sheetCaptions: [] } as const;
    expect(styleChanges(png)).toEqual({
      format: 'png',
      contactSheet: 'pdf',
      sheetColumns: 3,
      sheetCaptions: [],
    });
  });
});

describe('idleOptions', () => {
  it('names options that the others leave without an effect', () => {
    expect(idleOptions({ ...PLAIN_STYLE, longestSide: 800, link: true })).toEqual([
      '--longest-side has no effect: it needs --format jpg or png or webp or avif',
    ]);
    expect(idleOptions({ format: 'png', quality: 50, link: true })).toEqual([
      '--quality has no effect: it needs --format jpg or webp or avif',
      '--link has no effect: it needs --format copy',
    ]);
    expect(idleOptions({ format: 'jpg', quality: 50, longestSide: 100 })).toEqual([]);
  });
});
