import { type OptionTable, optionalTextOption } from './option-spec.ts';

/** The options of `framesift models`. */
export const MODEL_OPTIONS = {
  modelsDir: optionalTextOption({
    help: 'Folder of the models, also for files placed by hand. Not set: FRAMESIFT_MODELS, else a folder of the user cache.',
    section: 'models',
    placeholder: 'DIR',
    shapesResult: false,
  }),
  acceptLicense: optionalTextOption({
    help: 'Accept the terms of models that ask for it, by the name that their refusal gives. Remembered.',
    section: 'models',
    placeholder: 'NAME',
    shapesResult: false,
  }),
} as const satisfies OptionTable;
