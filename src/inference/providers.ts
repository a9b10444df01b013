import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { loadRuntime, type Runtime } from './runtime.ts';

/** What runs a model. */
export type ProviderName = 'cpu' | 'cuda' | 'webgpu' | 'coreml' | 'dml';

/** A provider as people know it. */
export interface ProviderInfo {
  readonly name: ProviderName;
  readonly label: string;
  /** Command or step that brings it, where the runtime's package does not hold it; else null. */
  readonly install: string | null;
}

/** All providers, in the order in which a graphics processor is looked for; the processor itself comes last. */
export const PROVIDERS: readonly ProviderInfo[] = [
  {
    name: 'cuda',
    label: 'CUDA (NVIDIA)',
    // The package is there already, so its own installation has to run once more.
    install: 'npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12 --foreground-scripts',
  },
  { name: 'coreml', label: 'CoreML (Apple)', install: null },
  { name: 'dml', label: 'DirectML (Windows)', install: null },
  { name: 'webgpu', label: 'WebGPU', install: null },
  { name: 'cpu', label: 'processor', install: null },
];

/** A provider that the runtime knows on this system. */
export interface KnownProvider extends ProviderInfo {
  /** It needs no further download: it comes with the package, or was added to it. */
  readonly installed: boolean;
}

/** Whether a library that is not in the runtime's package was put beside it by its installation. */
function wasAdded(name: string): boolean {
  try {
    const main = createRequire(import.meta.url).resolve('onnxruntime-node');
    const file = `libonnxruntime_providers_${name}.so`;
    const { platform, arch } = process;
    return existsSync(path.join(path.dirname(main), '../bin/napi-v6', platform, arch, file));
  } catch {
    return false;
  }
}

/**
 * The providers that a runtime knows on this system.
 * @throws AppError `inference_missing`
 */
export async function listProviders(load?: () => Promise<Runtime>): Promise<KnownProvider[]> {
  const runtime = await loadRuntime(load);
  const known = new Map(runtime.listSupportedBackends().map(({ name, bundled }) => [name, bundled]));
  return PROVIDERS.flatMap((info) => {
    const bundled = known.get(info.name);
    return bundled === undefined ? [] : [{ ...info, installed: bundled || wasAdded(info.name) }];
  });
}
