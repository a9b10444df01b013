import { AppError } from '../contract/app-error.ts';
import type { PictureType } from '../contract/picture-type.ts';
import type { FrameIndex } from '../decode/frame-index.ts';
import type { FrameIdentity } from '../decode/showinfo.ts';
import type { Stretch } from '../decode/stretch.ts';
import type { CellMeans } from '../shots/cells/cell-meter.ts';
import type { FrameResult } from './frame-protocol.ts';

/** A frame of a stretch that is ready to be recorded. */
export interface ReadyFrame {
  readonly frameNumber: number;
  readonly pts: number;
  readonly pictureType: string;
  /** Null for a frame that could not be decoded. */
  readonly result: FrameResult | null;
  /** The picture of the source, where it is no video. */
  readonly original?: string;
  /** Kind of the written picture, where it is not that of the run. */
  readonly stored?: PictureType;
  /** Why it could not be decoded, where that is known. */
  readonly error?: string;
  /** What shots are told by: of this frame and those before it that came since the last one. */
  readonly cells?: readonly FrameCells[];
}

/** The cells of a frame. */
export interface FrameCells {
  readonly frameNumber: number;
  readonly cells: CellMeans;
}

/**
 * Frames that stay open behind the latest one that FFmpeg has shown. When a signal stops FFmpeg (Ctrl-C reaches it
 * too), it empties its decoder before it ends: frames whose packets it has not read are missing between those, and
 * picks and pictures that look at such a neighbour come out different. It holds at most 16 frames of reordering and
 * 16 threads.
 */
const OPEN_FRAMES = 64;

interface Slot {
  readonly frameNumber: number;
  readonly pts: number;
  readonly pictureType: string;
  result: FrameResult | null;
  written: boolean;
}

/**
 * Brings together what arrives separately for the frames of one stretch: identities (in order), results (in any
 * order) and the news that a picture is written; and hands out frames in order, with an error entry for each
 * expected frame that did not come.
 */
export class StretchFrames {
  readonly #stretch: Stretch;
  readonly #index: FrameIndex;
  readonly #from: number;
  readonly #expected: Iterator<number>;
  #nextExpected: number | null;
  /** Frames that are not handed out yet; the first one has the sequence number `#taken`. */
  #slots: Slot[] = [];
  #early = new Map<number, { result: FrameResult; written: boolean }>();
  #taken = 0;
  #lastNumber: number;
  #handedOut: number;
  #ended = false;
  #cut = false;
  /** Whether cells come beside the pictures; what has come and is not handed out. */
  readonly #isBeside: boolean;
  #cells: FrameCells[] = [];
  #lastCells: number;

  /**
   * @param isBeside whether cells come by {@link beside}, so that no frame is handed out without them
   * @param from frames before this number are passed over: they share the time of a wanted one, so they come along
   */
  constructor(stretch: Stretch, index: FrameIndex, isBeside = false, from = 0) {
    this.#isBeside = isBeside;
    this.#stretch = stretch;
    this.#index = index;
    this.#from = from;
    this.#lastNumber = stretch.numbers.first - 1;
    this.#handedOut = Math.max(this.#lastNumber, from - 1);
    this.#lastCells = this.#lastNumber;
    this.#expected = expectedNumbers(stretch);
    this.#nextExpected = this.#advance();
  }

  #advance(): number | null {
    for (;;) {
      const { done, value } = this.#expected.next();
      if (done) return null;
      if (value >= this.#from) return value;
    }
  }

