import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { blockingDescriptor } from './blocking-pipe.ts';
import { type DecodeCall, decodeArguments, placeWithin } from './ffmpeg-arguments.ts';
import { type FrameIdentity, parseLogLine, toStreamPts } from './showinfo.ts';

/** How a call of ffmpeg ended. */
export interface DecoderEnd {
  /** Identities reported, in the order of the pictures. */
  readonly frames: number;
  /** pts of the first decoded frame after a seek; null without a seek or without a frame. */
  readonly landing: number | null;
  /** Exit code; null when it was stopped by a signal. */
  readonly exitCode: number | null;
  /** FFmpeg's errors and warnings, the latest ones. */
  readonly messages: readonly string[];
}

/** A running ffmpeg: raw pictures on {@link pictures}, their identities through `onFrame`. */
export interface Decoder {
  readonly pictures: Readable;
  /** The second row of pictures; null where the call asks for none. */
  readonly beside: Readable | null;
  /** Descriptor of {@link pictures} for blocking reads; null = read the stream. Taken at most once. */
  takeDescriptor(): number | null;
  /** Closes the read end, after the last read. */
  close(): void;
  readonly end: Promise<DecoderEnd>;
  /** Ends it at once. */
  kill(): void;
}

/** Receives identities in the order of the pictures, with the landing point known so far. */
export type OnFrame = (identity: FrameIdentity, landing: number | null) => void;

/** What is told while ffmpeg works. */
export interface DecoderEvents {
  readonly onFrame: OnFrame;
  /** The same for the second row of pictures. */
  readonly onBeside?: OnFrame;
  /**
   * A packet could not be decoded as it should; comes before the identity of any frame that looks different by it,
   * because decoders complain before they hand a frame on.
   */
  readonly onDamage: () => void;
}

const MESSAGES_KEPT = 20;

function watch(stderr: Readable, call: DecodeCall, events: DecoderEvents) {
  let frames = 0;
  let landing: number | null = null;
  let filterBase = call.timeBase;
  const messages: string[] = [];
  const identified = (pts: number | null) => {
    if (pts === null) return { pts: Number.NaN };
    return call.places > 1 ? placeWithin(pts, call) : { pts: toStreamPts(pts, filterBase, call.timeBase) };
  };
  const lines = createInterface({ input: stderr, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (text) => {
    const line = parseLogLine(text);
    switch (line.kind) {
      case 'time-base':
        filterBase = line.timeBase;
        break;
      case 'landing':
        landing = line.pts;
        break;
      case 'frame': {
        frames++;
        events.onFrame({ ...identified(line.pts), pictureType: line.pictureType }, landing);
        break;
      }
      case 'beside':
        events.onBeside?.({ ...identified(line.pts), pictureType: line.pictureType }, landing);
        break;
      case 'message':
        if (line.damage) events.onDamage();
        messages.push(line.text);
        if (messages.length > MESSAGES_KEPT) messages.shift();
        break;
      case 'other':
        break;
    }
  });
  return { closed: once(lines, 'close'), facts: () => ({ frames, landing, messages }) };
}

/**
 * Starts ffmpeg for one stretch. It stays in this process's group and ends with its reader: writing to a closed
 * pipe stops it.
 */
export function startDecoder(ffmpeg: string, call: DecodeCall, events: DecoderEvents): Decoder {
  const child = spawn(ffmpeg, decodeArguments(call), {
    stdio: ['ignore', 'pipe', 'pipe', call.beside ? 'pipe' : 'ignore'],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new TypeError('no pipes');
  const [, , , extra] = child.stdio;
  const beside = extra instanceof Readable ? extra : null;
  const { closed, facts } = watch(stderr, call, events);
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  return {
    pictures: stdout,
    beside,
    takeDescriptor: () => blockingDescriptor(stdout, child),
    close: () => {
      stdout.destroy();
      beside?.destroy();
    },
    end: Promise.all([exit, closed]).then(([exitCode]) => ({ exitCode, ...facts() })),
    kill: () => void child.kill('SIGKILL'),
  };
}
