import { describe, expect, it } from 'vitest';
import { AppError, toAppError } from './app-error.ts';
import type { ErrorEntry } from './error-entry.ts';
import { ERROR_TABLE, type ErrorCode } from './error-table.ts';
import { toFileError } from './file-error.ts';

const ENTRIES = Object.entries(ERROR_TABLE);
const CODES = Object.keys(ERROR_TABLE) as ErrorCode[];

describe('the error table', () => {
  it.each(ENTRIES)('%s says what happened, why and what to do', (code, entry) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    for (const text of [entry.message, entry.hint]) {
      const withoutPlaces = text.replace(/\{[a-z]\w*\}/g, '');
      expect(withoutPlaces).not.toMatch(/[{}]/);
      expect(text.trim()).toBe(text);
      expect(text).not.toBe('');
    }
    expect(entry.message).not.toMatch(/[.!]$/);
    if (!/\{\w+\}$/.test(entry.hint)) expect(entry.hint).toMatch(/[.)]$/);
    expect(entry.why).toMatch(/[.)]$/);
    expect(entry.why).not.toMatch(/[{}]/);
    const { remedy = entry.hint }: ErrorEntry = entry;
    expect(remedy).not.toMatch(/^\{\w+\}$/);
  });

  it.each(CODES)('%s shows every detail and leaves no place open', (code) => {
    const { message, hint } = ERROR_TABLE[code];
    const places = [...`${message} ${hint}`.matchAll(/\{(\w+)\}/g)].map(([, place = '']) => place);
    const details = Object.fromEntries(places.map((place) => [place, `<${place}>`]));
    const error = new AppError(code, details);
    for (const place of places) expect(`${error.message} ${error.hint}`).toContain(`<${place}>`);
    expect(`${error.message} ${error.hint}`).not.toMatch(/[{}]|undefined/);
  });

  it('keeps the exit codes that are relied on from outside', () => {
    const exitCode = (code: ErrorCode) => new AppError(code).exitCode;
    expect(
      (['usage', 'ffmpeg_missing', 'input_missing', 'cancelled', 'internal'] as const).map(exitCode),
    ).toEqual([2, 3, 4, 130, 1]);
  });
});

describe('AppError', () => {
  it('does not read a place out of a detail', () => {
    const error = new AppError('input_missing', { path: 'a{reason}$&.mp4', reason: 'x' });
    expect(error.message).toBe('No such file: a{reason}$&.mp4');
  });

  it('is wrapped around anything else once', () => {
    const error = new AppError('cancelled');
    expect(toAppError(error)).toBe(error);
    const cause = new TypeError('x is not a function');
    expect(toAppError(cause)).toMatchObject({ code: 'internal', cause, details: { reason: cause.message } });
    expect(toAppError('text').message).toBe('Unexpected error: text');
  });
});

describe('toFileError', () => {
  const systemError = (code: string) => Object.assign(new Error(`${code}: said the system`), { code });

  it.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EACCES', 'output_unwritable'],
    ['EPERM', 'output_unwritable'],
    ['EROFS', 'output_unwritable'],
    ['ENOTDIR', 'output_unwritable'],
    ['EISDIR', 'output_unwritable'],
    ['EIO', 'output_unwritable'],
    ['ERR_INVALID_ARG_TYPE', 'internal'],
  ])('%s is %s', (errno, code) => {
    expect(toFileError(systemError(errno), '/a/b').code).toBe(code);
  });

  it('names the path and, for a refusal it does not know, what the system said', () => {
    expect(toFileError(systemError('EIO'), '/a/b').message).toBe(
      'Cannot write to /a/b: EIO: said the system',
    );
    expect(toFileError(systemError('EROFS'), '/a/b').message).toContain('read-only');
  });

  it('leaves an AppError alone, and what is no error of the system is a defect', () => {
    const error = new AppError('cancelled');
    expect(toFileError(error, '/a')).toBe(error);
    expect([null, 'x', { code: 5 }].map((thrown) => toFileError(thrown, '/a').code)).toEqual([
      'internal',
      'internal',
      'internal',
    ]);
  });
});
