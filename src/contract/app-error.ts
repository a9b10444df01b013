import type { ErrorEntry } from './error-entry.ts';
import { ERROR_TABLE, type ErrorCode } from './error-table.ts';

/** Values for the `{places}` of an error's message and hint. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => String(details[key] ?? ''));
}

/**
 * The one error class of the program: a code of the error table with the details of this occurrence.
 * Messages and hints come from the table, so they can be documented and tested.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly exitCode: ErrorEntry['exitCode'];
  readonly httpStatus: ErrorEntry['httpStatus'];
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options: { cause?: unknown } = {}) {
    const entry: ErrorEntry = ERROR_TABLE[code];
    super(fill(entry.message, details), options);
    this.name = 'AppError';
    this.code = code;
    this.hint = fill(entry.hint, details);
    this.exitCode = entry.exitCode;
    this.httpStatus = entry.httpStatus;
    this.details = details;
  }
}

/** Wraps anything thrown into an {@link AppError}; an AppError stays itself. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', { reason }, { cause: thrown });
}
