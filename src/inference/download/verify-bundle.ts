import path from 'node:path';
import { fileProblem, sha256Digest } from './file-check.ts';
import type { ModelBundle, ModelFileSpec } from './model-bundle.ts';
import { findModel } from './model-folders.ts';

/** State of a file of a bundle on the disk. */
export interface FileState {
  readonly spec: ModelFileSpec;
  readonly file: string;
  /** Null when it is as it must be; `missing`; else why it is another file. */
  readonly problem: string | null;
}

/**
 * Checks all files of a bundle by size and, where one is stated, hash, wherever {@link findModel} finds them.
 * @param folders the models' folders; a missing file is named in the first one
 */
export async function verifyBundle(bundle: ModelBundle, folders: readonly string[]): Promise<FileState[]> {
  const states: FileState[] = [];
  for (const spec of bundle.files) {
    const found = await findModel(folders, bundle, spec);
    const file = found?.file ?? path.join(folders[0] ?? '.', bundle.folder, spec.name);
    const problem = await fileProblem(file, spec.bytes, sha256Digest(spec.sha256));
    states.push({ spec, file, problem });
  }
  return states;
}
