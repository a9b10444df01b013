import { createHash } from 'node:crypto';
import { AppError } from '../contract/app-error.ts';

const LONGEST_NAME = 200;

/**
 * A preset name as it is kept: trimmed, and composed (NFC) so that the same letters are the same name on every system.
 * @throws AppError `usage` for a name that is empty, longer than 200 characters or holds control characters
 */
export function presetName(typed: string): string {
  const name = typed.trim().normalize('NFC');
  if (name === '') throw new AppError('usage', { detail: 'A preset needs a name' });
  if (name.length > LONGEST_NAME || /\p{Cc}/u.test(name)) {
    const detail = `A preset name has at most ${LONGEST_NAME} characters and no line breaks`;
    throw new AppError('usage', { detail });
  }
  return name;
}

/**
 * The file of a preset: readable letters of the name, then a hash of the whole name. So any name fits every file
 * system (length, case, reserved words, slashes) and no two names share a file.
 */
export function presetFileName(name: string): string {
  const letters = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${letters || 'preset'}-${hash}.json`;
}
