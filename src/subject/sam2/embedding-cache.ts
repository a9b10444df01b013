import { LRUCache } from 'lru-cache';
import type { FloatTensor } from '../../inference/session.ts';
import type { FrameEmbedding, Sam2Graphs } from './graphs.ts';
import { inputTensor } from './input-tensor.ts';

/** Where frames come from, and how much may be kept. */
export interface EmbeddingCacheOptions {
  /**
   * Packed RGB of a frame at the model's size, S * S * 3 bytes, resized from the whole picture as `constants.resample`
   * says. Called ahead of need; the bytes may be used again once the call after it has been answered.
   */
  readonly input: (frame: number) => Promise<Uint8Array>;
  /** Most bytes of embeddings. The latest one is always there. Default: 512 MiB. */
  readonly bytes?: number;
  /** Most embeddings. Default: as many as the bytes allow. */
  readonly frames?: number;
}

const DEFAULT_BYTES = 2 ** 29;
/** Frames whose pixels may wait to be encoded. */
const MOST_AHEAD = 4;

const bytesOf = ({ feats0, feats1, feats2, feats2NoMemory }: FrameEmbedding): number =>
  [feats0, feats1, feats2, feats2NoMemory].reduce((sum, { data }) => sum + data.byteLength, 0);

/** Embeddings of the frames of one video, made once for all trackers and passes, the least recently used dropped. */
export class EmbeddingCache {
  readonly #graphs: Sam2Graphs;
  readonly #input: EmbeddingCacheOptions['input'];
  readonly #kept: LRUCache<number, FrameEmbedding>;
  readonly #ahead = new Map<number, Promise<FloatTensor>>();
  readonly #encoding = new Map<number, Promise<FrameEmbedding>>();
  #latest: { readonly frame: number; readonly embedding: FrameEmbedding } | null = null;

  constructor(graphs: Sam2Graphs, { input, bytes = DEFAULT_BYTES, frames }: EmbeddingCacheOptions) {
    this.#graphs = graphs;
    this.#input = input;
    this.#kept = new LRUCache({
      maxSize: Math.max(1, bytes),
      sizeCalculation: bytesOf,
      ...(frames !== undefined && { max: frames }),
    });
  }

  /** Bytes of the embeddings that are kept. */
  get bytes(): number {
    return this.#kept.calculatedSize;
  }

  /** Whether the embedding of a frame is there. */
  has(frame: number): boolean {
    return this.#kept.has(frame) || this.#latest?.frame === frame;
  }

  /**
   * The embedding of a frame, kept or made now.
   * @throws whatever `input` throws; AppError `inference_failed`
   */
  embedding(frame: number): Promise<FrameEmbedding> {
    const known = this.#kept.get(frame) ?? (this.#latest?.frame === frame ? this.#latest.embedding : null);
    if (known) return Promise.resolve(known);
    const running = this.#encoding.get(frame);
    if (running) return running;
    const made = this.#make(frame).finally(() => this.#encoding.delete(frame));
    this.#encoding.set(frame, made);
    return made;
  }

  /** Fetches the pixels of a frame that is needed soon. What goes wrong shows when the embedding is asked for. */
  prefetch(frame: number): void {
    if (this.has(frame) || this.#ahead.has(frame) || this.#encoding.has(frame)) return;
    this.#fetch(frame);
    for (const old of [...this.#ahead.keys()].slice(0, -MOST_AHEAD)) this.#ahead.delete(old);
  }

  /** Forgets everything. */
  clear(): void {
    this.#kept.clear();
    this.#ahead.clear();
    this.#latest = null;
  }

  #fetch(frame: number): Promise<FloatTensor> {
    const tensor = this.#input(frame).then((pixels) => inputTensor(pixels, this.#graphs.constants));
    tensor.catch(() => this.#ahead.delete(frame));
    this.#ahead.set(frame, tensor);
    return tensor;
  }

  async #make(frame: number): Promise<FrameEmbedding> {
    const tensor = await (this.#ahead.get(frame) ?? this.#fetch(frame));
    this.#ahead.delete(frame);
    const embedding = await this.#graphs.encodeImage(tensor);
    this.#latest = { frame, embedding };
    this.#kept.set(frame, embedding);
    return embedding;
  }
}
