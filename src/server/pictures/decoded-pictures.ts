import { AppError } from '../../contract/app-error.ts';
import { PictureSource, type RawPicture, type WantedFrame } from '../../run/decode-pictures.ts';
import { encodePicture } from '../../run/picture-writer.ts';
import type { RecordFile } from '../records/record-file.ts';
import type { ServerContext } from '../server-context.ts';
import { NewestFirst } from '../work/newest-first.ts';
import { ByteCache } from './byte-cache.ts';
import { GroupQueue, type GroupWork } from './group-queue.ts';
import { makeThumbnail } from './make-thumbnail.ts';
import { decodedSpan, groupRows, rowsAround } from './picture-group.ts';
import type { ThumbnailStore } from './thumbnail-store.ts';
import type { ViewedRun } from './viewed-run.ts';
import type { Kind } from './wanted-group.ts';

/** Memory for pictures that were decoded, bytes. */
const MOST_BYTES = 128_000_000;
/** Videos whose index is kept. */
const MOST_VIDEOS = 4;
/** Decoders at once for one group; runs want the rest of the machine. */
const WORKERS = 2;

/** A video that pictures are taken from. */
interface Video {
  readonly key: string;
  readonly queue: GroupQueue;
  source: Promise<PictureSource> | null;
}

/** Pictures that a run did not store or that are lost, and their thumbnails, taken from the video. */
export class DecodedPictures {
  readonly #context: Pick<ServerContext, 'programs' | 'signal'>;
  readonly #thumbnails: ThumbnailStore;
  readonly #pictures = new ByteCache(MOST_BYTES);
  /** By run folder; the one used last stands last. */
  readonly #videos = new Map<string, Video>();
  /** One video at a time. */
  readonly #turns = new NewestFirst(1);

  /** @param thumbnails where those of all frames are kept that come out of the decoder together */
  constructor(context: Pick<ServerContext, 'programs' | 'signal'>, thumbnails: ThumbnailStore) {
    this.#context = context;
    this.#thumbnails = thumbnails;
  }

  /**
   * The picture of a frame as the run would have written it, or a thumbnail of it; those of the frames around it are
   * made along with it.
   * @throws AppError `not_found` when the run has no such frame, `frame_damaged`, `input_missing`, `source_changed`,
   * `cancelled`, or whatever else keeps the video from being decoded
   */
  async get(
    run: ViewedRun,
    records: RecordFile,
    frameNumber: number,
    kind: Kind,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const known = kind === 'picture' ? this.#pictures.get(nameOf(run, frameNumber)) : null;
    if (known) return known;
    const video = this.#videoOf(run);
    return video.queue.get(frameNumber, kind, () => this.#groupOf(run, video, records, frameNumber), signal);
  }

  #videoOf(run: ViewedRun): Video {
    const known = this.#videos.get(run.folder);
    this.#videos.delete(run.folder);
    const video = known?.key === run.key ? known : this.#newVideo(run);
    this.#videos.set(run.folder, video);
    const [oldest] = this.#videos.keys();
    if (oldest !== undefined && this.#videos.size > MOST_VIDEOS) this.#videos.delete(oldest);
    return video;
  }

  #newVideo(run: ViewedRun): Video {
    const decode: GroupWork['decode'] = async (frames, take, signal) => {
      const source = await this.#sourceOf(run, video);
      await this.#turns.run(signal, () => source.decode(frames, take, { signal, workers: WORKERS }));
    };
    const make: GroupWork['make'] = (frameNumber, picture, kind) =>
      this.#make(run, frameNumber, picture, kind);
    const queue = new GroupQueue({ decode, make }, this.#context.signal);
    const video: Video = { key: run.key, queue, source: null };
    return video;
  }

  async #make(run: ViewedRun, frameNumber: number, picture: RawPicture, kind: Kind): Promise<Buffer> {
    if (kind === 'picture') {
      const known = this.#pictures.get(nameOf(run, frameNumber));
      if (known) return known;
      const { pixels, format, file } = picture;
      const encoded = file ? Buffer.from(file) : await encodePicture(pixels, format);
      this.#pictures.set(nameOf(run, frameNumber), encoded);
      return encoded;
    }
    const kept = await this.#thumbnails.read(run, kind, frameNumber);
    if (kept) return kept;
    const thumbnail = await makeThumbnail(picture, kind);
    await this.#thumbnails.write(run, kind, frameNumber, thumbnail);
    return thumbnail;
  }

  /** Looked at once; again after a failure. */
  #sourceOf({ file }: ViewedRun, video: Video): Promise<PictureSource> {
    const opening = async () => {
      const programs = await this.#context.programs();
      return PictureSource.open(file, { programs, signal: this.#context.signal });
    };
    const source = video.source ?? opening();
    video.source = source;
    source.catch(() => {
      if (video.source === source) video.source = null;
    });
    return source;
  }

  async #groupOf(
    run: ViewedRun,
    video: Video,
    records: RecordFile,
    frameNumber: number,
  ): Promise<WantedFrame[]> {
    const source = await this.#sourceOf(run, video);
    const contents = await records.contents();
    const row = contents.rowOf(frameNumber);
    if (row < 0) throw new AppError('not_found', { what: `frame ${frameNumber} in this run` });
    const { first, end } = rowsAround(row, contents.rows);
    const table = contents.tableFrom(first);
    const span = decodedSpan(source.seekable ? source.map : null, frameNumber);
    const chosen = new Set(groupRows({ ...table, rows: end - first }, row - first, span));
    return (await records.rows(contents, first, end)).filter((_, i) => chosen.has(i));
  }
}

const nameOf = ({ folder, key }: ViewedRun, frameNumber: number) => `${frameNumber} ${key} ${folder}`;
