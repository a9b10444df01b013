import { badInput, type ErrorEntry, requirement, usage } from './error-entry.ts';

/** What can go wrong with reference pictures of people, by code. */
export const FACE_ERRORS = {
  faces_missing: {
    ...badInput,
    message: 'Faces were not looked for in the run {path}',
    hint: 'Analyse the video again with --enable-face-filter.',
    why: 'People can be compared only in a run whose analysis has looked for faces and described them.',
  },
  face_models_differ: {
    ...requirement,
    message: 'The faces of the run {path} were described by other models than those that are now {pack}',
    hint: 'Put the models of then into the folder of models, or analyse the video again.',
    why: 'Descriptions of faces by different models cannot be compared.',
  },
  face_reference_missing: {
    ...badInput,
    message: 'No such reference picture: {path}',
    hint: 'Check the path; it is a picture or a folder of pictures.',
    why: 'A file or folder given by --face-ref-img or --face-ref does not exist, or cannot be read.',
  },
  face_reference_empty: {
    ...badInput,
    message: 'No picture with a usable face in {path}',
    hint: 'Give a folder of pictures that show the person clearly, or name one picture.',
    why: 'The folder holds no pictures, or on none of them one clear face was found.',
  },
  face_reference_none: {
    ...badInput,
    message: 'No face found in the reference picture {path}',
    hint: 'Give a picture that shows the face from the front, at least 100 pixels high, in good light.',
    why: 'A reference picture must show the face of the person that is looked for.',
  },
  face_reference_several: {
    ...badInput,
    message: 'The reference picture {path} shows {count} faces: which one is meant?',
    hint: 'Add a point inside the face in pixels: {examples}; or give a picture of that person alone.',
    why: 'With several faces of like size nobody can tell which person is looked for.',
  },
  face_reference_point: {
    ...badInput,
    message: 'There is no face at {x},{y} in the reference picture {path}',
    hint: 'Faces lie at {examples}.',
    why: 'The point behind # names the face by a place inside its box, in pixels of the upright picture.',
  },
  face_reference_invalid: {
    ...usage,
    message: 'Not a reference with a name: {text}',
    hint: 'Write it as NAME=PATH, for instance --face-ref anna=anna.jpg.',
    why: 'The option --face-ref takes the name of a person and a picture or folder of that person.',
  },
} as const satisfies Record<string, ErrorEntry>;
