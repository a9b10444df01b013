import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from './app-error.ts';
import { parseSubjectBox, parseSubjectPoint } from './subject-prompts.ts';

function errorOf(read: () => unknown): AppError {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('a box of the subject', () => {
  it('is a frame, the corner and the size', () => {
    expect(parseSubjectBox('120:10,20,300,400')).toEqual({
      ...{ frame: 120, x: 10, y: 20, width: 300, height: 400 },
    });
    expect(parseSubjectBox(' 0 : 0.5, 1, 2.25, 3 ')).toEqual({
      ...{ frame: 0, x: 0.5, y: 1, width: 2.25, height: 3 },
    });
  });

  it('is read back from what was written', () => {
    const pixel = fc.nat(99_999);
    fc.assert(
      fc.property(fc.nat(999_999), pixel, pixel, fc.integer({ min: 1, max: 9999 }), (frame, x, y, size) => {
        const box = { frame, x, y, width: size, height: size };
        expect(parseSubjectBox(`${frame}:${x},${y},${size},${size}`)).toEqual(box);
      }),
    );
  });

  it.each([
    ['10,20,300,400', /frame and a colon/],
    ['a:1,2,3,4', /frame and a colon/],
    ['-1:1,2,3,4', /frame and a colon/],
    ['1.5:1,2,3,4', /frame and a colon/],
    ['', /frame and a colon/],
    ['1:1,2,3', /4 numbers are needed, 3 are there/],
    ['1:1,2,3,4,5', /4 numbers are needed, 5 are there/],
    ['1:1,,3,4', /a number is missing/],
    ['1:1,-2,3,4', /-2 is no number of pixels/],
    ['1:1,2,3,1e3', /1e3 is no number/],
    ['1:1,2,3,NaN', /NaN is no number/],
    ['1:1,2,0,4', /it is empty/],
  ])('%s is refused', (text, reason) => {
    const error = errorOf(() => parseSubjectBox(text));
    expect(error).toMatchObject({ code: 'subject_prompt_invalid', exitCode: 2 });
    expect(error.message).toMatch(reason);
    expect(error.hint).toContain('FRAME:X,Y,WIDTH,HEIGHT');
  });
});

describe('a point of the subject', () => {
  it('is on it, or with a minus beside it', () => {
    expect(parseSubjectPoint('7:5,6')).toEqual({ frame: 7, x: 5, y: 6, positive: true });
    expect(parseSubjectPoint('7:5,6,+')).toEqual({ frame: 7, x: 5, y: 6, positive: true });
    expect(parseSubjectPoint('7:5.5,6,-')).toEqual({ frame: 7, x: 5.5, y: 6, positive: false });
  });

  it.each([
    ['5,6', /frame and a colon/],
    ['7:5', /2 numbers are needed, 1 are there/],
    ['7:5,6,x', /x is neither \+ nor -/],
    ['7:5,6,', /is neither/],
    ['7:5,6,7,8', /2 numbers are needed, 4 are there/],
    ['7:-5,6', /-5 is no number of pixels/],
  ])('%s is refused', (text, reason) => {
    const error = errorOf(() => parseSubjectPoint(text));
    expect(error.code).toBe('subject_prompt_invalid');
    expect(error.message).toMatch(reason);
    expect(error.hint).toContain('FRAME:X,Y');
  });
});
