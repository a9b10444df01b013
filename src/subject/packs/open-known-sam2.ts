import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { findModel } from '../../inference/download/model-folders.ts';
import { SAM2_ROLES, type Sam2Model, type Sam2Role } from '../sam2/sam2-model.ts';
import { assembleSam2, maskModelInvalid, type Sam2File } from './assemble-sam2.ts';
import { exportCommand } from './export-command.ts';
import { CONSTANTS_FILE } from './hosted-sam2.ts';
import type { MaskModelManifest } from './mask-model-manifest.ts';
import { openSam2Folder } from './open-sam2-folder.ts';
import { ownExport } from './own-export.ts';

/** The error of a model that nobody hosts: it names the command that makes it and where it belongs. */
export function exportNeeded(model: MaskModelManifest, folders: readonly string[]): AppError {
  const folder = path.join(folders[0] ?? '.', model.name);
  const command = exportCommand(model, folder);
  return new AppError('model_export_needed', { pack: model.name, checkpoint: model.checkpoint, command });
}

async function openExport(model: MaskModelManifest, folder: string): Promise<Sam2Model> {
  const opened = await openSam2Folder(folder, model.name);
  const { image_size, family } = opened.constants;
  if (image_size !== model.imageSize)
    throw maskModelInvalid(folder, `it looks at ${image_size} pixels instead of ${model.imageSize}`);
  if (family !== undefined && family !== model.family)
    throw maskModelInvalid(folder, `it is of the family ${family} instead of ${model.family}`);
  return opened;
}

/**
 * Opens a known model from the models' folders: an export of one's own in its folder, else the files that are hosted.
 * Of hosted files sizes are checked here, hashes where they are downloaded or verified.
 * @throws AppError `model_missing`, `model_export_needed` for one that nobody hosts, `model_invalid`, `mask_model_invalid`
 */
export async function openKnownSam2(
  model: MaskModelManifest,
  folders: readonly string[],
): Promise<Sam2Model> {
  const own = await ownExport(model, folders);
  if (own !== null) return openExport(model, own);
  const [bundle] = model.bundles;
  if (!bundle) throw exportNeeded(model, folders);
  const files = new Map<string, Sam2File>();
  const missing: string[] = [];
  for (const spec of bundle.files) {
    const found = await findModel(folders, bundle, spec);
    if (!found) missing.push(spec.name);
    else if (found.bytes !== spec.bytes) {
      const reason = `it has ${found.bytes} bytes instead of ${spec.bytes}`;
      throw new AppError('model_invalid', { file: found.file, reason });
    } else files.set(spec.name, { file: found.file, sha256: spec.sha256 });
  }
  const folder = path.join(folders[0] ?? '', bundle.folder);
  if (missing.length > 0)
    throw new AppError('model_missing', { pack: model.name, missing: missing.join(', '), folder });
  const graphs: Partial<Record<Sam2Role, Sam2File>> = {};
  for (const role of SAM2_ROLES) {
    const found = files.get(`${role}.onnx`);
    if (found) graphs[role] = found;
  }
  const constants = files.get(CONSTANTS_FILE) ?? null;
  return assembleSam2({
    name: model.name,
    folder: constants ? path.dirname(constants.file) : folder,
    graphs,
    constants,
  });
}
