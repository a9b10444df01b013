import { AppError } from '../../contract/app-error.ts';
import type { RecordFile } from '../records/record-file.ts';
import type { ServerContext } from '../server-context.ts';
import { NewestFirst } from '../work/newest-first.ts';
import { SharedWork } from '../work/shared-work.ts';
import type { DecodedPictures } from './decoded-pictures.ts';
import { makeThumbnail, type ThumbnailWidth } from './make-thumbnail.ts';
import { readStored, storedFile } from './stored-file.ts';
import type { ThumbnailStore } from './thumbnail-store.ts';
import type { ViewedRun } from './viewed-run.ts';

/** Thumbnails made at once. */
const AT_ONCE = 2;

/** Small pictures, made when they are asked for, the newest request first, and kept on disk. */
export class Thumbnails {
  readonly #store: ThumbnailStore;
  readonly #decoded: DecodedPictures;
  readonly #log: ServerContext['log'];
  readonly #turns = new NewestFirst(AT_ONCE);
  readonly #shared = new SharedWork<Buffer>();

  constructor(store: ThumbnailStore, decoded: DecodedPictures, log: ServerContext['log']) {
    this.#store = store;
    this.#decoded = decoded;
    this.#log = log;
  }

  /**
   * The thumbnail of a frame, WebP.
   * @throws AppError `not_found`, `frame_damaged`, `cancelled`, whatever keeps the video from being decoded
   */
  async get(
    run: ViewedRun,
    records: RecordFile,
    frameNumber: number,
    width: ThumbnailWidth,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const kept = await this.#store.read(run, width, frameNumber);
    if (kept) return kept;
    return this.#shared.run(`${frameNumber} ${width} ${run.key} ${run.folder}`, signal, (all) =>
      this.#make(run, records, frameNumber, width, all),
    );
  }

  async #make(
    run: ViewedRun,
    records: RecordFile,
    frameNumber: number,
    width: ThumbnailWidth,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const record = await records.record(frameNumber);
    if (record.status === 'error') throw new AppError('frame_damaged', { frame: frameNumber });
    const stored = record.filename === null ? null : await storedFile(run.folder, record.filename);
    if (stored) {
      const made = await this.#turns.run(signal, async () => {
        const picture = await readStored(stored);
        return picture && this.#keep(run, frameNumber, width, picture).catch(() => null);
      });
      if (made) return made;
      this.#log('warn', `${stored.path} cannot be read: its picture is taken from the video`);
    }
    return this.#decoded.get(run, records, frameNumber, width, signal);
  }

  async #keep(run: ViewedRun, frameNumber: number, width: ThumbnailWidth, picture: Buffer): Promise<Buffer> {
    const thumbnail = await makeThumbnail(picture, width);
    await this.#store.write(run, width, frameNumber, thumbnail);
    return thumbnail;
  }
}
