import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { AppError, toAppError } from '../contract/app-error.ts';
import { type HttpError, httpErrorSchema } from '../contract/http.ts';

/** An error in the shape of the contract. */
export function httpErrorOf({ code, message, hint }: AppError): HttpError {
  return { error: { code, message, hint } };
}

function asAppError(thrown: unknown): AppError {
  if (thrown instanceof HTTPException && thrown.status < 500) {
    return new AppError('request_invalid', { reason: thrown.message });
  }
  // The connection ended before the whole body was there.
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ECONNRESET') {
    return new AppError('cancelled');
  }
  return toAppError(thrown);
}

/** Answers with an error of the table. */
export function answerError(c: Context, thrown: unknown): Response {
  const error = asAppError(thrown);
  // 499 has no name in HTTP; the request itself was fine.
  const status = error.httpStatus === 499 ? 409 : error.httpStatus;
  return c.json(httpErrorOf(error), status);
}

/** A group of routes; requests that break a schema are answered with `request_invalid`. */
export function newRoutes() {
  return new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const [issue] = result.error.issues;
      const place = issue?.path.join('.');
      const reason = `${place ? `${place}: ` : ''}${issue?.message ?? 'wrong shape'}`;
      return answerError(c, new AppError('request_invalid', { reason }));
    },
  });
}

/** Response descriptions of a route that answers JSON. */
export function jsonAnswers<S extends z.ZodType>(schema: S, description: string) {
  return {
    200: { description, content: { 'application/json': { schema } } },
    default: { description: 'An error', content: { 'application/json': { schema: httpErrorSchema } } },
  } as const;
}

/** Response descriptions of a route that answers bytes. */
export function byteAnswers(type: string, description: string) {
  const schema = z.string().meta({ format: 'binary' });
  return {
    200: { description, content: { [type]: { schema } } },
    304: { description: 'As the ETag says' },
    default: { description: 'An error', content: { 'application/json': { schema: httpErrorSchema } } },
  } as const;
}

/** Request description of a JSON body. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { content: { 'application/json': { schema } }, required: true } as const;
}

/** Path parameter: id of a run. */
export const runParams = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9]{8,32}$/)
    .describe('Run'),
});
/** Path parameters: id of a run and number of a frame. */
export const frameParams = runParams.extend({
  n: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .describe('Frame number'),
});
