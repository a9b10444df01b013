import { SEED_KINDS, type SeedKind } from '../../../contract/seed-kinds.ts';

const SEED_WORDS: Readonly<Record<SeedKind, string>> = {
  chosen: 'Chosen by hand',
  reference_face: 'Found by the face of a reference picture',
  same_face: 'Found by the face that was followed before',
  prominent_face: 'Found by the most prominent face',
  memory: 'Known again from an earlier shot',
  mask_overlap: 'Found where it was on the frame before',
  moving_region: 'Found by what moves',
  centre: 'Taken from the middle of the picture',
};

/** How the subject was found, in words; a word of another version stays as it is. */
export function seedWords(seed: string): string {
  const kind = SEED_KINDS.find((known) => known === seed);
  return kind ? SEED_WORDS[kind] : `Found by: ${seed}`;
}

/** A reason as a sentence. */
export function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
