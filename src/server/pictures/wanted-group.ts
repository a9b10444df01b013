import { AppError } from '../../contract/app-error.ts';
import type { WantedFrame } from '../../run/decode-pictures.ts';
import type { ThumbnailWidth } from './make-thumbnail.ts';

/** What is made of a decoded frame: the picture as the run writes it, or a thumbnail. */
export type Kind = 'picture' | ThumbnailWidth;

/** A page that steps through frames asks for these next; pictures cost more than thumbnails. */
const PICTURES_BEFORE = 4;
const PICTURES_BEHIND = 16;

interface Waiter {
  readonly frameNumber: number;
  readonly kind: Kind;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (thrown: unknown) => void;
}

/** Frames that are decoded together, and who waits for something of them. */
export class WantedGroup {
  readonly #frames: Map<number, WantedFrame>;
  readonly #waiters = new Set<Waiter>();
  /** Thumbnails that were asked for of any of the frames. */
  readonly #widths = new Set<ThumbnailWidth>();
  /** Frames whose pictures were asked for. */
  readonly #pictures = new Set<number>();

  constructor(frames: readonly WantedFrame[]) {
    this.#frames = new Map(frames.map((frame) => [frame.frame_number, frame]));
  }

  /** Those that are still to come. */
  get frames(): readonly WantedFrame[] {
    return [...this.#frames.values()];
  }

  /** Whether anybody waits. */
  get isWanted(): boolean {
    return this.#waiters.size > 0;
  }

  /** Whether a frame is still to come. */
  has(frameNumber: number): boolean {
    return this.#frames.has(frameNumber);
  }

  /**
   * Waits for something of a frame.
   * @param onLeave told when the signal has come
   * @throws AppError `cancelled` when the signal comes; whatever the group fails with
   */
  wait(frameNumber: number, kind: Kind, signal: AbortSignal, onLeave: () => void): Promise<Buffer> {
    if (kind === 'picture') this.#pictures.add(frameNumber);
    else this.#widths.add(kind);
    return new Promise((resolve, reject) => {
      const end = () => {
        signal.removeEventListener('abort', leave);
        this.#waiters.delete(waiter);
      };
      const leave = () => {
        end();
        reject(new AppError('cancelled'));
        onLeave();
      };
      const waiter: Waiter = {
        frameNumber,
        kind,
        resolve: (bytes) => {
          end();
          resolve(bytes);
        },
        reject: (thrown) => {
          end();
          reject(thrown);
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** The next thing to be made of a frame that has come, what somebody waits for first; null = nothing more. */
  nextKind(frameNumber: number, made: ReadonlySet<Kind>): Kind | null {
    const waiting = [...this.#waiters].filter((waiter) => waiter.frameNumber === frameNumber);
    const kinds: Kind[] = [...waiting.map(({ kind }) => kind), ...this.#widths];
    for (const asked of this.#pictures) {
      const distance = frameNumber - asked;
      if (distance >= -PICTURES_BEFORE && distance <= PICTURES_BEHIND) kinds.push('picture');
    }
    return kinds.find((kind) => !made.has(kind)) ?? null;
  }

  /** Tells those who wait for it what was made. */
  give(frameNumber: number, kind: Kind, bytes: Buffer): void {
    for (const waiter of this.#waiting(frameNumber, kind)) waiter.resolve(bytes);
  }

  /** Tells those who wait for it that it could not be made. */
  refuse(frameNumber: number, kind: Kind, thrown: unknown): void {
    for (const waiter of this.#waiting(frameNumber, kind)) waiter.reject(thrown);
  }

  /** Nothing more is made of a frame. */
  finish(frameNumber: number): void {
    this.#frames.delete(frameNumber);
  }

  /** Ends all waiting. */
  fail(errorOf: (frameNumber: number) => unknown): void {
    for (const waiter of [...this.#waiters]) waiter.reject(errorOf(waiter.frameNumber));
  }

  #waiting(frameNumber: number, kind: Kind): Waiter[] {
    return [...this.#waiters].filter((waiter) => waiter.frameNumber === frameNumber && waiter.kind === kind);
  }
}
