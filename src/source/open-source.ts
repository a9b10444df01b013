import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/app-error.ts';
import type { Source } from '../contract/run-files.ts';
import { fingerprintFile } from './fingerprint.ts';
import { isAddress } from './list-inputs.ts';

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** Why a file could not be read. */
export function reasonOf(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = codeOf(thrown);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new AppError('input_missing', { path: file });
  const reason = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : String(thrown);
  return new AppError('input_unreadable', { path: file, reason }, { cause: thrown });
}

/**
 * Opens one input as a source: an existing, readable, non-empty local file with its fingerprint.
 * @throws AppError `usage` when it is empty text, `url_refused` when it is an address, `input_missing`, `input_unreadable`, `input_empty`
 */
export async function openSource(input: string): Promise<Source> {
  if (input === '') throw new AppError('usage', { detail: 'The name of the input is empty' });
  if (isAddress(input))
    throw new AppError('url_refused', { url: input, reason: 'only files can be opened here' });
  const file = path.resolve(input);
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw new AppError('input_unreadable', { path: file, reason: 'it is not a file' });
    await access(file, constants.R_OK);
    if (facts.size === 0) throw new AppError('input_empty', { path: file });
    return { path: file, ...(await fingerprintFile(file)) };
  } catch (thrown) {
    throw reasonOf(thrown, file);
  }
}
