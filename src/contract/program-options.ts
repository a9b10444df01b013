import {
  choiceOption,
  type OptionTable,
  type OptionValues,
  optionalTextOption,
  switchOption,
  textOption,
} from './option-spec.ts';

/** Options that every command takes. */
export const PROGRAM_OPTIONS = {
  json: switchOption({
    help: 'Machine-readable output on stdout: one event a line while working, the result as the last line.',
    section: 'output',
    default: false,
    shapesResult: false,
  }),
  preset: optionalTextOption({
    help: 'Start from the options of a saved preset; options on the command line win.',
    section: 'output',
    placeholder: 'NAME',
    shapesResult: false,
  }),
  logLevel: choiceOption({
    help: 'How much goes to the log file; debug also shows stack traces and what FFmpeg says.',
    section: 'output',
    choices: ['debug', 'info', 'warn', 'error'],
    default: 'info',
    shapesResult: false,
  }),
  logDir: textOption({
    help: 'Folder of the log file frame_extractor.log.',
    section: 'output',
    placeholder: 'DIR',
    default: 'logs',
    shapesResult: false,
  }),
} as const satisfies OptionTable;

/** Validated options of every command. */
export type ProgramOptions = OptionValues<typeof PROGRAM_OPTIONS>;
