import {
  choiceOption,
  integerOption,
  numberOption,
  type OptionTable,
  optionalTextOption,
  switchOption,
  textsOption,
} from './option-spec.ts';

/** Models that follow a subject. */
export const MASKING_MODELS = ['sam2', 'edgetam'] as const;

/** Sizes of SAM 2.1, smallest first. */
export const SAM2_VARIANTS = ['tiny', 'small', 'base_plus', 'large'] as const;
/** Name of such a size. */
export type Sam2Variant = (typeof SAM2_VARIANTS)[number];

/** Side of the square picture that the model looks at; `auto` is 512 for the tiny one and 1024 for all others. */
export const MASK_SIZES = ['auto', '512', '1024'] as const;

/**
 * The size that a name means, also one of the names that SAM 2's checkpoints have: `hiera_base_plus`,
 * `sam2.1_hiera_tiny`. `base` is `base_plus`, as there is no other.
 * @returns null for any other text
 */
export function sam2VariantOf(text: string): Sam2Variant | null {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^sam2(?:\.1)?_/, '')
    .replace(/^hiera_/, '')
    .replace(/^(?:base|b\+|base\+|base-plus)$/, 'base_plus');
  return SAM2_VARIANTS.find((name) => name === bare) ?? null;
}

const withMasks = { option: 'enableSubjectMask', values: [true] } as const;
const shaping = { section: 'masks', appliesWhen: withMasks, shapesResult: true } as const;

/** What an analysis does about the subject's mask. */
export const MASK_OPTIONS = {
  enableSubjectMask: switchOption({
    help: 'Follow the subject through every shot and write its mask; metrics then look at the subject alone.',
    section: 'masks',
    default: false,
    shapesResult: true,
  }),
  maskingModel: choiceOption({
    help: 'Model that follows the subject: sam2 (SAM 2.1), or edgetam (faster; has to be exported first, see docs/masks.md).',
    choices: MASKING_MODELS,
    default: 'sam2',
    ...shaping,
  }),
  sam2ModelVariant: {
    ...choiceOption({
      help: 'Size of SAM 2.1: larger ones are more exact and slower. The names of its checkpoints (hiera_tiny ... hiera_large) are understood too.',
      choices: SAM2_VARIANTS,
      default: 'tiny',
      section: 'masks',
      appliesWhen: { option: 'maskingModel', values: ['sam2'] },
      shapesResult: true,
    }),
    fromText: (text: string) => sam2VariantOf(text) ?? text,
  },
  sam2WeightsPath: optionalTextOption({
    help: 'Folder with a model of your own as ONNX files (SAM 2, SAM 2.1 or EdgeTAM, see docs/masks.md), or a name of `framesift models list`. Takes the place of --masking-model and --sam2-model-variant.',
    placeholder: 'PATH',
    ...shaping,
  }),
  maskSize: choiceOption({
    help: 'Side of the square picture that the model looks at. auto: 512 with tiny, 1024 with all others.',
    unit: 'pixels',
    choices: MASK_SIZES,
    default: 'auto',
    ...shaping,
  }),
  sceneDetect: switchOption({
    help: 'Tell the shots apart and find the subject anew in each. Without it the video is taken for one shot.',
    default: true,
    ...shaping,
  }),
  reidFallback: switchOption({
    help: 'Look where the subject was before when its mask suddenly shrinks and jumps, and no face tells where it is.',
    default: true,
    ...shaping,
  }),
  iouThreshold: numberOption({
    help: 'Least overlap (intersection over union) with the mask before, for a mask that suddenly shrinks to be taken for the same subject.',
    min: 0,
    max: 1,
    default: 0.5,
    ...shaping,
  }),
  fillHoleArea: integerOption({
    help: 'Fill holes of a mask up to this size, in pixels of the mask that the model gives (a quarter of --mask-size wide). 0 fills none.',
    unit: 'pixels',
    min: 0,
    max: 10_000,
    default: 8,
    ...shaping,
  }),
  subjectBox: textsOption({
    help: 'Box around the subject on a frame, `FRAME:X,Y,WIDTH,HEIGHT`, in pixels of the upright picture. Can be given several times.',
    placeholder: 'BOX',
    section: 'masks',
    shapesResult: true,
  }),
  subjectPoint: textsOption({
    help: 'Point on the subject on a frame, `FRAME:X,Y`; with `,-` behind it a point that does not belong to the subject. Can be given several times.',
    placeholder: 'POINT',
    section: 'masks',
    shapesResult: true,
  }),
} as const satisfies OptionTable;
