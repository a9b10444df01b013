import { Observable } from '../../state/observable.ts';

/** What a running upload reports to its owner. */
export interface TransferEvents {
  readonly onProgress: (sent: number) => void;
  /** `id` as the server names the file. */
  readonly onDone: (id: string) => void;
  readonly onFailed: (error: unknown) => void;
  /** Whether the server answers; while it does not, the transfer tries again by itself. */
  readonly onWaiting: (waiting: boolean) => void;
}

/** One file on its way. */
export interface Transfer {
  /** Begins, or goes on where the server has got to. */
  readonly start: () => void;
  readonly pause: () => void;
}

/** Makes a transfer; the real one speaks tus. */
export type MakeTransfer = (file: File, events: TransferEvents) => Transfer;

/** A file that this tab sends, or has sent since it was opened. */
export interface Sending {
  readonly key: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes that have arrived. */
  readonly sent: number;
  /** waiting: no answer from the server, goes on by itself. */
  readonly state: 'sending' | 'waiting' | 'paused' | 'failed';
  readonly error: unknown;
}

/** The files that this tab sends. Lives beside the pages, so that going to another one does not end an upload. */
export class UploadStore {
  readonly sending = new Observable<readonly Sending[]>([]);
  readonly #transfers = new Map<number, Transfer>();
  readonly #make: MakeTransfer;
  readonly #onDone: (id: string) => void;
  #next = 1;

  /** @param onDone told the id of each file that has arrived whole */
  constructor(make: MakeTransfer, onDone: (id: string) => void) {
    this.#make = make;
    this.#onDone = onDone;
  }

  #change(key: number, change: Partial<Sending>): void {
    this.sending.value = this.sending.value.map((one) => (one.key === key ? { ...one, ...change } : one));
  }

  #forget(key: number): void {
    this.#transfers.delete(key);
    this.sending.value = this.sending.value.filter((one) => one.key !== key);
  }

  /** Sends a file; one that was begun earlier, even before the page was loaded, goes on where it stopped. */
  send(file: File): void {
    const key = this.#next++;
    const { name, size } = file;
    this.sending.value = [...this.sending.value, { key, name, size, sent: 0, state: 'sending', error: null }];
    const transfer = this.#make(file, {
      onProgress: (sent) => this.#change(key, { sent, state: 'sending' }),
      onWaiting: (waiting) => this.#change(key, { state: waiting ? 'waiting' : 'sending' }),
      onFailed: (error) => this.#change(key, { state: 'failed', error }),
      onDone: (id) => {
        this.#forget(key);
        this.#onDone(id);
      },
    });
    this.#transfers.set(key, transfer);
    transfer.start();
  }

  /** Stops for now; what has arrived is kept. */
  pause(key: number): void {
    this.#transfers.get(key)?.pause();
    this.#change(key, { state: 'paused' });
  }

  /** Goes on after a pause or a failure. */
  resume(key: number): void {
    this.#change(key, { state: 'sending', error: null });
    this.#transfers.get(key)?.start();
  }

  /** Stops and takes it from the list; what has arrived is listed as an earlier upload. */
  dismiss(key: number): void {
    this.#transfers.get(key)?.pause();
    this.#forget(key);
  }
}
