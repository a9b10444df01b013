import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { digestOfFile } from '../../inference/download/file-check.ts';
import { findModel } from '../../inference/download/model-folders.ts';
import type { FacePack } from './face-pack.ts';
import type { PackManifest } from './pack-manifest.ts';

/**
 * Opens a known pack from the models' folders. Sizes are checked here, hashes where files are downloaded or verified.
 * @throws AppError `model_missing`, `model_invalid` for a file of another size
 */
export async function openKnownPack(manifest: PackManifest, folders: readonly string[]): Promise<FacePack> {
  const files = new Map<string, { readonly file: string; readonly sha256: string }>();
  const missing: string[] = [];
  for (const bundle of manifest.bundles) {
    for (const spec of bundle.files) {
      const found = await findModel(folders, bundle, spec);
      if (found && found.bytes !== spec.bytes) {
        const reason = `it has ${found.bytes} bytes instead of ${spec.bytes}`;
        throw new AppError('model_invalid', { file: found.file, reason });
      }
      if (found) {
        const sha256 = spec.sha256 ?? (await digestOfFile(found.file, 'sha256'));
        files.set(spec.name, { file: found.file, sha256 });
      }
      if (!found && !spec.optional) missing.push(spec.name);
    }
  }
  const { name, detector, recogniser } = manifest;
  const file = (wanted: string | null) => (wanted === null ? undefined : files.get(wanted));
  const [found, described] = [file(detector.file), file(recogniser.file)];
  if (missing.length > 0 || !found || !described) {
    const folder = path.join(folders[0] ?? '', manifest.bundles[0]?.folder ?? name);
    throw new AppError('model_missing', { pack: name, missing: missing.join(', '), folder });
  }
  return {
    name,
    detector: { ...detector, file: found.file },
    landmarks: file(manifest.landmarks)?.file ?? null,
    eyes: file(manifest.eyes)?.file ?? null,
    recogniser: { ...recogniser, ...described },
    recognitionProblem: null,
  };
}
