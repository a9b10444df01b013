import path from 'node:path';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import { nearestName } from '../../contract/parse-options.ts';
import type { FacePack } from '../../faces/packs/face-pack.ts';
import { KNOWN_PACKS, knownPack } from '../../faces/packs/known-packs.ts';
import { openKnownPack } from '../../faces/packs/open-known-pack.ts';
import { openPackFolder } from '../../faces/packs/open-pack-folder.ts';
import { modelFolders } from '../../inference/download/model-folders.ts';
import { type ModelContext, openOrPull } from '../models/pull-for-run.ts';

type PackOptions = Pick<AnalyzeOptions, 'faceModel' | 'modelsDir' | 'acceptLicense'>;

/** A name that is neither a known pack nor looks like a path. */
function unknownPack(name: string): AppError {
  const known = KNOWN_PACKS.map((pack) => pack.name);
  const nearest = nearestName(name, known);
  const meant = nearest ? `did you mean ${nearest}?` : `there are ${known.join(', ')}, or a folder`;
  return new AppError('usage', { detail: `--face-model: there are no models called ${name}; ${meant}` });
}

/**
 * Opens the models that options name; a known pack that is missing is downloaded first.
 * @throws AppError `pack_invalid`, `model_invalid`, `licence_needed`, `model_download_failed`, `usage` for an unknown name
 */
export async function openPack(options: PackOptions, context: ModelContext): Promise<FacePack> {
  const { faceModel, modelsDir } = options;
  const manifest = knownPack(faceModel);
  if (!manifest) {
    const isPath = /[\\/]/.test(faceModel) || faceModel.startsWith('.');
    return openPackFolder(path.resolve(faceModel)).catch((thrown: unknown) => {
      const isMissing = thrown instanceof AppError && thrown.code === 'pack_invalid' && !isPath;
      const cause = isMissing && thrown.cause instanceof Error ? thrown.cause : null;
      throw cause && 'code' in cause && cause.code === 'ENOENT' ? unknownPack(faceModel) : thrown;
    });
  }
  const how = { folders: modelFolders(modelsDir), acceptLicense: options.acceptLicense };
  return openOrPull(manifest, openKnownPack, how, context);
}
