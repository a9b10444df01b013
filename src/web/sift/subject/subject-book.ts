import type { RunDetail } from '../../../contract/http.ts';
import type { SubjectPrompt } from '../../../contract/subject-file.ts';
import { ApiError } from '../../api/api-error.ts';
import { isActive } from '../../runs/run-progress.ts';
import { Observable } from '../../state/observable.ts';
import type { History } from '../model/history.ts';

/** What the book needs of the page. */
export interface BookParts {
  readonly run: Observable<RunDetail>;
  readonly history: Pick<History, 'push'>;
  readonly get: () => Promise<readonly SubjectPrompt[]>;
  readonly put: (prompts: readonly SubjectPrompt[]) => Promise<void>;
  /** Told when the shots that a choice concerned have been tracked again, or why not. */
  readonly onEnd: (what: string, run: RunDetail) => void;
  readonly onError: (error: unknown) => void;
}

type Prompts = readonly SubjectPrompt[];

/** Where a choice stands: being sent, waiting for the run to end, or being worked on. */
export type SubjectWork = 'none' | 'sending' | 'waiting' | 'tracking';

/** What is to be sent. */
interface Wish {
  readonly what: string;
  readonly prompts: Prompts;
}

/** What was pointed at in a run. Every choice is a step that can be undone; while the run works, the last one waits. */
export class SubjectBook {
  /** Null until they are known. */
  readonly prompts = new Observable<Prompts | null>(null);
  readonly work = new Observable<SubjectWork>('none');
  readonly #parts: BookParts;
  #waiting: Wish | null = null;
  /** What is worked on, and when the run had changed last before. */
  #sent: { readonly what: string; readonly before: string } | null = null;

  constructor(parts: BookParts) {
    this.#parts = parts;
    parts.run.subscribe(() => this.#onRun(parts.run.value));
  }

  /** Asks for the choices of the run. */
  async load(): Promise<void> {
    try {
      this.prompts.value = await this.#parts.get();
    } catch (error) {
      this.#parts.onError(error);
    }
  }

  /** The choice on a frame; null where there is none. */
  on(frame: number): SubjectPrompt | null {
    return this.prompts.value?.find(({ frame_number }) => frame_number === frame) ?? null;
  }

  /** Chooses the subject: of its shot, in place of what is chosen on the frame, or of all shots, in place of any such choice. */
  choose(prompt: SubjectPrompt): Promise<void> {
    const { frame_number: frame, scope } = prompt;
    const replaces = (other: SubjectPrompt): boolean =>
      other.frame_number === frame || (scope === 'all' && other.scope === 'all');
    const of = scope === 'all' ? 'all shots' : 'the shot';
    return this.#change(`choose the subject of ${of} on frame ${frame}`, (all) => [
      ...all.filter((other) => !replaces(other)),
      prompt,
    ]);
  }

  /** Takes the choice on a frame back. */
  remove(frame: number): Promise<void> {
    return this.#change(`take back the subject chosen on frame ${frame}`, (all) =>
      all.filter(({ frame_number }) => frame_number !== frame),
    );
  }

  async #change(what: string, changed: (prompts: Prompts) => Prompts): Promise<void> {
    const before = this.prompts.value ?? (await this.#parts.get().catch(() => []));
    const after = changed(before);
    if (!(await this.#send({ what, prompts: after }))) return;
    const send = (name: string, prompts: Prompts) => () => void this.#send({ what: name, prompts });
    this.#parts.history.push({
      name: what,
      undo: send(`undo: ${what}`, before),
      redo: send(what, after),
    });
  }

  /** Sends a list, or keeps it until the run has ended. Returns whether it will come to something, as far as is known. */
  async #send(wish: Wish): Promise<boolean> {
    const { run, put, onError } = this.#parts;
    const before = this.prompts.value;
    this.prompts.value = wish.prompts;
    if (isActive(run.value.state) || this.#sent || this.work.value === 'sending') {
      this.#waiting = wish;
      if (this.work.value === 'none') this.work.value = 'waiting';
      return true;
    }
    this.work.value = 'sending';
    const { updated_at } = run.value;
    try {
      await put(wish.prompts);
    } catch (error) {
      this.work.value = 'none';
      this.prompts.value = before;
      if (error instanceof ApiError && error.code === 'run_busy') {
        this.#waiting = wish;
        this.prompts.value = wish.prompts;
        this.work.value = 'waiting';
        return true;
      }
      onError(error);
      return false;
    }
    this.#sent = { what: wish.what, before: updated_at };
    this.work.value = 'tracking';
    this.#onRun(run.value);
    return true;
  }

  #onRun(run: RunDetail): void {
    if (isActive(run.state) || this.work.value === 'sending') return;
    const sent = this.#sent;
    // The answer comes before the news that the run is in the queue.
    if (sent && run.updated_at === sent.before) return;
    this.#sent = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (sent || waiting) this.work.value = 'none';
    if (sent) this.#parts.onEnd(sent.what, run);
    if (waiting) void this.#send(waiting);
  }
}
