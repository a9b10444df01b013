import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AnalyzeOptions } from '../contract/analyze-options.ts';
import { knownPack } from '../faces/packs/known-packs.ts';
import { knownMaskModel } from '../subject/packs/known-mask-models.ts';

/** A path as it is meant from every folder. What is neither there nor looks like a path stays as it was written. */
function absolute(text: string): string {
  const isPath = /[\\/]/.test(text) || text.startsWith('.') || existsSync(text);
  return isPath ? path.resolve(text) : text;
}

/**
 * The options with absolute paths of models of one's own: they stand in run.json, and who goes on with the run may do so from
 * another folder. Names of known models stay names.
 */
export function withAbsoluteModels(options: AnalyzeOptions): AnalyzeOptions {
  const { faceModel, sam2WeightsPath: weights } = options;
  return {
    ...options,
    faceModel: knownPack(faceModel) ? faceModel : absolute(faceModel),
    sam2WeightsPath: weights === null || knownMaskModel(weights) ? weights : absolute(weights),
  };
}
