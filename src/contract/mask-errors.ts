import { badInput, type ErrorEntry, requirement, usage } from './error-entry.ts';

/** What can go wrong with models for subject masks and with prompts that name the subject, by code. */
export const MASK_ERRORS = {
  checkpoint_not_onnx: {
    ...requirement,
    message: 'Weights for PyTorch cannot be read: {file}',
    hint: 'Make ONNX files of them once: `{command}` in scripts/export-sam2 of the sources of Framesift, see docs/masks.md. Then give the folder that it writes.',
    why: 'Models for subject masks are read as a folder of ONNX files; a .pt, .pth or .safetensors file holds only the weights, without the graph.',
    remedy: 'Run the export script that the hint names, and give the folder that it writes.',
  },
  mask_model_invalid: {
    ...requirement,
    message: 'No usable model for masks in {folder}: {reason}',
    hint: 'Give a folder with vision_encoder.onnx, mask_decoder.onnx, memory_encoder.onnx, memory_attention.onnx, pointer_tpos.onnx and constants.json of one export, see docs/masks.md.',
    why: 'A file of the model is missing, or the files are of an export whose inputs and outputs are others.',
  },
  model_export_needed: {
    ...requirement,
    message:
      'The models of {pack} cannot be downloaded: nobody offers them as ONNX files that Framesift reads',
    hint: 'Make them of the official checkpoint {checkpoint}: `{command}` in scripts/export-sam2 of the sources of Framesift, see docs/masks.md.',
    why: 'Only some sizes of SAM 2.1 are hosted in the form that is needed; the others are exported once, on any machine with Python.',
    remedy:
      'Run the command that the hint names, or take a model that `framesift models list` shows with a source.',
  },
  subject_prompt_invalid: {
    ...usage,
    message: 'Not a {what} of the subject: {text} ({reason})',
    hint: 'Write it as {form}, in pixels of the upright picture, for instance {example}.',
    why: 'A box or point that names the subject has another form, or numbers that no picture has.',
  },
  subject_prompt_outside: {
    ...usage,
    message: 'The subject cannot be pointed at on frame {frame}: {reason}',
    hint: 'Give the number of a frame that is analysed, and pixels of its upright picture.',
    why: 'The frame lies outside of the analysed part of the video, or the box or point outside of its picture.',
  },
  masks_missing: {
    ...badInput,
    message: 'The run {path} has no subject masks',
    hint: 'Analyse the video again with --enable-subject-mask.',
    why: 'The subject can be chosen only in a run that follows one.',
  },
  masks_need_video: {
    ...usage,
    message: 'Subject masks are made of videos only, not of still pictures: {path}',
    hint: 'Leave --enable-subject-mask out, or make a video of the pictures first.',
    why: 'The subject is followed from frame to frame, which a list of pictures does not allow.',
  },
} as const satisfies Record<string, ErrorEntry>;
