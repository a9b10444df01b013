import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type ModelState, modelState } from '../../inference/download/model-state.ts';
import { isLicenceAccepted, type ModelPullOptions, pullModel } from '../../inference/download/pull-model.ts';
import { type FileState, verifyBundle } from '../../inference/download/verify-bundle.ts';
import { SAM2_ROLES } from '../sam2/sam2-model.ts';
import { readExportManifest, verifyExport } from './export-manifest.ts';
import { CONSTANTS_FILE } from './hosted-sam2.ts';
import type { MaskModelManifest } from './mask-model-manifest.ts';
import { exportNeeded } from './open-known-sam2.ts';
import { ownExport } from './own-export.ts';

/** The files that every export has. */
const NEEDED: readonly string[] = [
  ...SAM2_ROLES.filter((role) => role !== 'pointer_tpos' && role !== 'mask_downsample').map(
    (role) => `${role}.onnx`,
  ),
  CONSTANTS_FILE,
];

const isThere = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => null))?.isFile() ?? false;

/** Which of the needed files of an export are not in its folder. */
async function missingIn(folder: string): Promise<string[]> {
  const manifest = await readExportManifest(folder).catch(() => null);
  const missing: string[] = [];
  for (const name of manifest?.map((file) => file.path) ?? NEEDED) {
    const found =
      (await isThere(path.join(folder, name))) || (await isThere(path.join(folder, 'onnx', name)));
    if (!found) missing.push(name);
  }
  return missing;
}

/**
 * Looks for a model for masks: an export of one's own, else the hosted files, by their names.
 * @param folders the models' folders, see `modelFolders`
 */
export async function maskModelState(
  model: MaskModelManifest,
  folders: readonly string[],
): Promise<ModelState<MaskModelManifest>> {
  const own = await ownExport(model, folders);
  if (own === null && model.bundles.length > 0) return modelState(model, folders);
  const missing = own === null ? [...NEEDED] : await missingIn(own);
  const accepted = await isLicenceAccepted(model);
  return {
    ...{ model, missing, accepted, own, downloadBytes: 0 },
    present: missing.length === 0,
    absent: own === null,
  };
}

/** Checks the files of a model for masks, of an export of one's own by its manifest. */
export async function verifyMaskModel(
  model: MaskModelManifest,
  folders: readonly string[],
): Promise<FileState[]> {
  const own = await ownExport(model, folders);
  if (own !== null) {
    const manifest = await readExportManifest(own);
    if (manifest) return verifyExport(own, manifest);
  }
  const states: FileState[] = [];
  for (const bundle of model.bundles) states.push(...(await verifyBundle(bundle, folders)));
  if (model.bundles.length > 0) return states;
  const folder = own ?? path.join(folders[0] ?? '.', model.name);
  const missing = new Set(own === null ? NEEDED : await missingIn(own));
  return NEEDED.map((name) => ({
    spec: { name, bytes: 0, sha256: null },
    file: path.join(folder, name),
    problem: missing.has(name) ? 'missing' : null,
  }));
}

/**
 * Downloads what is missing of a model for masks; an export of one's own in its folder is left alone.
 * @returns what sources refused, and which files could be checked by their size only
 * @throws AppError `model_export_needed` for a model that nobody hosts; what `pullBundle` throws
 */
export async function pullMaskModel(model: MaskModelManifest, options: ModelPullOptions): Promise<string[]> {
  const own = await ownExport(model, [options.folder]);
  if (own !== null) {
    const { present } = await maskModelState(model, [options.folder]);
    return present ? [] : [`${own} holds an export of your own that is not whole; it is left alone`];
  }
  if (model.bundles.length === 0) throw exportNeeded(model, [options.folder]);
  const before = await maskModelState(model, [options.folder]);
  const refusals = await pullModel(model, options);
  const unhashed = model.bundles
    .flatMap(({ files }) => files)
    .some(({ name, sha256 }) => sha256 === null && before.missing.includes(name));
  const bySize = `${model.name}: its files were checked by their sizes only, since no hashes of them are published`;
  return unhashed ? [...refusals, bySize] : refusals;
}
