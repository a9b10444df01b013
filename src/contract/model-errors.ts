import { badInput, type ErrorEntry, failure, requirement } from './error-entry.ts';

/** What can go wrong with the inference runtime, with models and with their download, by code. */
export const MODEL_ERRORS = {
  inference_missing: {
    ...requirement,
    message: 'The inference runtime (onnxruntime-node) cannot be loaded: {reason}',
    hint: 'Install it: `npm install onnxruntime-node --onnxruntime-node-install=skip`, beside Framesift.',
    why: 'Faces and subject masks need onnxruntime-node, an optional part that was left out at installation, or that has no build for this system.',
  },
  inference_failed: {
    ...failure,
    message: 'The model {file} stopped with an error: {reason}',
    hint: 'Run again without --gpu; if that fails too, please report it.',
    why: 'The inference runtime refused the input or ran out of memory.',
  },
  model_invalid: {
    ...requirement,
    message: 'Not a usable model: {file} ({reason})',
    hint: 'Delete the file and fetch it again: `framesift models pull`, or copy it by hand.',
    why: 'The file is empty, cut off, a web page or a git-lfs pointer instead of a model, or was changed since.',
  },
  model_missing: {
    ...requirement,
    message: 'The models of {pack} are not on this machine ({missing})',
    hint: 'Run `framesift models pull {pack}`, or put the files into {folder} by hand.',
    why: 'Models are not part of the package; they are downloaded once, on request, or placed by hand on machines without a network.',
  },
  pack_invalid: {
    ...requirement,
    message: 'No usable face pack in {folder}: {reason}',
    hint: 'Give a folder that holds the detector and the recogniser of one pack as .onnx files.',
    why: 'The folder has no model that finds faces, or its manifest.json is wrong.',
  },
  recognition_missing: {
    ...requirement,
    message: 'The face pack {pack} finds faces but cannot compare them: {reason}',
    hint: 'Take a pack with a recogniser and a detector that gives the five points of a face, such as faceplugin.',
    why: 'Distances need two models: one that finds eyes, nose and mouth, and one that describes the face.',
  },
  licence_needed: {
    ...requirement,
    message: 'The models of {pack} may be used under their licence only: {licence}',
    hint: 'Read the terms, then run `framesift models pull {pack} --accept-license {id}`.',
    why: 'These models are for non-commercial research; nothing is downloaded before the terms are accepted.',
  },
  model_download_failed: {
    ...failure,
    message: 'Cannot download {file}: {reason}',
    hint: 'Check the network and try again: what is downloaded already is kept. Or put the file into {folder} by hand.',
    why: 'No address of the file answered, or what came is not the file that was expected (size or hash differ).',
  },
  model_download_busy: {
    exitCode: 1,
    httpStatus: 409,
    message: 'Another process is downloading into {folder}',
    hint: 'Wait until it ends, then try again.',
    why: 'Two downloads into one folder would damage each other, so the second one waits, and gives up in the end.',
  },
  archive_invalid: {
    ...failure,
    message: 'Refused: the archive {file} ({reason})',
    hint: 'Delete it and download it again; if it stays refused, do not trust its source.',
    why: 'The archive is cut off, names files outside of the folder it is unpacked into, or is larger than it may be.',
  },
  face_picture_invalid: {
    ...badInput,
    message: 'The picture {path} cannot be read: {reason}',
    hint: 'Give a whole JPEG, PNG or WebP file.',
    why: 'A reference picture is damaged, cut off or no picture at all.',
  },
} as const satisfies Record<string, ErrorEntry>;
