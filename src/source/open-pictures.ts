import path from 'node:path';
import type { PictureList, Source } from '../contract/run-files.ts';
import { fingerprintPictures } from './fingerprint.ts';
import { reasonOf } from './open-source.ts';

/** Absolute paths of the pictures of a source, by frame number. */
export function pictureFiles({ folder, names }: PictureList): string[] {
  return names.map((name) => path.join(folder, name));
}

/**
 * Opens pictures as one source, with the fingerprint of all of them.
 * @throws AppError `input_missing`, `input_unreadable`
 */
export async function openPictures({ folder, names }: PictureList): Promise<Source> {
  const [first] = names;
  const place = names.length === 1 && first !== undefined ? path.join(folder, first) : folder;
  const facts = await fingerprintPictures(pictureFiles({ folder, names })).catch((thrown: unknown) => {
    const file = thrown instanceof Error && 'path' in thrown ? String(thrown.path) : place;
    throw reasonOf(thrown, file);
  });
  return { path: place, ...facts, pictures: { folder, names } };
}
