import { AppError } from '../../contract/app-error.ts';
import { decodeNumbers, type NumberDecode } from '../decode-numbers.ts';
import type { WrittenPicture } from '../written-picture.ts';
import type { FrameSight, SeenPicture } from './frame-sight.ts';

/** Bytes of tracker inputs, and frames, that one piece may take. */
const PIECE_BYTES = 24 * 2 ** 20;
const PIECE_FRAMES = 256;
/** Pieces that are kept: the one in hand, the next one and one that was just left. */
const PIECES = 3;

/** Looks at a picture; its pixels are valid until that is done. */
export type Looker = (picture: WrittenPicture, known: FrameSight | undefined) => Promise<SeenPicture>;

type Piece = ReadonlyMap<number, Uint8Array>;

/**
 * The frames that are tracked, by their places, decoded a piece at a time and in any order; so memory does not grow with
 * the length of a shot. While one piece is worked on, the next one is decoded.
 */
export class FrameWindow {
  readonly #how: NumberDecode;
  readonly #numbers: readonly number[];
  readonly #look: Looker;
  readonly #keepsThumbnail: (place: number) => boolean;
  readonly #length: number;
  /** By their number; the one used last stands last. */
  readonly #pieces = new Map<number, Promise<Piece>>();
  readonly #sights = new Map<number, FrameSight>();
  #turn: Promise<unknown> = Promise.resolve();
  #last = -1;

  /**
   * @param numbers frame numbers by place, rising
   * @param side pixels of a side of the tracker's input
   * @param keepsThumbnail whether the thumbnail of a frame is needed
   */
  constructor(
    how: NumberDecode,
    numbers: readonly number[],
    side: number,
    look: Looker,
    keepsThumbnail: (place: number) => boolean,
  ) {
    this.#how = how;
    this.#numbers = numbers;
    this.#look = look;
    this.#keepsThumbnail = keepsThumbnail;
    this.#length = Math.min(PIECE_FRAMES, Math.max(4, Math.floor(PIECE_BYTES / (side * side * 3))));
  }

  /**
   * The tracker's input of a frame; null for one that cannot be decoded.
   * @throws AppError what decoding throws, `cancelled`
   */
  async input(place: number): Promise<Uint8Array | null> {
    const number = Math.floor(place / this.#length);
    const step = place < this.#last ? -1 : 1;
    this.#last = place;
    const piece = await this.#piece(number);
    const isNearEnd =
      step > 0 ? place % this.#length >= this.#length / 2 : place % this.#length < this.#length / 2;
    const next = number + step;
    if (isNearEnd && next >= 0 && next * this.#length < this.#numbers.length) {
      // What goes wrong there is told to whoever asks for one of its frames.
      this.#piece(next).catch(() => undefined);
    }
    return piece.get(place) ?? null;
  }

  /** What is seen on the frames from `first` to `last`; frames that cannot be decoded are left out. */
  async sights(first: number, last: number): Promise<Map<number, FrameSight>> {
    const seen = new Map<number, FrameSight>();
    for (let place = first; place <= last; place++) {
      const number = Math.floor(place / this.#length);
      const isFirst = place === first || place % this.#length === 0;
      if (isFirst && !this.#knows(number, first, last)) {
        this.#pieces.delete(number);
        await this.#piece(number);
      }
      const sight = this.#sights.get(place);
      if (sight) seen.set(place, sight);
    }
    return seen;
  }

  /** Forgets what was seen on the frames from `first` to `last`. */
  forget(first: number, last: number): void {
    for (let place = first; place <= last; place++) this.#sights.delete(place);
  }

  /** Whether the frames of a piece that lie between two places have been seen. */
  #knows(number: number, first: number, last: number): boolean {
    const from = Math.max(first, number * this.#length);
    const to = Math.min(last, (number + 1) * this.#length - 1);
    for (let place = from; place <= to; place++) if (!this.#sights.has(place)) return false;
    return true;
  }

  #piece(number: number): Promise<Piece> {
    const known = this.#pieces.get(number);
    if (known) {
      this.#pieces.delete(number);
      this.#pieces.set(number, known);
      return known;
    }
    const piece = this.#turn.then(() => this.#load(number));
    this.#turn = piece.catch(() => undefined);
    this.#pieces.set(number, piece);
    const [oldest] = this.#pieces.keys();
    if (this.#pieces.size > PIECES && oldest !== undefined) this.#pieces.delete(oldest);
    return piece;
  }

  async #load(number: number): Promise<Piece> {
    const first = number * this.#length;
    const numbers = this.#numbers.slice(first, first + this.#length);
    const places = new Map(numbers.map((frame, i) => [frame, first + i]));
    const inputs = new Map<number, Uint8Array>();
    await decodeNumbers(
      this.#how,
      numbers,
      ({ width, height, pixels: kind }) =>
        async (frame, { pixels }) => {
          const place = places.get(frame);
          if (place === undefined) return;
          const { input, sight } = await this.#look(
            { width, height, kind, data: pixels },
            this.#sights.get(place),
          );
          inputs.set(place, input);
          this.#sights.set(place, this.#keepsThumbnail(place) ? sight : { ...sight, thumbnail: null });
        },
    );
    if (this.#how.means.signal.aborted) throw new AppError('cancelled');
    return inputs;
  }
}
