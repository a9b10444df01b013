import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../contract/app-error.ts';

import type { ModelFile } from './model-file.ts';
import { listProviders, PROVIDERS, type ProviderName } from './providers.ts';
import { loadRuntime, type Runtime } from './runtime.ts';
import { withoutVanishingWeights } from './vanishing-weights.ts';

/** A float32 tensor: its values row by row, and its sizes. */
export interface FloatTensor {
  /** Not over shared memory: the runtime takes only arrays of its own thread. */
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A tensor that a model takes: float32, int32 (`Int32Array`) or int64 (`BigInt64Array`). A single number has no sizes. */
export interface InputTensor {
  readonly data: Float32Array | Int32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** How a model is to run. */
export interface SessionOptions {
  /** Threads of one call. 1 where several workers run one session each. */
  readonly threads: number;
  /** A graphics processor first: `true` looks for one, a name wants that one. Default: the processor. */
  readonly gpu?: boolean | ProviderName;
}

/** A model that is ready to run. */
export interface ModelSession {
  readonly inputNames: readonly string[];
  /** In the order of the graph. */
  readonly outputNames: readonly string[];
  readonly provider: ProviderName;
  /** Why it does not run where it was asked to; null when all is well. */
  readonly warning: string | null;
  /**
   * Runs the model on inputs in the order of `inputNames`.
   * @returns outputs in the order of `outputNames`
   * @throws AppError `inference_failed`
   */
  run(...inputs: readonly FloatTensor[]): Promise<FloatTensor[]>;
  /**
   * Runs the model on inputs by name. Those that the graph does not declare are left out, so that one caller can serve
   * graphs with and without an input.
   * @returns outputs by name
   * @throws AppError `inference_failed`
   */
  runNamed(inputs: Readonly<Record<string, InputTensor>>): Promise<ReadonlyMap<string, FloatTensor>>;
  /** Frees the memory of the model. */
  close(): Promise<void>;
}

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

async function wantedProviders(gpu: boolean | ProviderName): Promise<readonly ProviderName[]> {
  if (gpu === false || gpu === 'cpu') return [];
  const here = (await listProviders()).map(({ name }) => name).filter((name) => name !== 'cpu');
  return gpu === true ? here : here.filter((name) => name === gpu);
}

function create(
  runtime: Runtime,
  bytes: Uint8Array,
  provider: ProviderName,
  threads: number,
): Promise<InferenceSession> {
  return runtime.InferenceSession.create(bytes, {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
}

/** The session with the first provider that works. */
async function createWithAny(model: ModelFile, { threads, gpu = false }: SessionOptions) {
  const runtime = await loadRuntime();
  const bytes = withoutVanishingWeights(model.bytes);
  const refusals: string[] = [];
  for (const name of await wantedProviders(gpu)) {
    try {
      return { runtime, session: await create(runtime, bytes, name, threads), provider: name, warning: null };
    } catch (thrown) {
      refusals.push(`${name}: ${reasonOf(thrown).split('\n')[0]}`);
    }
  }
  const session = await create(runtime, bytes, 'cpu', threads).catch((thrown: unknown) => {
    throw new AppError(
      'model_invalid',
      { file: model.file, reason: `the runtime refuses it: ${reasonOf(thrown)}` },
      { cause: thrown },
    );
  });
  const asked = gpu !== false && gpu !== 'cpu';
  return {
    runtime,
    session,
    provider: 'cpu' as const,
    warning: asked ? fallBackWarning(gpu, refusals) : null,
  };
}

function fallBackWarning(gpu: boolean | ProviderName, refusals: readonly string[]): string {
  const label = PROVIDERS.find(({ name }) => name === gpu)?.label ?? 'graphics processor';
  const why = refusals.length > 0 ? refusals.join('; ') : 'the runtime has none on this system';
  return `No ${label} can be used (${why}); the processor does the work.`;
}

function toTensor(runtime: Runtime, { data, shape }: InputTensor): Tensor {
  if (data instanceof Float32Array) return new runtime.Tensor('float32', data, shape);
  if (data instanceof Int32Array) return new runtime.Tensor('int32', data, shape);
  return new runtime.Tensor('int64', data, shape);
}

function toFloats({ data, dims }: Tensor): FloatTensor {
  if (!(data instanceof Float32Array)) throw new TypeError('an output is not float32');
  return { data, shape: dims };
}

/**
 * Makes a session of a model, with the graphics processor where asked for and possible, else with the processor.
 * @throws AppError `inference_missing`, `model_invalid`
 */
export async function openSession(model: ModelFile, options: SessionOptions): Promise<ModelSession> {
  const { runtime, session, provider, warning } = await createWithAny(model, options);
  const { inputNames, outputNames } = session;
  const runNamed = async (inputs: Readonly<Record<string, InputTensor>>) => {
    try {
      const feeds: Record<string, Tensor> = {};
      for (const [name, input] of Object.entries(inputs))
        if (inputNames.includes(name)) feeds[name] = toTensor(runtime, input);
      const results = await session.run(feeds);
      // By name: names like "448" would come out of the object in numeric order.
      return new Map(
        outputNames.map((name) => {
          const output = results[name];
          if (!output) throw new TypeError(`no output ${name}`);
          return [name, toFloats(output)];
        }),
      );
    } catch (thrown) {
      throw new AppError(
        'inference_failed',
        { file: model.file, reason: reasonOf(thrown) },
        { cause: thrown },
      );
    }
  };
  return {
    inputNames,
    outputNames,
    provider,
    warning,
    runNamed,
    run: async (...inputs) => {
      const named = inputs.map((input, i) => [inputNames[i] ?? '', input] as const);
      return [...(await runNamed(Object.fromEntries(named))).values()];
    },
    close: () => session.release(),
  };
}
