import type { Rational } from '../contract/probe.ts';
import { BESIDE_NAME } from './ffmpeg-arguments.ts';
import { parseRational, rescale } from './rational.ts';

/** Identity of one frame that leaves the decoder. */
export interface FrameIdentity {
  /** In units of the stream's time base. */
  readonly pts: number;
  /** Which of the frames that share the pts it is, from 0; absent where that is not known. */
  readonly place?: number;
  /** I, P, B ...; `?` where the decoder doesn't say. */
  readonly pictureType: string;
}

/** One line of FFmpeg's log, sorted into what Framesift reads from it. */
export type LogLine =
  | { readonly kind: 'time-base'; readonly timeBase: Rational }
  | { readonly kind: 'frame'; readonly pts: number | null; readonly pictureType: string }
  /** The same of the second row of pictures (`DecodeCall.beside`). */
  | { readonly kind: 'beside'; readonly pts: number | null; readonly pictureType: string }
  | { readonly kind: 'landing'; readonly pts: number }
  | {
      readonly kind: 'message';
      readonly level: 'warning' | 'error';
      readonly text: string;
      /** Packets could not be decoded as they should. */
      readonly damage: boolean;
    }
  | { readonly kind: 'other' };

const FRAME = /\[Parsed_showinfo_\S+ @ \S+\] \[info\] n:\s*\d+ pts:\s*(\S+) .*? type:(\S)/;
const BESIDE = new RegExp(`\\[${BESIDE_NAME} @ \\S+\\] \\[info\\] n:\\s*\\d+ pts:\\s*(\\S+) .*? type:(\\S)`);
const TIME_BASE = /\[Parsed_showinfo_\S+ @ \S+\] \[info\] config in time_base: (\d+\/\d+)/;
const LANDING = /\[Parsed_metadata_\S+ @ \S+\] \[info\] frame:\d+\s+pts:(-?\d+)/;
const MESSAGE = /\[(warning|error|fatal|panic)\] (.*)$/;
/** A muxer (libavformat/mux.c) finds that a frame comes at no later time than the one before it; the frame is whole. */
const EQUAL_TIMES = /non monotonically increasing dts to muxer/;

/** Reads one line of `ffmpeg -loglevel level+info`. */
export function parseLogLine(line: string): LogLine {
  const frame = FRAME.exec(line);
  if (frame) {
    const pts = frame[1] === 'NOPTS' ? null : Number(frame[1]);
    return { kind: 'frame', pts, pictureType: frame[2] ?? '?' };
  }
  const beside = BESIDE.exec(line);
  if (beside) {
    const pts = beside[1] === 'NOPTS' ? null : Number(beside[1]);
    return { kind: 'beside', pts, pictureType: beside[2] ?? '?' };
  }
  const landing = LANDING.exec(line);
  if (landing) return { kind: 'landing', pts: Number(landing[1]) };
  const timeBase = parseRational(TIME_BASE.exec(line)?.[1]);
  if (timeBase) return { kind: 'time-base', timeBase };
  const message = MESSAGE.exec(line);
  if (message) {
    const level = message[1] === 'warning' ? 'warning' : 'error';
    const text = message[2] ?? '';
    const damage = level === 'error' ? !EQUAL_TIMES.test(text) : /\bcorrupt\b/.test(text);
    return { kind: 'message', level, text, damage };
  }
  return { kind: 'other' };
}

/** pts of a filter's time base in units of the stream's; deinterlacing halves the unit. */
export function toStreamPts(pts: number, filterBase: Rational, streamBase: Rational): number {
  return filterBase.num === streamBase.num && filterBase.den === streamBase.den
    ? pts
    : rescale(pts, filterBase, streamBase);
}
