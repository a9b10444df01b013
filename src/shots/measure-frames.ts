import { AppError } from '../contract/app-error.ts';
import { decodeCall, isSeekable } from '../decode/decode-call.ts';
import type { FrameRange } from '../decode/decode-method.ts';
import { planDecode } from '../decode/decode-plan.ts';
import { type DecoderEnd, startDecoder } from '../decode/decoder.ts';
import type { ProbedVideo } from '../decode/probe.ts';
import { FFMPEG_INTERRUPTED } from '../decode/run-program.ts';
import type { FrameIdentity } from '../decode/showinfo.ts';
import type { StreamMap } from '../decode/stream-map.ts';
import type { Stretch } from '../decode/stretch.ts';
import { readPictures } from './read-pictures.ts';
import type { ShotPictures } from './shot-detector.ts';
import type { Workspace } from './workspace.ts';

/** Where frames come from. */
export interface FrameSource<W extends Workspace> {
  readonly ffmpeg: string;
  readonly video: ProbedVideo;
  readonly map: StreamMap;
  readonly range: FrameRange;
  readonly pictures: ShotPictures<W>;
  readonly signal: AbortSignal;
}

type OnMeasure<M> = (frame: { readonly number: number; readonly pts: number }, measure: M) => void;

/** Receives what was measured on the frames, in their order. */
export interface MeasureSink<M, W extends Workspace> {
  /** Frames come (again) from the first one on. Returns the meter of this attempt. */
  readonly begin: () => (workspace: W) => M;
  readonly frame: OnMeasure<M>;
}

const METHOD = { kind: 'all' } as const;
const PICTURE_DEPENDENT = { hwaccel: 'none' } as const;

/** How one attempt is made, and why another one is needed after it. */
interface Attempt {
  /** Enter the file at a random access point. */
  readonly seek: boolean;
  /** Decoder threads; 0 lets FFmpeg choose. */
  readonly threads: 0 | 1;
}

/** FFmpeg's exit code when most frames were damaged (`max_error_rate` in its ffmpeg.c). */
const MANY_DAMAGED = 69;

/** Numbers the identities and joins them with the measures of their pictures, which arrive by another pipe. */
class Joiner<M> {
  readonly #map: StreamMap;
  readonly #onMeasure: OnMeasure<M>;
  readonly #frames: { number: number; pts: number }[] = [];
  readonly #measures: M[] = [];
  #last = -1;

  constructor(map: StreamMap, onMeasure: OnMeasure<M>) {
    this.#map = map;
    this.#onMeasure = onMeasure;
  }

  identify({ pts, place }: FrameIdentity): void {
    const number = this.#map.index.numberOf(pts, this.#last, place);
    if (number === null || number <= this.#last) {
      throw new AppError('identity_lost', { pts: Number.isNaN(pts) ? 'missing' : pts });
    }
    this.#last = number;
    this.#frames.push({ number, pts });
    this.#join();
  }

  measured(measure: M): void {
    this.#measures.push(measure);
    this.#join();
  }

  #join(): void {
    while (this.#frames.length > 0 && this.#measures.length > 0) {
      const frame = this.#frames.shift();
      const [measure] = this.#measures.splice(0, 1);
      if (frame && measure !== undefined) this.#onMeasure(frame, measure);
    }
  }
}

function judgeEnd({ exitCode, frames, messages }: DecoderEnd): void {
  if (exitCode === 0) return;
  if (exitCode === null || exitCode === FFMPEG_INTERRUPTED) {
    throw new AppError('decode_failed', { reason: 'a signal stopped it' });
  }
  if (frames > 0 || exitCode === MANY_DAMAGED) return;
  throw new AppError('decode_failed', { reason: messages.at(-1) ?? `exit code ${exitCode}` });
}

/** One pass over the range; the next attempt to be made, or null when it is done. */
async function attempt<M, W extends Workspace>(
  { ffmpeg, video, map, range, pictures, signal }: FrameSource<W>,
  stretch: Stretch,
  { seek, threads }: Attempt,
  sink: MeasureSink<M, W>,
): Promise<Attempt | null> {
  const settings = { ...PICTURE_DEPENDENT, threads };
  const call = {
    ...decodeCall(stretch, video, map, METHOD, range, pictures.chain, settings),
    container: 'rawvideo',
  } as const;
  const wanted = stretch.seekTo === null ? null : map.index.ptsOf(stretch.seekTo);
  const joiner = new Joiner(map, sink.frame);
  let next: Attempt | null = null;
  let failure: unknown = null;
  const stopWith = (reason: Attempt) => {
    next = reason;
    decoder.kill();
  };
  const decoder = startDecoder(ffmpeg, call, {
    onFrame: (identity, landing) => {
      if (next || failure) return;
      if (wanted !== null && (landing === null || landing > wanted)) {
        return stopWith({ seek: false, threads });
      }
      try {
        joiner.identify(identity);
      } catch (thrown) {
        failure = thrown;
        decoder.kill();
      }
    },
    onDamage: () => {
      // Several threads make different pictures of damaged packets each time, one thread does not.
      if (threads !== 1 && !next && !failure) stopWith({ seek, threads: 1 });
    },
  });
  const abort = () => decoder.kill();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const meter = sink.begin();
    const workspace = pictures.open();
    await readPictures(decoder.pictures, workspace.incoming, () => {
      if (next || failure) return;
      workspace.prepare();
      joiner.measured(meter(workspace));
    });
  } finally {
    decoder.close();
    signal.removeEventListener('abort', abort);
  }
  const end = await decoder.end;
  if (signal.aborted) throw new AppError('cancelled');
  if (failure) throw failure;
  if (next) return next;
  if (wanted !== null && end.frames === 0) return { seek: false, threads };
  judgeEnd(end);
  return null;
}

/**
 * Decodes a range once and measures every frame of it.
 * @throws AppError `decode_failed`, `identity_lost`, `cancelled`
 */
export async function measureFrames<M, W extends Workspace>(
  source: FrameSource<W>,
  sink: MeasureSink<M, W>,
): Promise<void> {
  const { video, map, range, pictures } = source;
  const { coded_width, coded_height } = video.probe;
  for (let now: Attempt | null = { seek: true, threads: 0 }; now; ) {
    const [stretch] = planDecode({
      ...{ map, method: METHOD, range, from: range.first, temporal: false, lanes: 1 },
      seekable: now.seek && isSeekable(video, map, pictures.chain, 'none'),
      pixels: coded_width * coded_height,
    });
    if (!stretch) return;
    now = await attempt(source, stretch, now, sink);
  }
}
