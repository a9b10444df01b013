import { MODEL_OPTIONS } from './model-options.ts';
import {
  type OptionTable,
  optionalNumberOption,
  switchOption,
  textOption,
  textsOption,
} from './option-spec.ts';

const withFaces = { option: 'enableFaceFilter', values: [true] } as const;
const withPreFilter = { option: 'preFilterFace', values: [true] } as const;

/** Reference pictures of people; the options of analyze, filter and export alike. */
export const FACE_REFERENCE_OPTIONS = {
  faceRefImg: textsOption({
    help: 'Picture of the person that is looked for, or a folder of pictures of that person. Can be given several times.',
    section: 'faces',
    placeholder: 'IMG',
    // Distances are worked out anew from the stored embeddings, so other references need no other run.
    shapesResult: false,
  }),
  faceRef: textsOption({
    help: 'Picture or folder of pictures of a person with a name, as `NAME=PATH`. Can be given several times, for several people and for several pictures of one.',
    section: 'faces',
    placeholder: 'NAME=PATH',
    shapesResult: false,
  }),
} as const satisfies OptionTable;

/** Whom filter and export compare the faces of a run with, in place of those of the analysis. */
export const COMPARE_OPTIONS = {
  ...FACE_REFERENCE_OPTIONS,
  modelsDir: MODEL_OPTIONS.modelsDir,
} as const satisfies OptionTable;

/** What an analysis does about faces. References and the pre-filter turn it on. */
export const FACE_OPTIONS = {
  enableFaceFilter: switchOption({
    help: 'Find the faces of every frame and note their distance to the reference pictures. Rejects nothing by itself.',
    section: 'faces',
    default: false,
    shapesResult: true,
  }),
  ...FACE_REFERENCE_OPTIONS,
  faceModel: textOption({
    help: 'Models for faces: faceplugin, yunet (small faces), buffalo_l, buffalo_m, buffalo_s, antelopev2, or a folder with models.',
    section: 'faces',
    placeholder: 'NAME',
    default: 'faceplugin',
    appliesWhen: withFaces,
    shapesResult: true,
  }),
  faceTiles: switchOption({
    help: 'Also look at four overlapping parts of each picture, for small faces (UltraFace only; slower).',
    section: 'faces',
    default: false,
    appliesWhen: withFaces,
    shapesResult: true,
  }),
  preFilterFace: switchOption({
    help: 'Reject frames without a clear face before they are written.',
    section: 'faces',
    default: false,
    shapesResult: true,
  }),
  minFaceConfidence: optionalNumberOption({
    help: 'Reject frames whose surest face is less sure than this. Not set: 0.7 with faceplugin, 0.8 with yunet, 0.5 with the others.',
    section: 'faces',
    min: 0,
    max: 1,
    appliesWhen: withPreFilter,
    shapesResult: true,
  }),
  minFaceArea: optionalNumberOption({
    help: 'Reject frames whose largest face covers less of the picture than this. Not set: 0.2, or 0 with yunet.',
    section: 'faces',
    unit: '% of the picture',
    min: 0,
    max: 100,
    appliesWhen: withPreFilter,
    shapesResult: true,
  }),
} as const satisfies OptionTable;
