/** What is known of a frame that has a mask and may be remembered. */
export interface FrameState {
  readonly frame: number;
  /** Object score logit: above 0 where the object is to be seen. */
  readonly score: number;
  /** IoU that the model predicts for its mask, 0..1; 1 for a mask that was given. */
  readonly iou: number;
  /** Logits of the low-resolution mask, a square, row by row. */
  readonly lowRes: Float32Array;
  /** D numbers. */
  readonly pointer: Float32Array;
}

/** The same with its memory: bfloat16 tokens. */
export interface Remembered extends FrameState {
  readonly memory: Uint16Array;
}

/** Everything that a bank remembers. */
export interface BankState {
  readonly prompted: readonly Remembered[];
  readonly tracked: readonly Remembered[];
  readonly anchors: readonly number[];
}

/**
 * The memories of one object. Prompted ones stay; tracked ones stay while a later frame can still reach them: within
 * `reach` frames of where tracking is, or of a frame that was prompted.
 */
export class MemoryBank {
  readonly #prompted = new Map<number, Remembered>();
  readonly #tracked = new Map<number, Remembered>();
  readonly #anchors = new Set<number>();
  readonly #reach: number;

  constructor(reach: number) {
    this.#reach = reach;
  }

  /** Frames with a prompt, in the order of their prompts. */
  get prompted(): readonly number[] {
    return [...this.#prompted.keys()];
  }

  /** How many memories there are. */
  get size(): number {
    return this.#prompted.size + this.#tracked.size;
  }

  /** Whether a tracked frame holds a memory. */
  readonly isTracked = (frame: number): boolean => this.#tracked.has(frame);

  /** A prompted frame. */
  promptedAt(frame: number): Remembered | undefined {
    return this.#prompted.get(frame);
  }

  /** A prompted or a tracked frame. */
  at(frame: number): Remembered | undefined {
    return this.#prompted.get(frame) ?? this.#tracked.get(frame);
  }

  /** Keeps a prompted frame; as one that was merely tracked where a correction is to count so. */
  addPrompted(state: Remembered, asTracked: boolean): void {
    this.#anchors.add(state.frame);
    if (asTracked) this.#tracked.set(state.frame, state);
    else this.#prompted.set(state.frame, state);
    for (const frame of this.#prompted.keys()) this.#tracked.delete(frame);
  }

  /** Keeps a tracked frame, and drops what cannot be reached any more. */
  addTracked(state: Remembered): void {
    this.#tracked.set(state.frame, state);
    for (const frame of this.#tracked.keys())
      if (!this.#reachable(frame, state.frame)) this.#tracked.delete(frame);
  }

  /** Everything that is remembered, as plain data. */
  get state(): BankState {
    const [prompted, tracked] = [[...this.#prompted.values()], [...this.#tracked.values()]];
    return { prompted, tracked, anchors: [...this.#anchors] };
  }

  /** Takes what another bank remembered. */
  restore({ prompted, tracked, anchors }: BankState): void {
    for (const state of prompted) this.#prompted.set(state.frame, state);
    for (const state of tracked) this.#tracked.set(state.frame, state);
    for (const anchor of anchors) this.#anchors.add(anchor);
  }

  /** Forgets that a frame was prompted. */
  withdraw(frame: number): void {
    this.#prompted.delete(frame);
    this.#anchors.delete(frame);
  }

  #reachable(frame: number, position: number): boolean {
    if (Math.abs(frame - position) <= this.#reach) return true;
    for (const anchor of this.#anchors) if (Math.abs(frame - anchor) <= this.#reach) return true;
    return false;
  }
}
