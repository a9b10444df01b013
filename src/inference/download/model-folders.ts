import { stat } from 'node:fs/promises';
import path from 'node:path';
import envPaths from 'env-paths';
import type { ModelBundle, ModelFileSpec } from './model-bundle.ts';

/** Folder of the user's cache where downloaded models lie. */
export function cachedModelsFolder(): string {
  return path.join(envPaths('framesift', { suffix: '' }).cache, 'models');
}

/**
 * Where models are looked for, first to last: a folder that was given, that of FRAMESIFT_MODELS, the user's cache.
 * Downloads go into the first.
 */
export function modelFolders(given: string | null, environment = process.env): readonly string[] {
  const named = environment.FRAMESIFT_MODELS;
  return [...(given ? [given] : []), ...(named ? [named] : []), cachedModelsFolder()].map((folder) =>
    path.resolve(folder),
  );
}

/** A model file's path and its size on the disk. */
export interface FoundModel {
  readonly file: string;
  readonly bytes: number;
}

/** Looks for a file of a bundle below each models' folder: in the places of the bundle, see `ModelBundle`. */
export async function findModel(
  folders: readonly string[],
  { folder, places = [folder, '.'] }: ModelBundle,
  { name }: Pick<ModelFileSpec, 'name'>,
): Promise<FoundModel | null> {
  for (const root of folders) {
    for (const place of places) {
      const file = path.join(root, place, name);
      const facts = await stat(file).catch(() => null);
      if (facts?.isFile()) return { file, bytes: facts.size };
    }
  }
  return null;
}
