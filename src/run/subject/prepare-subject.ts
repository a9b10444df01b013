import { availableParallelism } from 'node:os';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import type { Source, SubjectFacts } from '../../contract/run-files.ts';
import { loadRuntime } from '../../inference/runtime.ts';
import type { Sam2Model } from '../../subject/sam2/sam2-model.ts';
import { openMaskModel } from '../masks/open-mask-model.ts';
import type { ModelContext } from '../models/pull-for-run.ts';

/** Threads of one network: more gain little, and the machine stays usable. */
const MOST_THREADS = 8;

/** Threads that one network may use here. */
export const trackerThreads = (): number => Math.min(availableParallelism(), MOST_THREADS);

/** Everything about the subject that is settled before the first frame. */
export interface PreparedSubject {
  readonly model: Sam2Model;
  readonly facts: SubjectFacts;
  /** Threads of one network. */
  readonly threads: number;
  readonly gpu: boolean;
}

/**
 * Gets the model of a run ready; null where the options want no masks.
 * @throws AppError `masks_need_video`, `inference_missing`, and what opening models throws
 */
export async function prepareSubject(
  source: Source,
  options: AnalyzeOptions,
  context: ModelContext,
): Promise<PreparedSubject | null> {
  if (!options.enableSubjectMask) return null;
  if (source.pictures) throw new AppError('masks_need_video', { path: source.path });
  await loadRuntime();
  const model = await openMaskModel(options, context);
  return {
    model,
    facts: { model: model.name, sha256: model.sha256, image_size: model.constants.image_size },
    threads: trackerThreads(),
    gpu: options.gpu,
  };
}
