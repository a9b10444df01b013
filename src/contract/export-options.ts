import { z } from 'zod';
import { readNamePattern } from './name-pattern.ts';
import {
  choiceOption,
  integerOption,
  listOption,
  type OptionTable,
  type OptionValues,
  optionalIntegerOption,
  optionalTextOption,
  switchOption,
} from './option-spec.ts';

const converted = ['jpg', 'png', 'webp', 'avif'] as const;
const sheets = ['jpg', 'png', 'pdf'] as const;

const namePattern = z.string().superRefine((text, context) => {
  const { problem } = readNamePattern(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

/** How `framesift export` writes the pictures that pass. */
export const EXPORT_OPTIONS = {
  to: optionalTextOption({
    help: 'Target folder, new or empty. Not set: RUN_exported_TIME beside the run folder.',
    section: 'export',
    placeholder: 'DIR',
    shapesResult: false,
  }),
  format: choiceOption({
    help: 'copy: the pictures exactly as the run stored them; otherwise each is converted.',
    section: 'export',
    choices: ['copy', ...converted],
    default: 'copy',
    shapesResult: false,
  }),
  quality: integerOption({
    help: 'Quality of converted pictures; JPG from 95 on keeps colour at full resolution (4:4:4).',
    section: 'export',
    min: 1,
    max: 100,
    default: 92,
    appliesWhen: { option: 'format', values: ['jpg', 'webp', 'avif'] },
    shapesResult: false,
  }),
  longestSide: optionalIntegerOption({
    help: 'Make converted pictures smaller, so that their longer side has at most this length; none is made larger.',
    section: 'export',
    unit: 'pixels',
    min: 16,
    max: 16_384,
    appliesWhen: { option: 'format', values: converted },
    shapesResult: false,
  }),
  name: {
    ...optionalTextOption({
      help: 'File names, without the ending: {stem} of the source or of the still picture, {frame} number, {index} from 1, {time} and {quality}, zeros as in {frame:06}. Not set: frame_000123, as in the run.',
      section: 'export',
      placeholder: 'PATTERN',
      range: 'a pattern that holds {frame} or {index}',
      shapesResult: false,
    }),
    schema: namePattern.nullable(),
  },
  link: switchOption({
    help: 'Hard links instead of copies, where the file system allows.',
    section: 'export',
    default: false,
    appliesWhen: { option: 'format', values: ['copy'] },
    shapesResult: false,
  }),
  sidecar: choiceOption({
    help: 'What is known of each exported frame: metadata.jsonl, metadata.csv, both or none.',
    section: 'export',
    choices: ['jsonl', 'csv', 'both', 'none'],
    default: 'jsonl',
    shapesResult: false,
  }),
  contactSheet: choiceOption({
    help: 'An overview of all exported pictures beside them: a PDF with pages, or as many JPG or PNG sheets as it takes.',
    section: 'contact sheet',
    choices: ['none', ...sheets],
    default: 'none',
    shapesResult: false,
  }),
  sheetColumns: integerOption({
    help: 'Pictures side by side on a contact sheet.',
    section: 'contact sheet',
    min: 1,
    max: 20,
    default: 6,
    appliesWhen: { option: 'contactSheet', values: sheets },
    shapesResult: false,
  }),
  sheetCaptions: listOption({
    help: 'What stands under each picture: frame number, time, quality score.',
    section: 'contact sheet',
    choices: ['number', 'time', 'scores'],
    default: ['number', 'time', 'scores'],
    appliesWhen: { option: 'contactSheet', values: sheets },
    shapesResult: false,
  }),
} as const satisfies OptionTable;

/** Validated options of an export. */
export type ExportOptions = OptionValues<typeof EXPORT_OPTIONS>;

const { to: _target, ...saved } = EXPORT_OPTIONS;
/** The options of an export that a preset may hold: all but the target folder. */
export const EXPORT_PRESET_OPTIONS = saved;
