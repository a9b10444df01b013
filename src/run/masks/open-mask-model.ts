import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { isWantedMaskModel, wantedMaskSize } from '../../contract/mask-model.ts';
import type { MASK_OPTIONS } from '../../contract/mask-options.ts';
import type { OptionValues } from '../../contract/option-spec.ts';
import { nearestName } from '../../contract/parse-options.ts';
import { modelFolders } from '../../inference/download/model-folders.ts';
import { KNOWN_MASK_MODELS, knownMaskModel } from '../../subject/packs/known-mask-models.ts';
import type { MaskModelManifest } from '../../subject/packs/mask-model-manifest.ts';
import { openKnownSam2 } from '../../subject/packs/open-known-sam2.ts';
import { openSam2Folder } from '../../subject/packs/open-sam2-folder.ts';
import type { Sam2Model } from '../../subject/sam2/sam2-model.ts';
import { type ModelContext, openOrPull } from '../models/pull-for-run.ts';

/** The options that say which model follows the subject, and where models are. */
export type MaskModelOptions = Pick<
  OptionValues<typeof MASK_OPTIONS>,
  'maskingModel' | 'sam2ModelVariant' | 'sam2WeightsPath' | 'maskSize'
> & { readonly modelsDir: string | null; readonly acceptLicense: string | null };

/**
 * The known model that options name; null where they name a folder.
 * @throws AppError `usage` where there is no such model in the size that is asked for
 */
export function maskModelOf(options: MaskModelOptions): MaskModelManifest | null {
  if (options.sam2WeightsPath !== null) return knownMaskModel(options.sam2WeightsPath);
  const found = KNOWN_MASK_MODELS.find((model) => isWantedMaskModel(model, options));
  if (found) return found;
  const detail = `--mask-size: ${options.maskingModel} looks at 1024 pixels, not at ${wantedMaskSize(options)}`;
  throw new AppError('usage', { detail });
}

/** A weights path that is neither a known name nor looks like a path. */
function unknownModel(name: string): AppError {
  const known = KNOWN_MASK_MODELS.map((model) => model.name);
  const nearest = nearestName(name, known);
  const meant = nearest ? `did you mean ${nearest}?` : `there are ${known.join(', ')}, or a folder`;
  return new AppError('usage', {
    detail: `--sam2-weights-path: there are no models called ${name}; ${meant}`,
  });
}

/**
 * Opens the model for masks that options name; a known one that is missing is downloaded first.
 * @param context null = nothing is downloaded
 * @throws AppError `usage`, `model_export_needed`, `checkpoint_not_onnx`, `mask_model_invalid`, `model_invalid`,
 * `model_download_failed`; `model_missing` where nothing is downloaded
 */
export async function openMaskModel(
  options: MaskModelOptions,
  context: ModelContext | null,
): Promise<Sam2Model> {
  const { sam2WeightsPath, maskSize, modelsDir, acceptLicense } = options;
  const known = maskModelOf(options);
  const how = { folders: modelFolders(modelsDir), acceptLicense };
  const given = path.resolve(sam2WeightsPath ?? '.');
  const openKnown = (model: MaskModelManifest) =>
    context ? openOrPull(model, openKnownSam2, how, context) : openKnownSam2(model, how.folders);
  const opening = known ? openKnown(known) : openSam2Folder(given);
  const model = await opening.catch((thrown: unknown) => {
    const isName = !known && sam2WeightsPath !== null && !/[\\/]|^\.|\.\w+$/.test(sam2WeightsPath);
    const isMissing = thrown instanceof AppError && thrown.details.reason === 'nothing is there';
    throw isName && isMissing ? unknownModel(sam2WeightsPath) : thrown;
  });
  const { image_size } = model.constants;
  if (maskSize === 'auto' || Number(maskSize) === image_size) return model;
  throw new AppError('usage', {
    detail: `--mask-size ${maskSize}: ${model.name} looks at ${image_size} pixels; leave the option out`,
  });
}
