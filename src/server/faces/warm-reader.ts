import { type Face, FaceReader } from '../../faces/face-reader.ts';
import type { Picture } from '../../faces/face-types.ts';
import type { FacePack } from '../../faces/packs/face-pack.ts';
import { Gate } from '../work/gate.ts';

/** How long the models stay in memory after they were used last, milliseconds. */
const WARM_MS = 60_000;

interface Open {
  /** By which files of the pack it was opened. */
  readonly key: string;
  readonly reader: FaceReader;
}

/** Reads faces of single pictures, one after the other; the models of the last pack stay loaded for a while. */
export class WarmReader {
  readonly #gate = new Gate(1);
  readonly #warmMs: number;
  #open: Open | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(warmMs = WARM_MS) {
    this.#warmMs = warmMs;
  }

  /** Whether models are loaded. */
  get isWarm(): boolean {
    return this.#open !== null;
  }

  /**
   * The faces of a picture, best score first.
   * @param decode gives the picture when its turn has come, so that only one lies in memory
   * @throws AppError `inference_missing`, `model_invalid`, `inference_failed`; `cancelled`; what decoding throws
   */
  read(pack: FacePack, decode: () => Promise<Picture>, signal: AbortSignal): Promise<Face[]> {
    return this.#gate.run(signal, async () => {
      clearTimeout(this.#timer);
      try {
        const picture = await decode();
        return await (await this.#readerOf(pack)).read(picture);
      } finally {
        this.#timer = setTimeout(() => void this.close(), this.#warmMs);
        this.#timer.unref();
      }
    });
  }

  /** Frees the models, once the last picture is read. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#gate.run(new AbortController().signal, () => this.#close());
  }

  async #readerOf(pack: FacePack): Promise<FaceReader> {
    const key = JSON.stringify(pack);
    if (this.#open?.key === key) return this.#open.reader;
    await this.#close();
    const reader = await FaceReader.open(pack);
    this.#open = { key, reader };
    return reader;
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.reader.close();
  }
}
