import { type Decoder, type DecoderEnd, startDecoder } from '../decode/decoder.ts';
import type { DecodeCall } from '../decode/ffmpeg-arguments.ts';
import type { FrameIdentity } from '../decode/showinfo.ts';
import { CONTROL, type FrameSettings } from './frame-protocol.ts';
import { type FrameOutcome, FrameWorker } from './frame-workers.ts';
import { pumpPictures } from './picture-pump.ts';
import { BesideReader, type OnCells } from './shots/beside-reader.ts';
import type { IdentityTable } from './subject/identity-table.ts';

/** What happens while a stretch is decoded. Identities and outcomes of a frame share its sequence number. */
export interface LaneEvents {
  /** In the order of the pictures, from sequence 0. `decoder` can be stopped from here. */
  readonly onIdentity: (identity: FrameIdentity, landing: number | null) => void;
  /** In any order. */
  readonly onOutcome: (outcome: FrameOutcome) => void;
  /** A packet is damaged: see `DecoderEvents`. */
  readonly onDamage: () => void;
  /** After the last identity; outcomes may still follow. */
  readonly onIdentitiesEnd: () => void;
  /** Told to the workers; null where they need not know which frame a picture is. */
  readonly identities: IdentityTable | null;
  /** The cells of every frame of the stretch in order, where they are measured beside the pictures. */
  readonly onCells?: OnCells;
}

/** One ffmpeg process at a time with the workers that read its pictures. */
export class Lane {
  readonly #ffmpeg: string;
  readonly #workers: FrameWorker[] = [];
  readonly #streamed: boolean;
  readonly #shots: FrameSettings['shots'];
  #decoder: Decoder | null = null;
  #closed = false;

  /**
   * @param workers threads that share the pictures of this lane
   * @param streamed read pictures through the event loop even where blocking reads are possible
   */
  constructor(ffmpeg: string, settings: FrameSettings, workers: number, streamed: boolean) {
    this.#ffmpeg = ffmpeg;
    this.#streamed = streamed;
    this.#shots = settings.shots;
    try {
      for (let i = 0; i < workers; i++) this.#workers.push(new FrameWorker(settings));
    } catch (thrown) {
      // There is not enough memory for all of them.
      void this.close();
      throw thrown;
    }
  }

  /**
   * Decodes one stretch to its end, or until it is stopped.
   * @throws AppError when a worker fails; everything has ended then, and the lane is closed
   */
  async run(call: DecodeCall, events: LaneEvents): Promise<DecoderEnd> {
    if (this.#closed) return { frames: 0, landing: null, exitCode: null, messages: [] };
    const { onCells } = events;
    const shots = this.#shots;
    const beside = call.beside && shots && onCells ? new BesideReader(shots.cells, onCells) : null;
    const decoder = startDecoder(this.#ffmpeg, call, {
      onFrame: events.onIdentity,
      ...(beside && { onBeside: (identity, landing) => beside.identify(identity, landing) }),
      onDamage: events.onDamage,
    });
    this.#decoder = decoder;
    const identified = decoder.end.then(events.onIdentitiesEnd);
    try {
      const other = beside && decoder.beside ? [beside.read(decoder.beside)] : [];
      await this.#work(decoder, call, events, other);
    } finally {
      decoder.close();
      await identified;
      this.#decoder = null;
    }
    return await decoder.end;
  }

  async #work(
    decoder: Decoder,
    call: DecodeCall,
    { onOutcome, identities }: LaneEvents,
    other: readonly Promise<void>[],
  ): Promise<void> {
    const table = identities?.buffer ?? null;
    const descriptor = this.#streamed ? null : decoder.takeDescriptor();
    if (descriptor === null) {
      const pumping = pumpPictures(decoder.pictures, call.container, this.#workers, onOutcome, table);
      return await this.#ended([pumping, ...other]);
    }
    const control = new SharedArrayBuffer(CONTROL.length * Int32Array.BYTES_PER_ELEMENT);
    const readers = this.#workers.map((worker) => worker.read(descriptor, control, onOutcome, table));
    await this.#ended([...readers, ...other]);
  }

  /** Waits for all parts. One that fails ends the others, which may be waiting for it: then nobody reads any more. */
  async #ended(parts: readonly Promise<void>[]): Promise<void> {
    try {
      await Promise.all(parts);
    } catch (thrown) {
      await this.close();
      await Promise.allSettled(parts);
      throw thrown;
    }
  }

  /** Stops the running ffmpeg; the frames that it has delivered are still worked on. */
  stop(): void {
    this.#decoder?.kill();
  }

  /** Gives the threads to the next run of this process, after the last stretch has ended well. */
  async leave(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.#workers.map((worker) => worker.leave()));
  }

  /** Stops everything and ends the threads. */
  async close(): Promise<void> {
    this.#closed = true;
    this.stop();
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }
}
