import {
  choiceOption,
  type OptionTable,
  type OptionValues,
  optionalIntegerOption,
  optionalNumberOption,
  optionalTextOption,
  optionalWeightsOption,
  switchOption,
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

const yawBound = (edge: 'minimum' | 'maximum') =>
  optionalNumberOption({
    help: `A face counts only if its yaw is ${edge === 'minimum' ? 'at least' : 'at most'} this: how far the nose lies from the middle of the eyes, positive to the picture's left. 0 looks straight ahead; a face whose yaw is not known does not count.`,
    section: 'thresholds',
    unit: 'eye distances',
    min: -2,
    max: 2,
    shapesResult: false,
  });

const countBound = (edge: 'minimum' | 'maximum') =>
  optionalIntegerOption({
    help: `Drop frames with ${edge === 'minimum' ? 'fewer' : 'more'} faces than this, whoever they are.`,
    section: 'thresholds',
    unit: 'faces',
    min: 0,
    max: 1000,
    shapesResult: false,
  });

/**
 * What a face has to be like. A frame passes when one and the same face meets person, distance, confidence, eyes and yaw.
 */
const FACE_CRITERIA = {
  maxFaceDistance: optionalNumberOption({
    help: 'Drop frames without a face that is at least this near to the reference pictures: 0 is the same picture, 2 the opposite. What is near depends on the models.',
    section: 'thresholds',
    unit: '(cosine distance)',
    min: 0,
    max: 2,
    shapesResult: false,
  }),
  facePack: optionalTextOption({
    help: 'The models that --max-face-distance was chosen for, as presets and manifests name them: with a run of other models there is a warning. Not set: those of the run.',
    section: 'thresholds',
    placeholder: 'NAME',
    shapesResult: false,
  }),
  person: optionalTextOption({
    help: 'Drop frames without this person: a face counts if its nearest reference is of that name. Without --max-face-distance the limit of the models of the run applies.',
    section: 'thresholds',
    placeholder: 'NAME',
    shapesResult: false,
  }),
  minConfidence: optionalNumberOption({
    help: 'A face counts only if the detector is at least this sure of it. Faces that an analysis recorded all reach the limit of its models.',
    section: 'thresholds',
    min: 0,
    max: 1,
    shapesResult: false,
  }),
  minFaces: countBound('minimum'),
  maxFaces: countBound('maximum'),
  eyesOpen: switchOption({
    help: 'A face whose eyes are most likely closed does not count; one whose eyes cannot be judged does.',
    section: 'thresholds',
    default: false,
    shapesResult: false,
  }),
  minYaw: yawBound('minimum'),
  maxYaw: yawBound('maximum'),
} as const satisfies OptionTable;

const maskBound = (edge: 'minimum' | 'maximum') =>
  optionalNumberOption({
    help: `Drop frames whose subject covers ${edge === 'minimum' ? 'less' : 'more'} of the picture than this, and frames without the subject. ${edge === 'minimum' ? '0 drops only the latter; 25 is half of the width by half of the height' : 'For subjects that are not to fill the picture'}.`,
    section: 'thresholds',
    unit: '% of the picture',
    min: 0,
    max: 100,
    shapesResult: false,
  });

/** What the mask of the subject has to be like; each of them also drops frames whose mask is empty. */
const MASK_CRITERIA = {
  minIdentity: optionalNumberOption({
    help: 'Drop frames whose masked subject is less like the one that was sought than this: 1 is the same. Drops frames in which the two were not compared, and frames without the subject.',
    section: 'thresholds',
    min: 0,
    max: 1,
    shapesResult: false,
  }),
  minMaskArea: maskBound('minimum'),
  maxMaskArea: maskBound('maximum'),
} as const satisfies OptionTable;

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
  ...FACE_CRITERIA,
  ...MASK_CRITERIA,
} as const satisfies OptionTable;

/** Validated thresholds. */
export type CriteriaOptions = OptionValues<typeof CRITERIA_OPTIONS>;
