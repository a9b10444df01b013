import path from 'node:path';
import { KNOWN_PACKS } from '../../faces/packs/known-packs.ts';
import type { PackManifest } from '../../faces/packs/pack-manifest.ts';
import { type ModelState, modelSource, modelState } from '../../inference/download/model-state.ts';
import { type ModelPullOptions, pullModel } from '../../inference/download/pull-model.ts';
import { type FileState, verifyBundle } from '../../inference/download/verify-bundle.ts';
import { exportCommand } from '../../subject/packs/export-command.ts';
import { KNOWN_MASK_MODELS } from '../../subject/packs/known-mask-models.ts';
import type { MaskModelManifest } from '../../subject/packs/mask-model-manifest.ts';
import { maskModelState, pullMaskModel, verifyMaskModel } from '../../subject/packs/mask-model-state.ts';

/** Models that are known by name: a pack for faces or a model for subject masks. */
export type KnownModel = PackManifest | MaskModelManifest;

/** All of them, those for faces first. */
export const KNOWN_MODELS: readonly KnownModel[] = [...KNOWN_PACKS, ...KNOWN_MASK_MODELS];

/** What is here of known models. */
export function knownModelState(
  model: KnownModel,
  folders: readonly string[],
): Promise<ModelState<KnownModel>> {
  return model.kind === 'masks' ? maskModelState(model, folders) : modelState(model, folders);
}

/** Whether models can be downloaded; else they have to be made. */
const isHosted = ({ bundles }: KnownModel): boolean => bundles.length > 0;

/** The command that makes models which cannot be downloaded; null for those that can. */
export function exportCommandOf(model: KnownModel, folders: readonly string[]): string | null {
  return model.kind === 'faces' || isHosted(model)
    ? null
    : exportCommand(model, path.join(folders[0] ?? '.', model.name));
}

/** Where models come from, in words. */
export const knownModelSource = ({ model, own }: Pick<ModelState<KnownModel>, 'model' | 'own'>): string =>
  isHosted(model) && own === null ? modelSource(model) : 'own export';

/**
 * Downloads what is missing of known models.
 * @returns warnings
 * @throws AppError as `pullModel`, and `model_export_needed`
 */
export function pullKnownModel(model: KnownModel, options: ModelPullOptions): Promise<string[]> {
  return model.kind === 'masks' ? pullMaskModel(model, options) : pullModel(model, options);
}

/** Checks the files of known models by size and, where one is stated, hash. */
export async function verifyKnownModel(model: KnownModel, folders: readonly string[]): Promise<FileState[]> {
  if (model.kind === 'masks') return verifyMaskModel(model, folders);
  const states: FileState[] = [];
  for (const bundle of model.bundles) states.push(...(await verifyBundle(bundle, folders)));
  return states;
}
