import type { ModelBundle, ModelFileSpec, ModelManifest, ModelSource } from './model-bundle.ts';
import { findModel } from './model-folders.ts';
import { isLicenceAccepted } from './pull-model.ts';

/** What is here of models. */
export interface ModelState<M extends ModelManifest = ModelManifest> {
  readonly model: M;
  /** Whether everything that is needed is here. */
  readonly present: boolean;
  /** Names of needed files that are not. */
  readonly missing: readonly string[];
  /** Whether nothing of what is needed is here. */
  readonly absent: boolean;
  /** Bytes that a download of what is missing takes from its first source. */
  readonly downloadBytes: number;
  /** Folder of files of one's own that stand in for those to download; null where there is none. */
  readonly own: string | null;
  /** Whether the terms are accepted, or need not be. */
  readonly accepted: boolean;
}

const neededOf = ({ files }: ModelBundle) => files.filter(({ optional }) => !optional);

/** Bytes that come over the network for some files of a bundle: archives come whole. */
function bytesFrom(source: ModelSource | undefined, wanted: readonly ModelFileSpec[]): number {
  if (source && source.kind !== 'files') return source.bytes;
  return wanted.reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Looks for the files of models, by their names.
 * @param folders the models' folders, see `modelFolders`
 */
export async function modelState<M extends ModelManifest>(
  model: M,
  folders: readonly string[],
): Promise<ModelState<M>> {
  const missing: string[] = [];
  let downloadBytes = 0;
  for (const bundle of model.bundles) {
    const found = await Promise.all(bundle.files.map((spec) => findModel(folders, bundle, spec)));
    const absent = bundle.files.filter((_, i) => found[i] === null);
    const needed = absent.filter(({ optional }) => !optional);
    missing.push(...needed.map(({ name }) => name));
    if (needed.length > 0) downloadBytes += bytesFrom(bundle.sources[0], absent);
  }
  const needed = model.bundles.flatMap(neededOf);
  const accepted = await isLicenceAccepted(model);
  const absent = missing.length === needed.length;
  return { model, present: missing.length === 0, missing, absent, downloadBytes, own: null, accepted };
}

/** Bytes of the files of models on the disk. */
export const modelBytes = ({ bundles }: ModelManifest): number =>
  bundles.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);

/** Where files come from, in words. */
function sourceText(source: ModelSource): string {
  if (source.kind === 'npm') return `npm ${source.package}@${source.version}`;
  const url = source.kind === 'zip' ? source.url : Object.values(source.urls)[0];
  return url === undefined ? 'placed by hand' : new URL(url).host;
}

/** Where the files of models come from first. */
export function modelSource({ bundles }: ModelManifest): string {
  return bundles.map(({ sources: [first] }) => (first ? sourceText(first) : 'placed by hand')).join(', ');
}
