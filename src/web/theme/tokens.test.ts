import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Scheme = 'dark' | 'light';
const SCHEMES = ['dark', 'light'] as const;

/** The colours of a scheme as the style sheet has them. */
function tokensOf(scheme: Scheme): ReadonlyMap<string, string> {
  const block = CSS.split(`[data-mantine-color-scheme="${scheme}"] {`)[1]?.split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/--fs-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

/** Relative luminance of an sRGB colour (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const value = Number.parseInt(hex.slice(place, place + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function contrastOf(scheme: Scheme, front: string, back: string): number {
  const tokens = tokensOf(scheme);
  const [one, other] = [tokens.get(front), tokens.get(back)];
  if (!one || !other) throw new Error(`no colour ${one ? back : front} in the ${scheme} scheme`);
  return contrast(one, other);
}

const TEXTS = ['text', 'muted', 'accent', 'keep', 'drop', 'warn', 'pin'];
const GROUNDS = ['canvas', 'panel', 'raised'];

describe('contrast', () => {
  it('is computed as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

describe.each(SCHEMES)('colours of the %s scheme', (scheme) => {
  it.each(TEXTS.flatMap((front) => GROUNDS.map((back) => ({ front, back }))))(
    'let $front be read on $back',
    ({ front, back }) => expect(contrastOf(scheme, front, back)).toBeGreaterThanOrEqual(4.5),
  );

  it.each(GROUNDS)('let the edges of controls be seen on %s', (back) =>
    expect(contrastOf(scheme, 'border', back)).toBeGreaterThanOrEqual(3),
  );

  it('tell shots apart without standing out, and let what is drawn on them be seen', () => {
    expect(contrastOf(scheme, 'shot-even', 'shot-odd')).toBeGreaterThanOrEqual(1.1);
    expect(contrastOf(scheme, 'shot-even', 'panel')).toBeGreaterThanOrEqual(1.05);
    expect(contrastOf(scheme, 'shot-odd', 'panel')).toBeLessThanOrEqual(1.3);
    for (const front of ['text', 'accent', 'keep', 'pin', 'border']) {
      expect(contrastOf(scheme, front, 'shot-odd'), front).toBeGreaterThanOrEqual(3);
    }
  });

  it('let bars be seen on the panel and text be read on filled buttons', () => {
    expect(contrastOf(scheme, 'outline', 'panel')).toBeGreaterThanOrEqual(3);
    for (const fill of ['accent', 'keep', 'drop', 'warn']) {
      expect(contrastOf(scheme, 'on-accent', fill)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
