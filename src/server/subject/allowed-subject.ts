import path from 'node:path';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { knownMaskModel } from '../../subject/packs/known-mask-models.ts';
import type { AllowedRoots } from '../allowed-roots.ts';

/**
 * The options about the subject that the page asks for. A model of one's own is read like any other file: below the roots
 * only. Its path stays as it was written, because it belongs to the configuration of the run.
 * @throws AppError `path_refused`, `input_missing`, `input_unreadable`
 */
export async function allowedSubject(options: AnalyzeOptions, roots: AllowedRoots): Promise<AnalyzeOptions> {
  const { sam2WeightsPath: given } = options;
  if (given === null || knownMaskModel(given)) return options;
  const absolute = path.resolve(given);
  await roots.resolve(absolute);
  return { ...options, sam2WeightsPath: absolute };
}
