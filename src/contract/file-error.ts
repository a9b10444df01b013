import { AppError, toAppError } from './app-error.ts';

/** The part of an operating system error that is looked at. */
interface SystemError {
  readonly code: string;
  readonly message: string;
}

const NO_SPACE: readonly string[] = ['ENOSPC', 'EDQUOT'];

const UNWRITABLE: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  ENOENT: 'a folder above it does not exist',
  ENAMETOOLONG: 'the name is too long',
};

/** Node's own errors (`ERR_…`) are defects; those of the operating system (`EACCES`, `EIO` …) are not. */
function isSystemError(thrown: unknown): thrown is SystemError {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return false;
  return typeof thrown.code === 'string' && /^E[A-Z0-9]+$/.test(thrown.code);
}

/**
 * The error for a failed write: `disk_full` (ENOSPC, EDQUOT), `output_unwritable` for any other refusal of the
 * operating system; an AppError stays itself and anything else becomes `internal`.
 * @param path what was being written
 */
export function toFileError(thrown: unknown, path: string): AppError {
  if (thrown instanceof AppError || !isSystemError(thrown)) return toAppError(thrown);
  if (NO_SPACE.includes(thrown.code)) return new AppError('disk_full', { path }, { cause: thrown });
  const reason = UNWRITABLE[thrown.code] ?? thrown.message ?? thrown.code;
  return new AppError('output_unwritable', { path, reason }, { cause: thrown });
}
