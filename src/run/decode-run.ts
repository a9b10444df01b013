import { AppError } from '../contract/app-error.ts';
import { decodeCall } from '../decode/decode-call.ts';
import type { DecodeMethod, FrameRange } from '../decode/decode-method.ts';
import type { DecoderEnd } from '../decode/decoder.ts';
import type { PictureChain } from '../decode/picture-filters.ts';
import type { ProbedVideo } from '../decode/probe.ts';
import { FFMPEG_INTERRUPTED } from '../decode/run-program.ts';
import type { StreamMap } from '../decode/stream-map.ts';
import type { Stretch } from '../decode/stretch.ts';
import type { PendingPicture } from './frame-workers.ts';
import type { Lane, LaneEvents } from './lane.ts';
import { type FrameCells, type ReadyFrame, StretchFrames } from './stretch-frames.ts';
import { IdentityTable } from './subject/identity-table.ts';

/** What the frames of a run are decoded from and how. */
export interface DecodeJob {
  readonly video: ProbedVideo;
  readonly map: StreamMap;
  readonly method: DecodeMethod;
  readonly range: FrameRange;
  /** Frames before this number are recorded already, or not wanted. */
  readonly from: number;
  readonly chain: PictureChain;
  readonly hwaccel: string;
  /** Decoder threads of one ffmpeg; 0 lets it choose. */
  readonly threads: number;
  /** Whether workers have to know which frame a picture is. */
  readonly identified: boolean;
  /** Filters of the second row of pictures, where shots are measured there. */
  readonly beside: readonly string[] | null;
}

/** What a run needs of a lane. */
export type DecodeLane = Pick<Lane, 'run' | 'stop'>;

/** Receives what a run decodes. */
export interface DecodeSink {
  /** Stores a picture; its memory is released afterwards. */
  readonly writePicture: (frameNumber: number, picture: PendingPicture) => Promise<void>;
  /** Takes the next frame in order; awaited before the next one. */
  readonly record: (frame: ReadyFrame) => Promise<void>;
  /** Takes cells behind the last frame of a stretch; awaited as {@link record}. */
  readonly cells?: (cells: readonly FrameCells[]) => Promise<void>;
  readonly warn: (message: string) => void;
}

/** Why a stretch has to be decoded again in another way. */
class Retry extends Error {
  /**
   * landing: the seek has landed behind the wanted entry; hwaccel: the hardware decoder did not begin; damage: the
   * threads of a decoder make different pictures of damaged packets each time, one thread does not.
   */
  readonly reason: 'landing' | 'hwaccel' | 'damage';

  constructor(reason: Retry['reason']) {
    super('retry');
    this.reason = reason;
  }
}

/** FFmpeg's exit code when most frames were damaged (`max_error_rate` in its ffmpeg.c). */
const MANY_DAMAGED = 69;

/** Whether somebody stopped ffmpeg before the video ended. */
function wasInterrupted({ exitCode }: DecoderEnd): boolean {
  return exitCode === null || exitCode === FFMPEG_INTERRUPTED;
}

/** Runs stretches on lanes and hands their frames on in order. */
export class DecodeRun {
  readonly #job: DecodeJob;
  readonly #sink: DecodeSink;
  readonly #frames: StretchFrames[];
  readonly #lanes: readonly DecodeLane[];
  #hwaccel: string;
  #draining: Promise<void> = Promise.resolve();
  #drainWaiting = false;
  #current = 0;
  #failure: { readonly thrown: unknown } | null = null;
  #stopped = false;

  constructor(job: DecodeJob, stretches: readonly Stretch[], lanes: readonly DecodeLane[], sink: DecodeSink) {
    this.#job = job;
    this.#sink = sink;
    this.#lanes = lanes;
    this.#hwaccel = job.hwaccel;
    const { map, beside, from } = job;
    this.#frames = stretches.map((stretch) => new StretchFrames(stretch, map.index, beside !== null, from));
  }

