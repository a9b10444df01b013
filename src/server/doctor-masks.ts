import type { ModelState } from '../inference/download/model-state.ts';
import type { MaskModelManifest } from '../subject/packs/mask-model-manifest.ts';
import { maskModelState } from '../subject/packs/mask-model-state.ts';
import { absent, type Check, ok } from './doctor-check.ts';

const MASKS = 'subject masks';
const NAME = 'mask models';

function modelsCheck(states: readonly ModelState<MaskModelManifest>[]): Check {
  const here = states.filter(({ present }) => present).map(({ model }) => model.name);
  const [usual] = states;
  if (!usual) return absent(NAME, 'none are known', MASKS, '');
  if (here.length > 0 && usual.present) return ok(NAME, here.join(', '));
  const others = here.length > 0 ? `; others are: ${here.join(', ')}` : '';
  const parts = usual.absent ? 'not on this machine' : `incomplete (${usual.missing.join(', ')} missing)`;
  return absent(
    NAME,
    `${usual.model.name} is ${parts}${others}`,
    here.length > 0 ? `${MASKS} with the usual model` : MASKS,
    `Run \`framesift models pull ${usual.model.name}\`.`,
  );
}

/**
 * The lines about subject masks: what runs the models, and the models.
 * @param runtime the line about the runtime, as it stands for faces
 * @param models those that are known, the usual one first
 * @param folders the models' folders
 */
export async function maskChecks(
  runtime: Check | undefined,
  models: readonly MaskModelManifest[],
  folders: readonly string[],
): Promise<Check[]> {
  const states = await Promise.all(models.map((model) => maskModelState(model, folders)));
  const able = runtime?.status === 'ok';
  const subject = able
    ? ok('subject', runtime.detail)
    : absent('subject', runtime?.detail ?? 'the runtime is missing', MASKS, runtime?.enable ?? '');
  return [subject, modelsCheck(states)];
}
