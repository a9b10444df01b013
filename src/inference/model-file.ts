import { readFile } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';
import { type ModelFacts, readModelFacts } from './model-facts.ts';

/** An ONNX file in memory with what it says about itself. */
export interface ModelFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly facts: ModelFacts;
}

/**
 * Reads a model file.
 * @throws AppError `input_missing`, `input_unreadable`, `model_invalid` (empty, cut off, a pointer, no ONNX file)
 */
export async function readModelFile(file: string): Promise<ModelFile> {
  const bytes = await readFile(file).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') throw new AppError('input_missing', { path: file });
    throw new AppError('input_unreadable', { path: file, reason: thrown.message }, { cause: thrown });
  });
  const facts = readModelFacts(bytes);
  if ('problem' in facts) throw new AppError('model_invalid', { file, reason: facts.problem });
  return { file, bytes, facts };
}