  /**
   * Works through all stretches.
   * @throws the first error of any part, after everything under way has ended
   */
  async run(): Promise<void> {
    let next = 0;
    const work = async (lane: DecodeLane) => {
      while (!this.#stopped && next < this.#frames.length) await this.#stretch(lane, next++);
    };
    await Promise.all(this.#lanes.map((lane) => work(lane).catch((thrown: unknown) => this.#fail(thrown))));
    await this.#draining;
    if (this.#failure) throw this.#failure.thrown;
  }

  /** Stops decoding; frames in hand are still recorded. */
  stop(): void {
    this.#stopped = true;
    for (const lane of this.#lanes) lane.stop();
  }

  #fail(thrown: unknown): void {
    this.#failure ??= { thrown };
    this.stop();
  }

  async #stretch(lane: DecodeLane, place: number): Promise<void> {
    let { threads } = this.#job;
    for (;;) {
      const frames = this.#frames[place];
      if (!frames) return;
      try {
        return await this.#attempt(lane, frames, threads);
      } catch (thrown) {
        if (!(thrown instanceof Retry)) throw thrown;
        if (this.#stopped) return;
        if (thrown.reason === 'hwaccel') this.#hwaccel = 'none';
        if (thrown.reason === 'damage') threads = 1;
        const again = thrown.reason === 'landing' ? frames.withoutSeek() : frames.remainder();
        if (again === null) return;
        this.#frames[place] = again;
      }
    }
  }

  async #attempt(lane: DecodeLane, frames: StretchFrames, threads: number): Promise<void> {
    const { video, map, method, range, chain, beside } = this.#job;
    const { stretch } = frames;
    const settings = { hwaccel: this.#hwaccel, threads, beside };
    const call = decodeCall(stretch, video, map, method, range, chain, settings);
    const wanted = stretch.seekTo === null ? null : map.index.ptsOf(stretch.seekTo);
    const waiting = new Map<number, PendingPicture>();
    const writes = new Set<Promise<void>>();
    const { numbers } = stretch;
    const identities = this.#job.identified ? new IdentityTable(numbers.end - numbers.first) : null;
    let landed = wanted === null;
    let missed = false;
    let identified = false;
    let damaged = false;

    const write = (sequence: number, frameNumber: number, picture: PendingPicture) => {
      const task = this.#sink
        .writePicture(frameNumber, picture)
        .then(() => frames.pictureWritten(sequence))
        .catch((thrown: unknown) => this.#fail(thrown))
        .finally(() => {
          picture.release();
          writes.delete(task);
          this.#drain();
        });
      writes.add(task);
    };
    const hasLanded = (landing: number | null) => {
      landed ||= landing !== null && wanted !== null && landing <= wanted;
      missed = !landed;
      return landed;
    };
    let sequence = 0;
    const onIdentity: LaneEvents['onIdentity'] = (identity, landing) => {
      if (missed || damaged || this.#failure) return;
      if (!hasLanded(landing)) return lane.stop();
      try {
        const place = sequence++;
        const frameNumber = frames.identify(identity);
        identities?.put(place, frameNumber);
        const picture = waiting.get(place);
        waiting.delete(place);
        if (picture) write(place, frameNumber, picture);
        this.#drain();
      } catch (thrown) {
        this.#fail(thrown);
      }
    };
    const onOutcome: LaneEvents['onOutcome'] = ({ result, picture }) => {
      if (missed || this.#failure) return picture?.release();
      frames.measured(result);
      const frameNumber = frames.numberAt(result.sequence);
      if (picture && frameNumber !== null) write(result.sequence, frameNumber, picture);
      else if (picture && identified) picture.release();
      else if (picture) waiting.set(result.sequence, picture);
      this.#drain();
    };
    const onCells: NonNullable<LaneEvents['onCells']> = (identity, landing, cells) => {
      if (missed || damaged || this.#failure) return;
      if (!hasLanded(landing)) return lane.stop();
      try {
        frames.beside(identity, cells);
        this.#drain();
      } catch (thrown) {
        this.#fail(thrown);
      }
    };
    const onDamage = () => {
      if (threads === 1 || missed || this.#failure || this.#stopped) return;
      damaged = true;
      lane.stop();
    };
    // A worker may be waiting for the place of a picture whose identity will never come.
    const onIdentitiesEnd = () => {
      identified = true;
      identities?.end();
      for (const picture of waiting.values()) picture.release();
      waiting.clear();
    };
    const end = await lane
      .run(call, { onIdentity, onOutcome, onDamage, onIdentitiesEnd, onCells, identities })
      .finally(() => Promise.all(writes));
    if (missed || (wanted !== null && end.landing === null && end.frames === 0 && !this.#stopped))
      throw new Retry('landing');
    if (damaged) {
      frames.cut();
      this.#drain();
      await this.#draining;
      throw new Retry('damage');
    }
    if (!this.#stopped) {
      this.#judge(end);
      frames.end();
    }
    this.#drain();
    await this.#draining;
  }

  /**
   * Whether ffmpeg ended well enough; damaged frames are no failure. A decoder that never began is one, and one that
   * was stopped from outside, because what is missing then is not damaged.
   */
  #judge(end: DecoderEnd): void {
    const { exitCode, frames, messages } = end;
    if (exitCode === 0) return;
    if (frames === 0 && this.#hwaccel !== 'none') {
      this.#sink.warn(`hardware decoding (${this.#hwaccel}) is not available here: decoding in software`);
      throw new Retry('hwaccel');
    }
    if (wasInterrupted(end)) throw new AppError('decode_failed', { reason: 'a signal stopped it' });
    if (frames > 0 || exitCode === MANY_DAMAGED) return;
    throw new AppError('decode_failed', { reason: messages.at(-1) ?? `exit code ${exitCode}` });
  }

  /** Records whatever is ready, in order, one at a time. */
  #drain(): void {
    if (this.#drainWaiting) return;
    this.#drainWaiting = true;
    this.#draining = this.#draining.then(async () => {
      this.#drainWaiting = false;
      try {
        for (;;) {
          const frames = this.#frames[this.#current];
          if (!frames || this.#failure) return;
          for (let ready = frames.take(); ready; ready = frames.take()) await this.#sink.record(ready);
          if (!frames.finished) return;
          const behind = frames.takeCells();
          if (behind.length > 0) await this.#sink.cells?.(behind);
          this.#current++;
        }
      } catch (thrown) {
        this.#fail(thrown);
      }
    });
  }
}
