import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import { type SubjectPrompt, subjectChoicesSchema } from '../../contract/subject-file.ts';
import { parseSubjectBox, parseSubjectPoint } from '../../contract/subject-prompts.ts';
import type { FrameRange } from '../../decode/decode-method.ts';
import type { PictureSize, Prompt } from '../../subject/subject-types.ts';
import type { RunIo } from '../run-io.ts';

/** What the options point at, one prompt a frame. */
export function promptsOfOptions(given: {
  readonly subjectBox: readonly string[];
  readonly subjectPoint: readonly string[];
}): SubjectPrompt[] {
  const prompts = new Map<number, SubjectPrompt>();
  const of = (frame: number): SubjectPrompt =>
    prompts.get(frame) ?? { frame_number: frame, box: null, points: [], labels: [], scope: 'all' };
  for (const text of given.subjectBox) {
    const { frame, x, y, width, height } = parseSubjectBox(text);
    prompts.set(frame, { ...of(frame), box: [x, y, x + width, y + height] });
  }
  for (const text of given.subjectPoint) {
    const { frame, x, y, positive } = parseSubjectPoint(text);
    const before = of(frame);
    prompts.set(frame, {
      ...before,
      points: [...before.points, [x, y]],
      labels: [...before.labels, positive ? 1 : 0],
    });
  }
  return [...prompts.values()];
}

/** What a person pointed at after the analysis; nothing where the file is missing or damaged. */
export async function readChoices(io: RunIo, folder: string): Promise<readonly SubjectPrompt[]> {
  const text = await io.readText(path.join(folder, RUN_FILES.subject));
  if (text === null) return [];
  try {
    return subjectChoicesSchema.safeParse(JSON.parse(text)).data?.prompts ?? [];
  } catch {
    return [];
  }
}

/** A choice on a frame stands in place of what the options say of it. */
export function joinPrompts(
  options: readonly SubjectPrompt[],
  choices: readonly SubjectPrompt[],
): SubjectPrompt[] {
  const prompts = new Map(options.map((prompt) => [prompt.frame_number, prompt]));
  for (const prompt of choices) prompts.set(prompt.frame_number, prompt);
  return [...prompts.values()].sort((a, b) => a.frame_number - b.frame_number);
}

/**
 * Sees to it that a frame belongs to the run.
 * @throws AppError `subject_prompt_outside`
 */
export function checkFrame(frame: number, range: FrameRange): void {
  if (frame >= range.first && frame < range.end) return;
  const reason = `frames ${range.first} to ${range.end - 1} are analysed`;
  throw new AppError('subject_prompt_outside', { frame, reason });
}

/**
 * Sees to it that prompts lie in the picture and on a frame of the run.
 * @throws AppError `subject_prompt_outside`
 */
export function checkPrompts(
  prompts: readonly (Prompt & Pick<SubjectPrompt, 'frame_number'>)[],
  range: FrameRange,
  size: PictureSize,
): void {
  for (const { frame_number: frame, box, points } of prompts) {
    const fail = (reason: string) => new AppError('subject_prompt_outside', { frame, reason });
    checkFrame(frame, range);
    const isInside = (x: number, y: number) => x >= 0 && y >= 0 && x <= size.width && y <= size.height;
    const picture = `the picture has ${size.width} x ${size.height} pixels`;
    if (box && !(isInside(box[0], box[1]) && isInside(box[2], box[3])))
      throw fail(`the box leaves it; ${picture}`);
    if (box && (box[2] <= box[0] || box[3] <= box[1])) throw fail('the box is empty');
    if (points.some(([x, y]) => !isInside(x, y))) throw fail(`a point lies outside; ${picture}`);
    if (!box && points.length === 0) throw fail('nothing is pointed at');
  }
}
