import { describe, expect, it } from 'vitest';
import { inScope, matchingPreset, withRest } from './preset-scope.ts';

const SCOPE = new Set(['method', 'png']);
const PORTRAITS = { name: 'Portraits', options: { method: 'all', minSharpness: 40 } };
const SHARP = { name: 'Sharp', options: { minSharpness: 60 } };

describe('presets of two pages', () => {
  it('give each page what is its own', () => {
    expect(inScope(PORTRAITS.options, SCOPE)).toEqual({ method: 'all' });
  });

  it('keep what the other page has put into a preset', () => {
    expect(withRest({ png: true }, PORTRAITS, SCOPE)).toEqual({ minSharpness: 40, png: true });
    expect(withRest({ png: true }, undefined, SCOPE)).toEqual({ png: true });
  });

  it('are recognised by the values of the page alone', () => {
    const presets = [SHARP, PORTRAITS];
    expect(matchingPreset(presets, { method: 'all' }, SCOPE)).toBe(PORTRAITS);
    expect(matchingPreset(presets, { method: 'all', png: true }, SCOPE)).toBeNull();
    expect(matchingPreset(presets, {}, SCOPE)).toBeNull();
  });
});
