import {
  choiceOption,
  type OptionTable,
  type OptionValues,
  optionalNumberOption,
  optionalWeightsOption,
  timeOption,
} from './option-spec.ts';

const bound = (edge: 'minimum' | 'maximum', metric: string, mode: 'overall' | 'individual') =>
  optionalNumberOption({
    help: `Drop frames whose ${metric} score is ${edge === 'minimum' ? 'below' : 'above'} this (the bound itself passes).`,
    section: 'thresholds',
    unit: 'points',
    min: 0,
    max: 100,
    appliesWhen: { option: 'filterMode', values: ['auto', mode] },
    shapesResult: false,
  });

/** The thresholds of `framesift filter` and `framesift export`. Without any, every kept record stays. */
export const CRITERIA_OPTIONS = {
  filterMode: choiceOption({
    help: 'overall: bounds on the quality score; individual: bounds on single metrics; auto: whichever bounds are given. Bounds of the other mode have no effect.',
    section: 'thresholds',
    choices: ['auto', 'overall', 'individual'],
    default: 'auto',
    shapesResult: false,
  }),
  weights: optionalWeightsOption({
    help: "Weights of sharpness, edge strength, contrast, brightness and entropy in the quality score. Not set: the run's own.",
    section: 'thresholds',
    shapesResult: false,
  }),
  minTime: timeOption({
    help: 'Drop frames before this time of the video.',
    section: 'thresholds',
    unit: 'seconds',
    shapesResult: false,
  }),
  maxTime: timeOption({
    help: 'Drop frames behind this time of the video (a frame exactly there passes).',
    section: 'thresholds',
    unit: 'seconds',
    shapesResult: false,
  }),
  minQuality: bound('minimum', 'quality', 'overall'),
  maxQuality: bound('maximum', 'quality', 'overall'),
  minSharpness: bound('minimum', 'sharpness', 'individual'),
  maxSharpness: bound('maximum', 'sharpness', 'individual'),
  minEdgeStrength: bound('minimum', 'edge strength', 'individual'),
  maxEdgeStrength: bound('maximum', 'edge strength', 'individual'),
  minContrast: bound('minimum', 'contrast', 'individual'),
  maxContrast: bound('maximum', 'contrast', 'individual'),
  minBrightness: bound('minimum', 'brightness', 'individual'),
  maxBrightness: bound('maximum', 'brightness', 'individual'),
  minEntropy: bound('minimum', 'entropy', 'individual'),
  maxEntropy: bound('maximum', 'entropy', 'individual'),
} as const satisfies OptionTable;

/** Validated thresholds. */
export type CriteriaOptions = OptionValues<typeof CRITERIA_OPTIONS>;
