import type { ReviewAnswer, ReviewPatch } from '../../../contract/http.ts';
import { Observable } from '../../state/observable.ts';
import type { UnsentStore } from './unsent-store.ts';
import {
  changedVerdicts,
  inverseChanges,
  mergedChanges,
  type VerdictChange,
  type Verdicts,
  verdictsOf,
} from './verdict-book.ts';

/** The way to the server. Both throw what `kindOf` tells apart. */
export interface ReviewTransport {
  fetch(): Promise<ReviewAnswer>;
  send(patch: ReviewPatch): Promise<ReviewAnswer>;
}

/** What a failed request means: somebody was faster, nobody is there, or the change is refused. */
export type FailureKind = 'conflict' | 'unreachable' | 'refused';

/** Where the changes are: all at the server, on the way, or kept here until it is back. */
export type SyncState = 'saved' | 'sending' | 'offline';

/** What {@link ReviewSync} needs. */
export interface ReviewSyncParts {
  readonly transport: ReviewTransport;
  readonly unsent: UnsentStore;
  readonly kindOf: (thrown: unknown) => FailureKind;
  /** Told when the server refuses changes; they are taken back, and can be given again. */
  readonly onRefused: (thrown: unknown, changes: readonly VerdictChange[]) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;

/**
 * The verdicts of a run: changes apply at once and are sent one request after another, each on the revision that
 * the one before gave. When somebody else was faster, theirs are fetched and ours are made again on top.
 */
export class ReviewSync {
  readonly verdicts: Observable<Verdicts>;
  readonly state = new Observable<SyncState>('saved');
  readonly #parts: ReviewSyncParts;
  #base: Verdicts;
  #revision: string;
  readonly #passed = new Set<string>();
  #queue: VerdictChange[] = [];
  #flight: VerdictChange[] = [];
  #sending = false;
  #hurried = false;
  /** How often the verdicts of the server were taken over. */
  #accepted = 0;
  #stale = false;
  #wake: (() => void) | null = null;

  /** @param answer what the server knows; verdicts that an earlier visit could not send are sent now */
  constructor(answer: ReviewAnswer, parts: ReviewSyncParts) {
    this.#parts = parts;
    this.#base = verdictsOf(answer);
    this.#revision = answer.revision;
    this.#passed.add(answer.revision);
    this.#queue = parts.unsent.read();
    this.verdicts = new Observable(changedVerdicts(this.#base, this.#queue));
    if (this.#queue.length > 0) void this.#drain();
  }

  /** Gives verdicts. */
  change(changes: readonly VerdictChange[]): void {
    if (changes.length === 0) return;
    this.#queue = mergedChanges(this.#queue, changes);
    this.verdicts.value = changedVerdicts(this.verdicts.value, changes);
    this.#parts.unsent.add(changes);
    void this.#drain();
  }

  /** What another window or program made of the verdicts. */
  told(answer: ReviewAnswer): void {
    if (answer.revision === this.#revision) return;
    if (this.#sending) this.#stale = true;
    // An event that was overtaken by an answer would bring old verdicts back.
    else if (this.#passed.has(answer.revision)) void this.refresh();
    else this.#accept(answer);
  }

  /** Fetches the verdicts again, after events may have been missed. */
  async refresh(): Promise<void> {
    for (;;) {
      const known = this.#accepted;
      const answer = await this.#parts.transport.fetch().catch(() => null);
      if (answer === null) return;
      if (this.#sending) {
        this.#stale = true;
        return;
      }
      // What was told meanwhile may be newer than this answer: only one that nothing has overtaken counts.
      if (this.#accepted === known) return this.#accept(answer);
    }
  }

  /** Tries again at once, when the server is known to be back. */
  retry(): void {
    this.#hurried = true;
    this.#wake?.();
  }

  #accept(answer: ReviewAnswer): void {
    this.#accepted++;
    this.#base = verdictsOf(answer);
    this.#revision = answer.revision;
    this.#passed.add(answer.revision);
    this.verdicts.value = changedVerdicts(this.#base, [...this.#flight, ...this.#queue]);
  }

  async #drain(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    let wait = FIRST_WAIT;
    while (this.#queue.length > 0) {
      this.#flight = this.#queue;
      this.#queue = [];
      this.#hurried = false;
      if (this.state.value === 'saved') this.state.value = 'sending';
      const kind = await this.#sendFlight();
      if (kind === null) {
        wait = FIRST_WAIT;
        this.state.value = 'sending';
      } else if (kind === 'unreachable') {
        this.state.value = 'offline';
        // The server may have come back while this was on its way to where it was.
        if (!this.#hurried) await this.#pause(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
    this.#sending = false;
    this.state.value = 'saved';
    if (this.#stale) {
      this.#stale = false;
      await this.refresh();
    }
  }

  /** Sends what is in flight; whatever does not arrive is in the queue again, or taken back. */
  async #sendFlight(): Promise<FailureKind | null> {
    const changes = this.#flight;
    try {
      const answer = await this.#parts.transport.send({ revision: this.#revision, changes: [...changes] });
      this.#parts.unsent.remove(changes);
      this.#flight = [];
      this.#accept(answer);
      return null;
    } catch (thrown) {
      const kind = this.#parts.kindOf(thrown);
      this.#flight = [];
      if (kind === 'refused') this.#takeBack(thrown, changes);
      else this.#queue = mergedChanges(changes, this.#queue);
      if (kind === 'conflict') return await this.#catchUp();
      return kind;
    }
  }

  /** Fetches what somebody else has done; ours wait in the queue. */
  async #catchUp(): Promise<FailureKind | null> {
    try {
      this.#accept(await this.#parts.transport.fetch());
      return null;
    } catch (thrown) {
      const kind = this.#parts.kindOf(thrown);
      return kind === 'conflict' ? null : 'unreachable';
    }
  }

  #takeBack(thrown: unknown, changes: readonly VerdictChange[]): void {
    this.#parts.unsent.remove(changes);
    const back = inverseChanges(this.#base, changes);
    this.verdicts.value = changedVerdicts(this.verdicts.value, [...back, ...this.#queue]);
    this.#parts.onRefused(thrown, changes);
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      void this.#parts.wait(milliseconds).then(resolve);
    });
  }
}
