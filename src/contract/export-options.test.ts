import { describe, expect, it } from 'vitest';
import { AppError } from './app-error.ts';
import { EXPORT_OPTIONS, EXPORT_PRESET_OPTIONS } from './export-options.ts';
import { describeDefault } from './option-text.ts';
import { parseOptionText, resolveOptions } from './parse-options.ts';

function thrownBy(action: () => unknown): AppError {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

const captions = (text: string) => parseOptionText('sheetCaptions', EXPORT_OPTIONS.sheetCaptions, text);
const name = (text: string) => parseOptionText('name', EXPORT_OPTIONS.name, text);

describe('EXPORT_OPTIONS', () => {
  it('copies pictures under their own names unless told otherwise', () => {
    expect(resolveOptions(EXPORT_OPTIONS, {})).toEqual({
      to: null,
      format: 'copy',
      quality: 92,
      longestSide: null,
      name: null,
      link: false,
      sidecar: 'jsonl',
      contactSheet: 'none',
      sheetColumns: 6,
      sheetCaptions: ['number', 'time', 'scores'],
    });
  });

  it('takes lists of words with commas or spaces, and none', () => {
    expect(captions('number,time')).toEqual(['number', 'time']);
    expect(captions('scores, number')).toEqual(['scores', 'number']);
    expect(captions('none')).toEqual([]);
    expect(describeDefault(EXPORT_OPTIONS.sheetCaptions)).toBe('number,time,scores');
  });

  it.each(['', 'faces', 'number,number', 'number;time'])('refuses the list %j', (text) => {
    const error = thrownBy(() => captions(text));
    expect(error.code).toBe('invalid_option');
    expect(error.message).toContain(`--sheet-captions must be any of number, time, scores`);
  });

  it('says what is wrong with a name pattern', () => {
    expect(name('{stem}_{frame:06}')).toBe('{stem}_{frame:06}');
    const error = thrownBy(() => name('{stem}'));
    expect(error).toMatchObject({
      code: 'invalid_option',
      hint: expect.stringContaining('{frame} or {index}'),
    });
    expect(error.message).toBe('--name must be a pattern that holds {frame} or {index}, but is "{stem}"');
    expect(thrownBy(() => name('{nr}')).hint).toContain('There is no {nr}; there are {stem}');
    expect(thrownBy(() => resolveOptions(EXPORT_OPTIONS, { name: 'a/{frame}' })).hint).toContain('/ is not');
  });

  it.each([
    ['quality', 0],
    ['longestSide', 15],
    ['longestSide', 20_000],
    ['sheetColumns', 21],
    ['format', 'gif'],
    ['to', ''],
  ])('refuses %s = %j', (option, value) => {
    expect(thrownBy(() => resolveOptions(EXPORT_OPTIONS, { [option]: value })).code).toBe('invalid_option');
  });

  it('lets presets hold everything but the folder', () => {
    expect(Object.keys(EXPORT_PRESET_OPTIONS)).toEqual(
      Object.keys(EXPORT_OPTIONS).filter((key) => key !== 'to'),
    );
  });
});
