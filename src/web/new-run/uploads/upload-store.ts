import { Observable } from '../../state/observable.ts';
import { type FileFacts, type HereFile, UNKNOWN_FILE } from './file-facts.ts';

/** What a running upload reports to its owner. */
export interface TransferEvents {
  /** `id` as the server names the file. */
  readonly onBegun: (id: string) => void;
  readonly onProgress: (sent: number) => void;
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

/** How files are looked up and sent. */
export interface UploadMeans {
  /** Finds out what the server has of a file; `onWaiting` as of a transfer. */
  readonly lookUp: (file: File, onWaiting: TransferEvents['onWaiting']) => Promise<FileFacts>;
  /** Makes a transfer; the real one speaks tus. */
  readonly transfer: (file: File, facts: FileFacts, events: TransferEvents) => Transfer;
  /** Told the id of each file that has arrived whole; it counts as being sent until that is settled. */
  readonly onDone: (id: string) => Promise<void>;
  /** Told of each file that need not be sent. `name`: what the person chose. */
  readonly onHere: (name: string, here: HereFile) => void;
}

/** A file that this tab sends. */
export interface Sending {
  readonly key: number;
  /** Upload, as soon as the server has begun it. */
  readonly id: string | null;
  readonly fingerprint: string | null;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes that have arrived. */
  readonly sent: number;
  /** checking: whether the server has it; waiting: no answer from the server, goes on by itself. */
  readonly state: 'checking' | 'sending' | 'waiting' | 'paused' | 'failed';
  readonly error: unknown;
}

/** The files that this tab sends. Lives beside the pages, so that going to another one does not end an upload. */
export class UploadStore {
  readonly sending = new Observable<readonly Sending[]>([]);
  readonly #transfers = new Map<number, Transfer>();
  readonly #means: UploadMeans;
  #next = 1;

  constructor(means: UploadMeans) {
    this.#means = means;
  }

  #find(key: number): Sending | undefined {
    return this.sending.value.find((one) => one.key === key);
  }

  #change(key: number, change: Partial<Sending>): void {
    this.sending.value = this.sending.value.map((one) => (one.key === key ? { ...one, ...change } : one));
  }

  #forget(key: number): void {
    this.#transfers.delete(key);
    this.sending.value = this.sending.value.filter((one) => one.key !== key);
  }

  /**
   * Sends a file, unless the server has it. One that was begun earlier, even before the page was loaded, goes on where it
   * stopped.
   */
  send(file: File): void {
    const key = this.#next++;
    const { name, size } = file;
    const begin = { id: null, fingerprint: null, sent: 0, state: 'checking', error: null } as const;
    this.sending.value = [...this.sending.value, { key, name, size, ...begin }];
    const onWaiting = (waiting: boolean): void => {
      if (this.#find(key)?.state !== 'paused') this.#change(key, { state: waiting ? 'waiting' : 'checking' });
    };
    this.#means
      .lookUp(file, onWaiting)
      .catch(() => UNKNOWN_FILE)
      .then((facts) => this.#goOn(key, file, facts));
  }

  #goOn(key: number, file: File, facts: FileFacts): void {
    const own = this.#find(key);
    if (!own) return; // stopped meanwhile
    const { fingerprint, here } = facts;
    const twin = this.sending.value.find((one) => fingerprint !== null && one.fingerprint === fingerprint);
    if (here || twin) this.#forget(key);
    if (here) this.#means.onHere(own.name, here);
    else if (twin) this.#goOnWith(twin);
    else this.#begin(own, file, facts);
  }

  /** Choosing a file again that waits for the person is to go on with it. */
  #goOnWith({ key, state }: Sending): void {
    if (state === 'paused' || state === 'failed') this.resume(key);
  }

  #begin({ key, state }: Sending, file: File, facts: FileFacts): void {
    this.#change(key, { fingerprint: facts.fingerprint });
    const transfer = this.#means.transfer(file, facts, {
      onBegun: (id) => this.#change(key, { id }),
      onProgress: (sent) => this.#change(key, { sent, state: 'sending' }),
      onWaiting: (waiting) => this.#change(key, { state: waiting ? 'waiting' : 'sending' }),
      onFailed: (error) => this.#change(key, { state: 'failed', error }),
      onDone: (id) => void this.#means.onDone(id).finally(() => this.#forget(key)),
    });
    this.#transfers.set(key, transfer);
    if (state === 'paused') return;
    this.#change(key, { state: 'sending' });
    transfer.start();
  }

  /** Stops for now; what has arrived is kept. */
  pause(key: number): void {
    this.#transfers.get(key)?.pause();
    this.#change(key, { state: 'paused' });
  }

  /** Goes on after a pause or a failure. */
  resume(key: number): void {
    const transfer = this.#transfers.get(key);
    this.#change(key, { state: transfer ? 'sending' : 'checking', error: null });
    transfer?.start();
  }

  /** Stops and takes it from the list; what has arrived is listed as an upload that is not whole. */
  dismiss(key: number): void {
    this.#transfers.get(key)?.pause();
    this.#forget(key);
  }
}
