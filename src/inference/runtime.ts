import { AppError } from '../contract/app-error.ts';

/** The runtime's module. */
export type Runtime = typeof import('onnxruntime-node');

let loaded: Promise<Runtime> | null = null;

const importRuntime = (): Promise<Runtime> => import('onnxruntime-node');

/**
 * Loads the inference runtime at the first call (some 100 ms).
 * @param load replaces the import in tests
 * @throws AppError `inference_missing` where it is not installed or does not run here
 */
export async function loadRuntime(load?: () => Promise<Runtime>): Promise<Runtime> {
  const loading = load ? load() : (loaded ?? importRuntime());
  try {
    const runtime = await loading;
    // Failures arrive as exceptions; the runtime would print them on stderr as well.
    runtime.env.logLevel = 'fatal';
    if (!load) loaded = loading;
    return runtime;
  } catch (thrown) {
    const [reason = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
    throw new AppError('inference_missing', { reason }, { cause: thrown });
  }
}

/**
 * Version of the runtime.
 * @throws AppError `inference_missing`
 */
export async function runtimeVersion(load?: () => Promise<Runtime>): Promise<string> {
  const { versions } = (await loadRuntime(load)).env;
  return versions.node ?? versions.common;
}
