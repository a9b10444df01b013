import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { pictureFileType } from '../../run/picture-file-type.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { ServerContext } from '../server-context.ts';
import { DecodedPictures } from './decoded-pictures.ts';
import type { ThumbnailWidth } from './make-thumbnail.ts';
import { readStored, type StoredFile, storedFile, streamStored } from './stored-file.ts';
import { ThumbnailStore } from './thumbnail-store.ts';
import { Thumbnails } from './thumbnails.ts';
import { type ViewedRun, ViewedRuns } from './viewed-run.ts';

/** Bytes to send. */
export interface PictureBody {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly size: number;
  readonly type: string;
  /** Tells one state of the picture from others of the same frame. */
  readonly state: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
};
const typeOf = (name: string) => TYPES[path.extname(name)] ?? 'application/octet-stream';

/** Larger files are sent piece by piece. */
const MOST_WHOLE_BYTES = 1 << 20;

async function bodyOf(file: StoredFile): Promise<PictureBody | null> {
  const facts = { type: typeOf(file.path), state: `${file.size}-${Math.round(file.modified)}` };
  if (file.size > MOST_WHOLE_BYTES) return { ...facts, body: streamStored(file), size: file.size };
  const bytes = await readStored(file);
  return bytes && { ...facts, body: new Uint8Array(bytes), size: bytes.length };
}

/** Pictures, thumbnails and masks of the frames of all runs. */
export class FramePictures {
  readonly #records: RecordStore;
  readonly #runs = new ViewedRuns();
  readonly #decoded: DecodedPictures;
  readonly #thumbnails: Thumbnails;

  constructor(context: ServerContext, records: RecordStore) {
    const store = new ThumbnailStore(path.join(context.settings.state, 'thumbnails'), context.log);
    this.#records = records;
    this.#decoded = new DecodedPictures(context, store);
    this.#thumbnails = new Thumbnails(store, this.#decoded, context.log);
    const close = () => {
      const closing = store.close();
      context.unfinished?.add(closing);
    };
    context.signal.addEventListener('abort', close, { once: true });
  }

  /**
   * A run by its folder.
   * @throws AppError `run_missing`, `run_invalid`
   */
  run(folder: string): Promise<ViewedRun> {
    return this.#runs.of(folder);
  }

  /**
   * The picture of a frame: the file of the run, or what the run would have written.
   * @throws AppError `not_found`, `frame_damaged`, `input_missing`, `source_changed`, `cancelled`
   */
  async picture(run: ViewedRun, frameNumber: number, signal: AbortSignal): Promise<PictureBody> {
    const records = this.#records.fileOf(run.folder);
    const record = await records.record(frameNumber);
    if (record.status === 'error') throw new AppError('frame_damaged', { frame: frameNumber });
    const stored = record.filename === null ? null : await storedFile(run.folder, record.filename);
    const body = stored && (await bodyOf(stored));
    if (body) return body;
    const bytes = await this.#decoded.get(run, records, frameNumber, 'picture', signal);
    const type = typeOf(`picture.${pictureFileType(bytes)}`);
    return { body: new Uint8Array(bytes), size: bytes.length, type, state: 'video' };
  }

  /**
   * The thumbnail of a frame, WebP.
   * @throws AppError as {@link picture}
   */
  async thumbnail(
    run: ViewedRun,
    frameNumber: number,
    width: ThumbnailWidth,
    signal: AbortSignal,
  ): Promise<Buffer> {
    return this.#thumbnails.get(run, this.#records.fileOf(run.folder), frameNumber, width, signal);
  }

  /**
   * The mask of a frame, PNG: the file that its record names, which can only be one of the pipeline's (`mask_path`).
   * @throws AppError `not_found` where there is none
   */
  async mask(run: ViewedRun, frameNumber: number): Promise<PictureBody> {
    const { mask_path } = await this.#records.fileOf(run.folder).record(frameNumber);
    const stored = mask_path ? await storedFile(run.folder, ...mask_path.split('/')) : null;
    const body = stored && (await bodyOf(stored));
    if (body) return body;
    throw new AppError('not_found', { what: `mask of frame ${frameNumber}` });
  }
}
