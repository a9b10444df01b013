import { AppError, type ErrorDetails } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-table.ts';

/** An error as a worker sends it. */
export interface WorkerFailure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** What a worker says of something thrown: known errors keep their name, others tell where they come from. */
export function workerFailure(thrown: unknown): WorkerFailure {
  if (thrown instanceof AppError) return { code: thrown.code, details: thrown.details };
  const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { code: 'internal', details: { reason } };
}
