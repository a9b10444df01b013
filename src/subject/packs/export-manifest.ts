import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fileProblem, sha256Digest } from '../../inference/download/file-check.ts';
import type { FileState } from '../../inference/download/verify-bundle.ts';
import { maskModelInvalid } from './assemble-sam2.ts';

/** Name of the file in which an export says what it consists of. */
export const MANIFEST_FILE = 'manifest.json';

const manifestSchema = z.object({
  files: z.array(
    z.object({
      path: z.string().regex(/^[\w.-]+\.(?:onnx|json)$/, 'must be the name of a file'),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/i),
    }),
  ),
});

/** A file as an export says that it is. */
export type ExportedFile = z.output<typeof manifestSchema>['files'][number];

/**
 * Reads the manifest of an export.
 * @returns its files, or null where the folder has no manifest
 * @throws AppError `mask_model_invalid` for one that cannot be read
 */
export async function readExportManifest(folder: string): Promise<readonly ExportedFile[] | null> {
  const text = await readFile(path.join(folder, MANIFEST_FILE), 'utf8').catch(() => null);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw maskModelInvalid(folder, `${MANIFEST_FILE} is no JSON`);
  }
  const { data, error } = manifestSchema.safeParse(value);
  if (data) return data.files;
  const [first] = error.issues;
  throw maskModelInvalid(folder, `${MANIFEST_FILE} is wrong: ${first?.path.join('.')} ${first?.message}`);
}

/** Checks the files of an export by size and hash. */
export async function verifyExport(folder: string, files: readonly ExportedFile[]): Promise<FileState[]> {
  const states: FileState[] = [];
  for (const { path: name, bytes, sha256 } of files) {
    const file = path.join(folder, name);
    const problem = await fileProblem(file, bytes, sha256Digest(sha256.toLowerCase()));
    states.push({ spec: { name, bytes, sha256 }, file, problem });
  }
  return states;
}
