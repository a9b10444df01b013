import path from 'node:path';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import type { EventSink } from '../../contract/events.ts';
import { nearestName } from '../../contract/parse-options.ts';
import type { FacePack } from '../../faces/packs/face-pack.ts';
import { KNOWN_PACKS, knownPack } from '../../faces/packs/known-packs.ts';
import { openKnownPack } from '../../faces/packs/open-known-pack.ts';
import { openPackFolder } from '../../faces/packs/open-pack-folder.ts';
import type { PackManifest } from '../../faces/packs/pack-manifest.ts';
import { pullPack } from '../../faces/packs/pull-pack.ts';
import { modelFolders } from '../../inference/download/model-folders.ts';

/** Least time between two reports of a download, milliseconds. */
const REPORT_MS = 250;

/** What opening a pack needs from outside. */
export interface PackContext {
  readonly emit: EventSink;
  readonly signal: AbortSignal;
}

type PackOptions = Pick<AnalyzeOptions, 'faceModel' | 'modelsDir' | 'acceptLicense'>;

async function pull(manifest: PackManifest, folder: string, options: PackOptions, context: PackContext) {
  const { emit, signal } = context;
  emit({ event: 'stage', stage: 'download' });
  emit({ event: 'log', level: 'info', message: `models of ${manifest.name} are downloaded into ${folder}` });
  const begun = performance.now();
  let reported = 0;
  const accept = options.acceptLicense === null ? {} : { accept: options.acceptLicense };
  const refusals = await pullPack(manifest, {
    folder,
    signal,
    ...accept,
    onProgress: ({ received, total }) => {
      const now = performance.now();
      if (now - reported < REPORT_MS && received < total) return;
      reported = now;
      const speed = received / Math.max((now - begun) / 1000, 0.001);
      const eta = speed > 0 ? (total - received) / speed : null;
      emit({ event: 'download', bytes: received, total, speed, eta });
    },
  });
  for (const message of refusals) emit({ event: 'log', level: 'warn', message });
}

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
export async function openPack(options: PackOptions, context: PackContext): Promise<FacePack> {
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
  const folders = modelFolders(modelsDir);
  try {
    return await openKnownPack(manifest, folders);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'model_missing') throw thrown;
    await pull(manifest, folders[0] ?? '.', options, context);
    return openKnownPack(manifest, folders);
  }
}
