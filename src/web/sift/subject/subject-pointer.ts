import type { SubjectPointing, SubjectPreview } from '../../../contract/subject-http.ts';
import { Observable } from '../../state/observable.ts';
import type { Point, Size } from '../frame/zoom.ts';
import { type PointingStep, pointingOf } from './pointing.ts';

/** What the subject would be, as a picture. */
export interface ShownPreview {
  /** Logit. */
  readonly score: number;
  /** Percent of the picture. */
  readonly area: number;
  /** Opaque inside, clear outside; null = nothing is there. */
  readonly mask: ImageBitmap | null;
}

/** Somebody is pointing at the subject. */
export interface PointerState {
  readonly frame: number;
  /** The one who is followed is somebody else: the faces of the frame are offered. */
  readonly wrong: boolean;
  readonly steps: readonly PointingStep[];
  /** The next point marks what does not belong to the subject. */
  readonly beside: boolean;
  /** The server works on it. */
  readonly busy: boolean;
  readonly preview: ShownPreview | null;
  /** Why there is no preview. */
  readonly error: unknown;
  /** Moved by the arrow keys; pixels of the picture. Null until the first of them. */
  readonly cross: Point | null;
}

/** What the pointer needs of the page. */
export interface PointerParts {
  readonly size: () => Size;
  /** What was chosen on a frame before; null = nothing. */
  readonly chosen: (frame: number) => readonly PointingStep[] | null;
  readonly prepare: (frame: number, signal: AbortSignal) => Promise<unknown>;
  readonly preview: (pointing: SubjectPointing, signal: AbortSignal) => Promise<SubjectPreview>;
  /** Makes a picture of a mask (base64 of a PNG). */
  readonly decode: (mask: string) => Promise<ImageBitmap>;
}

const BEGINNING = { steps: [], beside: false, busy: false, preview: null, error: null, cross: null } as const;

/** Pointing at the subject of a frame: what was clicked, and what would come of it. Null while nobody points. */
export class SubjectPointer {
  readonly state = new Observable<PointerState | null>(null);
  readonly #parts: PointerParts;
  #asked = new AbortController();

  constructor(parts: PointerParts) {
    this.#parts = parts;
  }

  /** Begins on a frame, with what was chosen on it before. */
  open(frame: number, wrong = false): void {
    this.close();
    const steps = wrong ? [] : (this.#parts.chosen(frame) ?? []);
    this.state.value = { ...BEGINNING, frame, wrong, steps };
    if (steps.length > 0) void this.#ask();
    else void this.#prepare(frame);
  }

  /** Ends it; nothing is chosen. */
  close(): void {
    this.#drop();
    const mask = this.state.value?.preview?.mask;
    this.state.value = null;
    mask?.close();
  }

  /** Adds a step and shows what comes of it. */
  add(step: PointingStep): void {
    const { value } = this.state;
    if (value) this.#put([...value.steps, step]);
  }

  /** Takes the last step back; returns whether there was one. */
  undo(): boolean {
    const steps = this.state.value?.steps ?? [];
    if (steps.length === 0) return false;
    this.#put(steps.slice(0, -1));
    return true;
  }

  /** Takes every step back. */
  clear(): void {
    if (this.state.value) this.#put([]);
  }

  /** What the next point marks. */
  mark(beside: boolean): void {
    this.#change({ beside });
  }

  /** Moves the cross, from the middle at first; pixels of the picture. */
  moveCross(dx: number, dy: number): void {
    const { width, height } = this.#parts.size();
    const { x, y } = this.state.value?.cross ?? { x: width / 2, y: height / 2 };
    const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
    this.#change({ cross: { x: clamp(x + dx, width), y: clamp(y + dy, height) } });
  }

  /** What was pointed at; null while nothing is. */
  get pointing(): SubjectPointing | null {
    const { value } = this.state;
    if (!value || value.steps.length === 0) return null;
    return pointingOf(value.frame, value.steps, this.#parts.size());
  }

  #put(steps: readonly PointingStep[]): void {
    this.#change({ steps });
    void this.#ask();
  }

  #change(change: Partial<PointerState>): void {
    const { value } = this.state;
    if (value) this.state.value = { ...value, ...change };
  }

  /** Gives up what was asked for; its answer would be of other points. */
  #drop(): void {
    this.#asked.abort();
    this.#asked = new AbortController();
  }

  #show(preview: ShownPreview | null): void {
    const before = this.state.value?.preview?.mask;
    this.#change({ preview, busy: false });
    if (before !== preview?.mask) before?.close();
  }

  async #prepare(frame: number): Promise<void> {
    const { signal } = this.#asked;
    this.#change({ busy: true });
    try {
      await this.#parts.prepare(frame, signal);
      if (!signal.aborted) this.#change({ busy: false });
    } catch (error) {
      if (!signal.aborted) this.#change({ busy: false, error });
    }
  }

  async #ask(): Promise<void> {
    this.#drop();
    const { signal } = this.#asked;
    const { pointing } = this;
    this.#change({ error: null });
    if (!pointing) {
      this.#show(null);
      return;
    }
    this.#change({ busy: true });
    try {
      const { score, area_pct: area, mask: png } = await this.#parts.preview(pointing, signal);
      const mask = png === null ? null : await this.#parts.decode(png);
      if (signal.aborted) mask?.close();
      else this.#show({ score, area, mask });
    } catch (error) {
      if (signal.aborted) return;
      this.#show(null);
      this.#change({ error });
    }
  }
}
