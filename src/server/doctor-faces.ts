import { AppError } from '../contract/app-error.ts';
import type { PackManifest } from '../faces/packs/pack-manifest.ts';
import { type ModelState, modelState } from '../inference/download/model-state.ts';
import { type KnownProvider, listProviders } from '../inference/providers.ts';
import { type Runtime, runtimeVersion } from '../inference/runtime.ts';
import { absent, type Check, ok } from './doctor-check.ts';

const FACES = 'finding and comparing faces';

async function runtimeCheck(load?: () => Promise<Runtime>): Promise<Check> {
  try {
    return ok('faces', `onnxruntime-node ${await runtimeVersion(load)}`);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return absent('faces', thrown.message, FACES, thrown.hint);
  }
}

function modelsCheck(states: readonly ModelState[]): Check {
  const here = states.filter(({ present }) => present).map(({ model }) => model.name);
  const [usual] = states;
  const name = 'face models';
  if (!usual) return absent(name, 'none are known', FACES, '');
  if (usual.present) return ok(name, here.join(', '));
  const parts = usual.absent ? 'not on this machine' : `incomplete (${usual.missing.join(', ')} missing)`;
  const others = here.length > 0 ? `; others are: ${here.join(', ')}` : '';
  return absent(
    name,
    `${usual.model.name} is ${parts}${others}`,
    here.length > 0 ? `${FACES} with the usual models` : FACES,
    'Run `framesift models pull`.',
  );
}

/** What a model can run on besides the processor. */
function graphicsChecks(providers: readonly KnownProvider[]): Check[] {
  const others = providers.filter(({ name }) => name !== 'cpu');
  const labels = others.filter(({ installed }) => installed).map(({ label }) => label);
  const name = 'graphics processor';
  const first =
    labels.length > 0
      ? ok(name, `${labels.join(', ')} (with --gpu, if the machine has the device)`)
      : absent(name, 'the runtime has no part for one on this system', '--gpu', 'Leave out --gpu.');
  const more = others.flatMap(({ label, installed, install }) =>
    installed || install === null
      ? []
      : [
          absent(
            label,
            'not installed',
            `--gpu with ${label}; the processor works on`,
            `Run \`${install}\`.`,
          ),
        ],
  );
  return [first, ...more];
}

async function providerChecks(load?: () => Promise<Runtime>): Promise<Check[]> {
  try {
    const providers = await listProviders(load);
    return [ok('models run on', 'the processor'), ...graphicsChecks(providers)];
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return [absent('graphics processor', 'needs onnxruntime-node', '--gpu', thrown.hint)];
  }
}

/** Where the report looks for what faces need. */
export interface FaceParts {
  /** Packs that are known, the usual one first. */
  readonly packs: readonly PackManifest[];
  /** The models' folders. */
  readonly folders: readonly string[];
  /** Replaces the import of the runtime in tests. */
  readonly load?: () => Promise<Runtime>;
}

/** The lines about faces: the runtime, the models, and what models can run on. */
export async function faceChecks({ packs, folders, load }: FaceParts): Promise<Check[]> {
  const [runtime, states, providers] = await Promise.all([
    runtimeCheck(load),
    Promise.all(packs.map((pack) => modelState(pack, folders))),
    providerChecks(load),
  ]);
  return [runtime, modelsCheck(states), ...providers];
}
