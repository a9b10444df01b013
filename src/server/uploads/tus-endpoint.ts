import { randomBytes } from 'node:crypto';
import { MemoryLocker, Server } from '@tus/server';
import { AppError, toAppError } from '../../contract/app-error.ts';
import { API } from '../../contract/http.ts';
import { httpErrorOf } from '../http-app.ts';
import type { UploadFolder } from './upload-folder.ts';
import { UploadStore } from './upload-store.ts';

/** How long a request that is cut off may go on writing when another one wants its file, milliseconds. */
const DRAIN_MS = 1000;

const ID = /^[0-9a-f]{32}$/;

/** Bytes for people, in decimal units. */
function sizeText(bytes: number): string {
  const [unit, name] = bytes >= 1e9 ? [1e9, 'GB'] : bytes >= 1e6 ? [1e6, 'MB'] : [1e3, 'kB'];
  return `${Math.round((bytes / unit) * 10) / 10} ${name}`;
}

/** What tus says by status and text, as an error of the table. */
function errorOf(status: number, text: string, limit: number): AppError {
  switch (status) {
    case 404:
    case 410:
      return new AppError('not_found', { what: 'such upload' });
    case 409:
      return new AppError('upload_conflict');
    case 413:
      return new AppError('request_too_large', { limit: sizeText(limit) });
    default:
      // 501: an extension of the protocol that this server does not have.
      return status < 500 || status === 501
        ? new AppError('request_invalid', { reason: text.trim() || `HTTP ${status}` })
        : new AppError('internal', { reason: text.trim() || 'the upload failed' });
  }
}

const isTusError = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'status_code' in thrown;

/** Resumable uploads: the tus protocol over a folder. */
export class TusEndpoint {
  readonly #server: Server;
  readonly #folder: UploadFolder;
  readonly #limit: number;
  readonly #locker = new MemoryLocker();
  /** Errors of ours by request: tus passes on texts only. */
  readonly #errors = new WeakMap<Request, AppError>();

  /** @param limit largest file, bytes */
  constructor(folder: UploadFolder, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
    this.#server = new Server({
      path: `${API}/uploads/tus`,
      datastore: new UploadStore(folder),
      locker: this.#locker,
      lockDrainTimeout: DRAIN_MS,
      maxSize: limit,
      relativeLocation: true,
      respectForwardedHeaders: false,
      allowedOrigins: () => false,
      disableTerminationForFinishedUploads: true,
      namingFunction: () => randomBytes(16).toString('hex'),
      getFileIdFromRequest: ({ url }) => {
        const id = new URL(url).pathname.split('/').at(-1) ?? '';
        return ID.test(id) ? id : undefined;
      },
      onUploadFinish: async (_, { id }) => {
        await folder.finish(id);
        return {};
      },
      onResponseError: (request, thrown) => {
        if (isTusError(thrown)) return undefined;
        const error = toAppError(thrown);
        this.#errors.set(request, error);
        // 499 has no name in HTTP.
        return { status_code: error.httpStatus === 499 ? 400 : error.httpStatus, body: '' };
      },
    });
  }

  /** Answers a request of the tus protocol. Errors have the shape of all others; their status is that of tus. */
  async answer(request: Request): Promise<Response> {
    const answer = await this.#server.handleWeb(request);
    const headers = new Headers(answer.headers);
    // tus is made for other origins; here there are none.
    for (const name of [...headers.keys()]) if (name.startsWith('access-control-')) headers.delete(name);
    const { status } = answer;
    if (status < 400) return new Response(answer.body, { status, headers });
    const error = this.#errors.get(request) ?? errorOf(status, await answer.text(), this.#limit);
    headers.delete('content-length');
    headers.set('Content-Type', 'application/json');
    return new Response(JSON.stringify(httpErrorOf(error)), { status, headers });
  }

  /**
   * Removes a file: a whole one to the trash, the part of another one for good. A request that still sends it is ended.
   * @throws AppError `not_found`, `upload_conflict` when that request does not end, `output_unwritable`
   */
  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#alone(id, signal, () => this.#folder.remove(id, new Date()));
  }

  /**
   * Takes a file out of the trash.
   * @throws AppError `not_found`, `upload_conflict`, `output_unwritable`, `disk_full`
   */
  async restore(id: string, signal: AbortSignal): Promise<void> {
    await this.#alone(id, signal, () => this.#folder.restore(id));
  }

  /** Does something with a file while nobody else does. */
  async #alone(id: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    if (!ID.test(id)) throw new AppError('not_found', { what: 'such upload' });
    const lock = this.#locker.newLock(id);
    await lock
      .lock(signal, () => undefined)
      .catch(() => {
        throw new AppError(signal.aborted ? 'cancelled' : 'upload_conflict');
      });
    try {
      await work();
    } finally {
      await lock.unlock();
    }
  }
}
