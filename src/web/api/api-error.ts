import { AppError } from '../../contract/app-error.ts';
import { type HttpError, httpErrorSchema } from '../../contract/http.ts';

/** What the server answered instead of a result, or that it could not be reached. */
export class ApiError extends Error {
  readonly code: string;
  readonly hint: string;
  /** HTTP status; 0 = no answer. */
  readonly status: number;

  constructor({ error }: HttpError, status: number) {
    super(error.message);
    this.name = 'ApiError';
    this.code = error.code;
    this.hint = error.hint;
    this.status = status;
  }
}

/** The server is not there. */
export function unreachable(): ApiError {
  const hint = 'Your marks are kept here and sent when it is back. Start it again with `framesift`.';
  return new ApiError({ error: { code: 'unreachable', message: 'Framesift has stopped.', hint } }, 0);
}

/** Whether the server did not answer, which the page says in one place for all that is asked. */
export function isUnreachable(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.code === 'unreachable';
}

/** The error of an answer that is none of the expected ones. */
export async function errorOf(response: Response): Promise<ApiError> {
  const parsed = httpErrorSchema.safeParse(await response.json().catch(() => null));
  const plain = { code: 'internal', message: `The server answered ${response.status}`, hint: 'Try again.' };
  return new ApiError(parsed.data ?? { error: plain }, response.status);
}

/** What happened and what to do, of anything thrown. */
export function messageOf(thrown: unknown): { readonly message: string; readonly hint: string } {
  if (thrown instanceof ApiError || thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { message, hint: 'Reload the page. If it happens again, please report it with these words.' };
}
