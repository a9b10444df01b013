import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { exportCommand } from './export-command.ts';
import { KNOWN_MASK_MODELS } from './known-mask-models.ts';
import type { MaskModelManifest } from './mask-model-manifest.ts';

/** Whether a file holds weights for PyTorch, by its name. */
export const isCheckpoint = (file: string): boolean => /\.(?:pt|pth|safetensors|bin|ckpt)$/i.test(file);

/** The known model whose checkpoint a file seems to be, by its name; else the usual one. */
function modelOf(file: string): MaskModelManifest | undefined {
  const name = path.basename(file).toLowerCase();
  const family = /edge[-_]?tam/.test(name) ? 'edgetam' : /sam2(?!\.1|_1|1)/.test(name) ? 'sam2' : 'sam2.1';
  const variant = /large/.test(name)
    ? 'large'
    : /base/.test(name)
      ? 'base_plus'
      : /small/.test(name)
        ? 'small'
        : 'tiny';
  const fits = KNOWN_MASK_MODELS.filter(
    (model) => model.family === family && (model.variant === null || model.variant === variant),
  );
  return fits.find(({ imageSize }) => imageSize === (variant === 'tiny' ? 512 : 1024)) ?? fits[0];
}

/** The error of a checkpoint in place of a model: it names the command that makes a model of it. */
export function checkpointError(file: string): AppError {
  const model = modelOf(file);
  if (!model) return new AppError('mask_model_invalid', { folder: file, reason: 'it is a checkpoint' });
  const official = /\.safetensors$/i.test(file) ? path.posix.basename(model.checkpoint) : file;
  const command = exportCommand(model, path.join(path.dirname(file), model.name), official);
  return new AppError('checkpoint_not_onnx', { file, command });
}
