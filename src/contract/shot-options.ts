import { ANALYZE_OPTIONS } from './analyze-options.ts';
import {
  choiceOption,
  integerOption,
  numberOption,
  type OptionTable,
  type OptionValues,
  optionalIntegerOption,
  optionalNumberOption,
  switchOption,
} from './option-spec.ts';

/** The ways to find shots. */
export const SHOT_DETECTORS = ['best', 'content', 'adaptive', 'threshold', 'histogram', 'hash'] as const;
/** Name of a way to find shots. */
export type ShotDetectorName = (typeof SHOT_DETECTORS)[number];

/** What a detector's threshold may be and is, and the fewest frames of a shot. All but `best` are PySceneDetect's. */
export const SHOT_THRESHOLDS: Readonly<
  Record<ShotDetectorName, { min: number; max: number; usual: number; minLength: number }>
> = {
  best: { min: 1, max: 255, usual: 12, minLength: 2 },
  content: { min: 0, max: 255, usual: 27, minLength: 15 },
  adaptive: { min: 0, max: 255, usual: 3, minLength: 15 },
  threshold: { min: 0, max: 255, usual: 12, minLength: 15 },
  histogram: { min: 0, max: 1, usual: 0.2, minLength: 15 },
  hash: { min: 0, max: 1, usual: 0.35, minLength: 15 },
};

const usual = (of: 'usual' | 'minLength') =>
  SHOT_DETECTORS.map((name) => `${name} ${SHOT_THRESHOLDS[name][of]}`).join(', ');

const only = (...values: ShotDetectorName[]) => ({ option: 'detector', values });

/** The options of `framesift shots`. */
export const SHOT_OPTIONS = {
  detector: choiceOption({
    help: 'How shots are found: best (cuts, dissolves and fades), or one of the detectors of PySceneDetect 0.7: content (change of colour and brightness), adaptive (change that stands out), threshold (fades), histogram, hash.',
    section: 'shots',
    choices: SHOT_DETECTORS,
    default: 'best',
    shapesResult: false,
  }),
  threshold: optionalNumberOption({
    help: `What a change must reach to begin a shot; lower finds more. Not set: ${usual('usual')}.`,
    section: 'shots',
    range: 'a number from 0 to 255; from 0 to 1 for histogram and hash',
    min: 0,
    max: 255,
    shapesResult: false,
  }),
  minShotLength: optionalIntegerOption({
    help: `Shortest shot. Not set: ${usual('minLength')}.`,
    section: 'shots',
    unit: 'frames',
    min: 0,
    max: 100_000,
    shapesResult: false,
  }),
  lumaOnly: switchOption({
    help: 'Compare brightness alone, without colour.',
    section: 'shots',
    default: false,
    appliesWhen: only('content', 'adaptive'),
    shapesResult: false,
  }),
  flashes: choiceOption({
    help: 'What becomes of cuts that are nearer to each other than the shortest shot: one at the last of them (merge), or only the first (suppress).',
    section: 'shots',
    choices: ['merge', 'suppress'],
    default: 'merge',
    appliesWhen: only('content'),
    shapesResult: false,
  }),
  window: integerOption({
    help: 'Frames before and after a frame whose mean change it is compared with.',
    section: 'shots',
    unit: 'frames',
    min: 1,
    max: 1000,
    default: 2,
    appliesWhen: only('adaptive'),
    shapesResult: false,
  }),
  minContent: numberOption({
    help: 'Least change of colour and brightness of a cut.',
    section: 'shots',
    min: 0,
    max: 255,
    default: 15,
    appliesWhen: only('adaptive'),
    shapesResult: false,
  }),
  fadeTo: choiceOption({
    help: 'What pictures fade to: black (mean below --threshold) or white (mean from --threshold on).',
    section: 'shots',
    choices: ['black', 'white'],
    default: 'black',
    appliesWhen: only('threshold'),
    shapesResult: false,
  }),
  fadeBias: numberOption({
    help: 'Where a shot begins between fade-out and fade-in: -1 at the fade-out, 0 in the middle, 1 at the fade-in.',
    section: 'shots',
    min: -1,
    max: 1,
    default: 0,
    appliesWhen: only('threshold'),
    shapesResult: false,
  }),
  minFade: integerOption({
    help: 'Shortest time that a fade stays black or white.',
    section: 'shots',
    unit: 'frames',
    min: 0,
    max: 100_000,
    default: 0,
    appliesWhen: only('threshold'),
    shapesResult: false,
  }),
  lastFade: switchOption({
    help: 'A fade-out at the end of the video begins a shot.',
    section: 'shots',
    default: false,
    appliesWhen: only('threshold'),
    shapesResult: false,
  }),
  bins: integerOption({
    help: 'Steps of brightness in a histogram.',
    section: 'shots',
    min: 2,
    max: 256,
    default: 128,
    appliesWhen: only('histogram'),
    shapesResult: false,
  }),
  hashSize: integerOption({
    help: 'Frequencies along each side that make a hash.',
    section: 'shots',
    min: 2,
    max: 32,
    default: 8,
    appliesWhen: only('hash'),
    shapesResult: false,
  }),
  hashLowpass: integerOption({
    help: 'How many times as many pixels along each side as frequencies.',
    section: 'shots',
    min: 1,
    max: 8,
    default: 2,
    appliesWhen: only('hash'),
    shapesResult: false,
  }),
  start: ANALYZE_OPTIONS.start,
  end: ANALYZE_OPTIONS.end,
  stream: ANALYZE_OPTIONS.stream,
  csv: switchOption({
    help: "Write the list as PySceneDetect's list-scenes does, to standard output.",
    section: 'output',
    default: false,
    shapesResult: false,
  }),
} as const satisfies OptionTable;

/** Validated options of `framesift shots`. */
export type ShotOptions = OptionValues<typeof SHOT_OPTIONS>;
