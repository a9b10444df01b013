import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import type { FaceFacts, FaceReference } from '../../contract/run-files.ts';
import { FaceReader } from '../../faces/face-reader.ts';
import type { FacePack } from '../../faces/packs/face-pack.ts';
import { loadRuntime } from '../../inference/runtime.ts';
import type { ModelContext } from '../models/pull-for-run.ts';
import { EMBEDDING_DIMENSIONS, type FaceSettings, faceSettingsOf } from './face-settings.ts';
import { openPack } from './open-pack.ts';
import { readReferences } from './read-references.ts';

/** Everything about faces that is settled before the first frame. */
export interface PreparedFaces {
  readonly settings: FaceSettings;
  readonly facts: FaceFacts;
}

function factsOf({ name, recogniser, recognitionProblem }: FacePack, references: FaceFacts['references']) {
  const able = recognitionProblem === null ? recogniser : null;
  return {
    pack: name,
    recogniser: able?.sha256 ?? null,
    max_distance: able?.distance ?? null,
    dimensions: able ? EMBEDDING_DIMENSIONS : 0,
    references,
  };
}

/** Whether a graphics processor runs the models; says why not. */
async function hasGpu(pack: FacePack, warn: (message: string) => void): Promise<boolean> {
  const reader = await FaceReader.open(pack, { gpu: true });
  for (const message of reader.warnings) warn(message);
  await reader.close();
  return reader.provider !== 'cpu';
}

/**
 * Gets the models and the references of a run ready; null where the options look for no faces.
 * @param earlier references of a run that is gone on with; null = read those that the options name
 * @throws AppError `inference_missing`, and what opening models and reference pictures throws
 */
export async function prepareFaces(
  options: AnalyzeOptions,
  earlier: readonly FaceReference[] | null,
  context: ModelContext,
): Promise<PreparedFaces | null> {
  if (!options.enableFaceFilter) return null;
  await loadRuntime();
  const pack = await openPack(options, context);
  const warn = (message: string) => context.emit({ event: 'log', level: 'warn', message });
  const settings = faceSettingsOf({ ...options, gpu: options.gpu && (await hasGpu(pack, warn)) }, pack);
  if (pack.recognitionProblem !== null) warn(`faces are not compared: ${pack.recognitionProblem}`);
  if (options.faceTiles && !settings.tiles)
    warn('--face-tiles has no effect: only UltraFace looks at parts of pictures');
  const references = earlier ?? (await readReferences(options, pack, warn));
  return { settings, facts: factsOf(pack, [...references]) };
}
