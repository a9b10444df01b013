import { AppError } from './app-error.ts';

/** A box that holds the subject on one frame. Pixels of the upright picture, from its top left corner. */
export interface SubjectBox {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point on one frame: on the subject, or on something that does not belong to it. */
export interface SubjectPoint {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
  readonly positive: boolean;
}

const BOX = { what: 'box', form: 'FRAME:X,Y,WIDTH,HEIGHT', example: '--subject-box 120:640,80,300,700' };
const POINT = {
  what: 'point',
  form: 'FRAME:X,Y, with `,-` behind it for a point beside the subject',
  example: '--subject-point 120:790,240',
};

const refuse = (shape: typeof BOX, text: string, reason: string): never => {
  throw new AppError('subject_prompt_invalid', { ...shape, text, reason });
};

/** Frame number and what stands behind the colon. */
function split(shape: typeof BOX, text: string): { frame: number; parts: string[] } {
  const [, digits, rest] = /^\s*(\d{1,9})\s*:(.*)$/.exec(text) ?? [];
  if (digits === undefined || rest === undefined)
    return refuse(shape, text, 'the number of a frame and a colon come first');
  return { frame: Number(digits), parts: rest.split(',').map((part) => part.trim()) };
}

/** Pixels, with or without fraction; not negative. */
function numbers(shape: typeof BOX, text: string, parts: readonly string[], count: number): number[] {
  if (parts.length !== count)
    return refuse(shape, text, `${count} numbers are needed, ${parts.length} are there`);
  return parts.map((part) =>
    /^\d{1,6}(?:\.\d+)?$/.test(part)
      ? Number(part)
      : refuse(shape, text, part === '' ? 'a number is missing' : `${part} is no number of pixels`),
  );
}

/**
 * Reads `FRAME:X,Y,WIDTH,HEIGHT`.
 * @throws AppError `subject_prompt_invalid`
 */
export function parseSubjectBox(text: string): SubjectBox {
  const { frame, parts } = split(BOX, text);
  const [x = 0, y = 0, width = 0, height = 0] = numbers(BOX, text, parts, 4);
  if (width === 0 || height === 0) return refuse(BOX, text, 'it is empty');
  return { frame, x, y, width, height };
}

/**
 * Reads `FRAME:X,Y`, with `,-` behind it for a point that does not belong to the subject.
 * @throws AppError `subject_prompt_invalid`
 */
export function parseSubjectPoint(text: string): SubjectPoint {
  const { frame, parts } = split(POINT, text);
  const signed = parts.length === 3;
  const sign = signed ? parts[2] : '+';
  if (sign !== '+' && sign !== '-') return refuse(POINT, text, `${sign} is neither + nor -`);
  const [x = 0, y = 0] = numbers(POINT, text, signed ? parts.slice(0, 2) : parts, 2);
  return { frame, x, y, positive: sign === '+' };
}