  #slotOf(sequence: number): Slot | undefined {
    return this.#slots[sequence - this.#taken];
  }

  /**
   * Takes the next identity.
   * @returns the frame number
   * @throws AppError `identity_lost` when the index knows no such frame
   */
  identify(identity: FrameIdentity): number {
    const { pts, pictureType } = identity;
    const frameNumber = this.#numberOf(identity, this.#lastNumber);
    this.#lastNumber = frameNumber;
    const sequence = this.#taken + this.#slots.length;
    const early = this.#early.get(sequence);
    this.#early.delete(sequence);
    const { result = null, written = false } = early ?? {};
    this.#slots.push({ frameNumber, pts, pictureType, result, written });
    return frameNumber;
  }

  #numberOf({ pts, place }: FrameIdentity, last: number): number {
    const frameNumber = this.#index.numberOf(pts, last, place);
    if (frameNumber !== null && frameNumber > last) return frameNumber;
    throw new AppError('identity_lost', { pts: Number.isNaN(pts) ? 'missing' : pts });
  }

  /**
   * Takes the cells of the next frame that was measured beside the pictures.
   * @throws AppError `identity_lost` when the index knows no such frame
   */
  beside(identity: FrameIdentity, cells: CellMeans): void {
    this.#lastCells = this.#numberOf(identity, this.#lastCells);
    if (this.#lastCells >= this.#from) this.#cells.push({ frameNumber: this.#lastCells, cells });
  }

  /** Cells that came beside the pictures, of frames up to a number. */
  takeCells(last = Number.POSITIVE_INFINITY): readonly FrameCells[] {
    const count = this.#cells.findIndex(({ frameNumber }) => frameNumber > last);
    return this.#cells.splice(0, count < 0 ? this.#cells.length : count);
  }

  /** Frame number of a picture, once its identity has come. */
  numberAt(sequence: number): number | null {
    return this.#slotOf(sequence)?.frameNumber ?? null;
  }

  /** Takes what was measured; `written` when no picture is to follow. */
  measured(result: FrameResult): void {
    const slot = this.#slotOf(result.sequence);
    const written = result.area === null;
    if (!slot) this.#early.set(result.sequence, { result, written });
    else Object.assign(slot, { result, written });
  }

  /** Takes the news that the picture is in the run folder. */
  pictureWritten(sequence: number): void {
    const slot = this.#slotOf(sequence);
    if (slot) slot.written = true;
  }

  /** No more identities or results will come; identities without a result were cut off with the pipe. */
  end(): void {
    this.#ended = true;
    this.#slots = this.#slots.filter((slot) => slot.result);
  }

  /**
   * Decoding was broken off behind the frames that have come so far. They are certain; what follows belongs to
   * another attempt, see {@link remainder}.
   */
  cut(): void {
    this.end();
    this.#cut = true;
    if (this.#isBeside) this.#slots = this.#slots.filter(({ frameNumber }) => frameNumber <= this.#lastCells);
    this.#lastNumber = this.#slots.at(-1)?.frameNumber ?? this.#handedOut;
  }

  /** For another attempt: what is not handed out yet; null when that is nothing. */
  remainder(): StretchFrames | null {
    if (this.#isHandedOut) return null;
    const { numbers, expected, limit, ...rest } = this.#stretch;
    const from = this.#handedOut + 1;
    const first = this.#index.firstOfTime(from);
    const left = Array.isArray(expected) ? expected.filter((number: number) => number >= first) : expected;
    const stretch = {
      ...rest,
      numbers: { first, end: numbers.end },
      expected: left,
      limit: limit !== null && Array.isArray(left) ? left.length : limit,
    };
    return new StretchFrames(stretch, this.#index, this.#isBeside, from);
  }

  /** For another attempt: the whole stretch, decoded from the beginning of the file. */
  withoutSeek(): StretchFrames {
    return new StretchFrames({ ...this.#stretch, seekTo: null }, this.#index, this.#isBeside, this.#from);
  }

  get #isHandedOut(): boolean {
    return this.#handedOut + 1 >= this.#stretch.numbers.end;
  }

  /** Whether everything has been handed out. */
  get finished(): boolean {
    const isOver = this.#ended && this.#slots.length === 0 && this.#nextExpected === null;
    return isOver && (!this.#cut || this.#isHandedOut);
  }

  /** The next frame in order that is ready and certain; null when the next one still has to wait. */
  take(): ReadyFrame | null {
    this.#passOver();
    const slot = this.#slots[0];
    const next = this.#nextExpected;
    const first = Math.min(next ?? Number.POSITIVE_INFINITY, slot?.frameNumber ?? Number.POSITIVE_INFINITY);
    if (!this.#ended && this.#lastNumber - first < OPEN_FRAMES) return null;
    if (this.#cut && first > this.#lastNumber) return null;
    if (this.#isBeside && !this.#ended && first > this.#lastCells) return null;
    if (next !== null && ((slot && next < slot.frameNumber) || (!slot && this.#ended))) {
      this.#nextExpected = this.#advance();
      this.#handedOut = next;
      return {
        frameNumber: next,
        pts: this.#index.ptsOf(next),
        pictureType: '?',
        result: null,
        cells: this.takeCells(next),
      };
    }
    if (!slot?.written || !slot.result) return null;
    if (next === slot.frameNumber) this.#nextExpected = this.#advance();
    this.#slots.shift();
    this.#taken++;
    this.#handedOut = slot.frameNumber;
    const { result } = slot;
    const own = result.cells ? [{ frameNumber: slot.frameNumber, cells: result.cells }] : [];
    return { ...slot, cells: this.#isBeside ? this.takeCells(slot.frameNumber) : own };
  }

  /** Drops what is ready before the first wanted frame. */
  #passOver(): void {
    for (;;) {
      const [slot] = this.#slots;
      if (!slot || slot.frameNumber >= this.#from || !slot.written || !slot.result) return;
      this.#slots.shift();
      this.#taken++;
    }
  }

  /** Frame numbers that this stretch answers for. */
  get stretch(): Stretch {
    return this.#stretch;
  }
}

function* expectedNumbers({ expected, numbers }: Stretch): Generator<number> {
  if (expected === null) return;
  if (expected !== 'all') yield* expected;
  else for (let number = numbers.first; number < numbers.end; number++) yield number;
}
