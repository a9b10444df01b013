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
    install: 'npm install onnxruntime-node --onnxruntime-node-install=cuda12 --foreground-scripts',
  },
  { name: 'coreml', label: 'CoreML (Apple)', install: null },
  { name: 'dml', label: 'DirectML (Windows)', install: null },
  { name: 'webgpu', label: 'WebGPU', install: null },
  { name: 'cpu', label: 'processor', install: null },
];

/** The providers that a runtime knows on this system; `bundled` ones need no further download. */
export async function listProviders(
  load?: () => Promise<Runtime>,
): Promise<(ProviderInfo & { readonly bundled: boolean })[]> {
  const runtime = await loadRuntime(load);
  const known = new Map(runtime.listSupportedBackends().map(({ name, bundled }) => [name, bundled]));
  return PROVIDERS.flatMap((info) => {
    const bundled = known.get(info.name);
    return bundled === undefined ? [] : [{ ...info, bundled }];
  });
}
