import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickedFromText, pickedText, placesOf } from './picked.ts';

describe('chosen places of a list', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300)), (list) => {
        const places = list.sort((a, b) => a - b);
        expect(pickedFromText(pickedText(places))).toEqual(places);
      }),
    );
    expect(pickedText([0, 1, 2, 6])).toBe('1-3,7');
    expect(pickedText([])).toBe('none');
  });

  it('are all where the text is missing or makes no sense', () => {
    for (const text of [null, '', 'x', '0', '1-', '3-99999999', '1,,2', '-1'])
      expect(pickedFromText(text)).toBeNull();
    expect(pickedFromText('3-1')).toEqual([]);
  });

  it('are those that the list has', () => {
    expect(placesOf(null, 3)).toEqual([0, 1, 2]);
    expect(placesOf([0, 2, 5], 3)).toEqual([0, 2]);
    expect(placesOf([], 3)).toEqual([]);
  });
});
