import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AppError } from '../../contract/app-error.ts';
import { MOST_PICTURE_BYTES } from '../../contract/face-pictures.ts';
import { API } from '../../contract/http.ts';
import { answerError } from '../http-app.ts';
import type { Refusals } from './refusals.ts';
import { remoteAddress } from './remote-address.ts';

const MEGABYTE = 2 ** 20;

/** Largest body of a request, megabytes. */
const USUAL_SIZE = 8;
/** Two million verdicts of up to 52 characters each. */
const REVIEW_SIZE = 128;

/** Path of the uploads; they have a limit of their own. */
export const UPLOAD_PATH = `${API}/uploads/tus`;

/** Whether a path belongs to the uploads. */
export function isUpload(path: string): boolean {
  return path === UPLOAD_PATH || path.startsWith(`${UPLOAD_PATH}/`);
}

function limiter(megabytes: number, refusals: Refusals): MiddlewareHandler {
  return bodyLimit({
    maxSize: megabytes * MEGABYTE,
    onError: (c) => {
      refusals.note('size', remoteAddress(c), `a body of more than ${megabytes} MB for ${c.req.path}`);
      return answerError(c, new AppError('request_too_large', { limit: `${megabytes} MB` }));
    },
  });
}

/** Bounds the body of a request, before anything of it is parsed. */
export function requestSize(refusals: Refusals): MiddlewareHandler {
  const usual = limiter(USUAL_SIZE, refusals);
  const review = limiter(REVIEW_SIZE, refusals);
  const picture = limiter(MOST_PICTURE_BYTES / MEGABYTE, refusals);
  const isReview = new RegExp(`^${API}/runs/[a-z0-9]+/review$`);
  return (c, next) => {
    if (isUpload(c.req.path)) return next();
    if (c.req.path === `${API}/faces/pictures`) return picture(c, next);
    return (isReview.test(c.req.path) ? review : usual)(c, next);
  };
}
