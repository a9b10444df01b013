import { RecordFile } from './record-file.ts';

/** Memory for the records of all runs, bytes: about six million records. */
const MOST_BYTES = 400_000_000;

/** The records of the runs that were looked at lately. */
export class RecordStore {
  readonly #mostBytes: number;
  /** The one used last stands last. */
  readonly #files = new Map<string, RecordFile>();

  /** @param mostBytes memory beyond which the runs that were not used for the longest time are forgotten */
  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** The records of a run folder. */
  fileOf(folder: string): RecordFile {
    const file = this.#files.get(folder) ?? new RecordFile(folder);
    this.#files.delete(folder);
    this.#files.set(folder, file);
    this.#shrink();
    return file;
  }

  /** Memory in use. */
  get bytes(): number {
    let sum = 0;
    for (const file of this.#files.values()) sum += file.bytes;
    return sum;
  }

  /** Forgets the oldest ones; the latest stays, however large it is. */
  #shrink(): void {
    for (const folder of this.#files.keys()) {
      if (this.#files.size === 1 || this.bytes <= this.#mostBytes) return;
      this.#files.delete(folder);
    }
  }
}
