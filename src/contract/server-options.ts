import { ANALYZE_OPTIONS } from './analyze-options.ts';
import {
  integerOption,
  numberOption,
  type OptionTable,
  type OptionValues,
  optionalIntegerOption,
  switchOption,
  textOption,
  textsOption,
} from './option-spec.ts';
import { PROGRAM_OPTIONS } from './program-options.ts';

/** The port that is tried first when none is given; where it is taken, the next free one. */
export const FIRST_PORT = 4747;

/** The options of `framesift` without a command: the web app. Defaults stand here and nowhere else. */
export const SERVER_OPTIONS = {
  port: optionalIntegerOption({
    help: `Port of the web app; one that is taken is an error, 0 takes any free one. Not set: ${FIRST_PORT} or the next free one.`,
    section: 'web app',
    min: 0,
    max: 65_535,
    shapesResult: false,
  }),
  open: switchOption({
    help: 'Open the page in the browser.',
    section: 'web app',
    default: true,
    shapesResult: false,
  }),
  host: textOption({
    help: 'Address to listen on. Any other than the default lets other machines try to reach the page; only the token in its address keeps them out.',
    section: 'web app',
    placeholder: 'ADDRESS',
    default: '127.0.0.1',
    shapesResult: false,
  }),
  root: textsOption({
    help: 'Another folder whose videos the page may show, besides the home folder and the workspace; can be given several times.',
    section: 'web app',
    placeholder: 'DIR',
    shapesResult: false,
  }),
  out: textOption({
    ...ANALYZE_OPTIONS.out,
    help: 'Workspace: parent folder of the run folders that the page shows and makes.',
    placeholder: 'DIR',
    section: 'web app',
  }),
  uploads: textOption({
    help: 'Folder of the files that are sent to the page.',
    section: 'web app',
    placeholder: 'DIR',
    default: 'uploads',
    shapesResult: false,
  }),
  maxUpload: numberOption({
    help: 'Largest file that may be sent to the page.',
    section: 'web app',
    unit: 'GB',
    min: 0.001,
    max: 100_000,
    default: 50,
    shapesResult: false,
  }),
  concurrency: integerOption({
    help: 'How many runs work at the same time; the others wait.',
    section: 'web app',
    min: 1,
    max: 16,
    default: 1,
    shapesResult: false,
  }),
  logLevel: PROGRAM_OPTIONS.logLevel,
  logDir: PROGRAM_OPTIONS.logDir,
} as const satisfies OptionTable;

/** Validated options of the web app. */
export type ServerOptions = OptionValues<typeof SERVER_OPTIONS>;
