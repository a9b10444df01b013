import { AppError } from '../../contract/app-error.ts';
import type { EventSink } from '../../contract/events.ts';
import type { ModelPullOptions } from '../../inference/download/pull-model.ts';
import { type KnownModel, pullKnownModel } from './known-models.ts';

/** Least time between two reports of a download, milliseconds. */
const REPORT_MS = 250;

/** What opening models needs from outside. */
export interface ModelContext {
  readonly emit: EventSink;
  readonly signal: AbortSignal;
}

/** How models are pulled for a run. */
export interface RunPull {
  /** The models' folders; downloads go into the first. */
  readonly folders: readonly string[];
  /** Terms that are accepted now; null = none. */
  readonly acceptLicense: string | null;
}

async function pull(model: KnownModel, { folders, acceptLicense }: RunPull, context: ModelContext) {
  const { emit, signal } = context;
  const folder = folders[0] ?? '.';
  emit({ event: 'stage', stage: 'download' });
  emit({ event: 'log', level: 'info', message: `models of ${model.name} are downloaded into ${folder}` });
  const begun = performance.now();
  let reported = 0;
  const onProgress: ModelPullOptions['onProgress'] = ({ received, total }) => {
    const now = performance.now();
    if (now - reported < REPORT_MS && received < total) return;
    reported = now;
    const speed = received / Math.max((now - begun) / 1000, 0.001);
    const eta = speed > 0 ? (total - received) / speed : null;
    emit({ event: 'download', bytes: received, total, speed, eta });
  };
  const accept = acceptLicense === null ? {} : { accept: acceptLicense };
  const warnings = await pullKnownModel(model, { folder, signal, onProgress, ...accept });
  for (const message of warnings) emit({ event: 'log', level: 'warn', message });
}

/**
 * Opens known models, and downloads them first if they are missing.
 * @param open throws `model_missing` when they are
 * @throws AppError what opening and pulling throw
 */
export async function openOrPull<M extends KnownModel, T>(
  model: M,
  open: (model: M, folders: readonly string[]) => Promise<T>,
  how: RunPull,
  context: ModelContext,
): Promise<T> {
  try {
    return await open(model, how.folders);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'model_missing') throw thrown;
    await pull(model, how, context);
    return open(model, how.folders);
  }
}
