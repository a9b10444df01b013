import { DetailedError, Upload } from 'tus-js-client';
import { API, httpErrorSchema } from '../../../contract/http.ts';
import { ApiError } from '../../api/api-error.ts';
import type { UploadMeans } from './upload-store.ts';

/** Pauses before each new try, milliseconds; after some progress they begin anew. */
const FIRST_PAUSES = [0, 1000];
const LATER_PAUSE = 2000;
/** Tries for an hour: a server that is started again finds the page still waiting. */
const TRIES = 1800;
const RETRY_DELAYS = [...FIRST_PAUSES, ...Array.from({ length: TRIES }, () => LATER_PAUSE)];

/** HTTP status of a failure; 0 = no answer. */
function statusOf(error: Error | DetailedError): number {
  return error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : -1;
}

/** A failure in the words of the contract, where the server said them. */
function apiErrorOf(error: Error | DetailedError): unknown {
  if (!(error instanceof DetailedError) || !error.originalResponse) return error;
  const status = statusOf(error);
  const body = error.originalResponse.getBody();
  try {
    const parsed = httpErrorSchema.safeParse(JSON.parse(body));
    if (parsed.success) return new ApiError(parsed.data, status);
  } catch {
    // The upload library answers in plain text.
  }
  const message = body.trim() || `The server answered ${status}`;
  const hint = 'Press Resume to try again, or pick the file from the machine instead.';
  return new ApiError({ error: { code: 'internal', message, hint } }, status);
}

/** The id of an upload: the last part of its address. */
function idOf(url: string | null): string {
  return url?.split('/').at(-1) ?? '';
}

const ENDPOINT = `${API}/uploads/tus`;

/**
 * Sends a file by tus: in one request that goes on where it was cut. What the server has of the file is found by its
 * fingerprint, which the upload carries. Where the browser can make none, the address of an unfinished upload is kept
 * in the browser, so that choosing the same file again after a reload goes on too.
 */
export const tusTransfer: UploadMeans['transfer'] = (file, { fingerprint, begun }, events) => {
  const { onBegun, onProgress, onDone, onFailed, onWaiting } = events;
  let stopped = false;
  const upload = new Upload(file, {
    endpoint: ENDPOINT,
    uploadUrl: begun === null ? null : `${ENDPOINT}/${begun}`,
    retryDelays: RETRY_DELAYS,
    storeFingerprintForResuming: fingerprint === null,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type, ...(fingerprint !== null && { fingerprint }) },
    onUploadUrlAvailable: () => onBegun(idOf(upload.url)),
    onProgress: (sent) => {
      if (!stopped) onProgress(sent);
    },
    onAfterResponse: (_request, response) => {
      // A server that was started anew wants its new key. The library would take the answer for "no such upload",
      // forget what has arrived and begin anew; thrown here it counts as no answer, and is tried again.
      if (response.getStatus() === 401) throw new Error('The key of the server is missing');
    },
    onShouldRetry: (error) => {
      const status = statusOf(error);
      // 423: the request that was cut still holds the file for a moment.
      const again = status === 0 || status === 409 || status === 423 || status >= 500;
      if (again && status !== 507) onWaiting(true);
      return again && status !== 507;
    },
    onSuccess: () => onDone(idOf(upload.url)),
    onError: (error) => onFailed(apiErrorOf(error)),
  });
  let lookedUp = fingerprint !== null;
  return {
    start: () => {
      stopped = false;
      const begin = async (): Promise<void> => {
        if (!lookedUp) {
          const [earlier] = await upload.findPreviousUploads();
          if (earlier) upload.resumeFromPreviousUpload(earlier);
          lookedUp = true;
        }
        if (!stopped) upload.start();
      };
      begin().catch(onFailed);
    },
    pause: () => {
      stopped = true;
      void upload.abort();
    },
  };
};
