import { AppError } from '../contract/app-error.ts';
import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import { byteColumn, floatColumn } from './growing-column.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';
import type { ProbedVideo } from './probe.ts';
import { streamProgram } from './run-program.ts';
import { TextLines } from './text-lines.ts';

/** One packet of the video stream; times in units of the stream's time base. */
export interface Packet {
  readonly pts: number | null;
  readonly duration: number;
  readonly size: number;
  /** Hidden by an edit list: decoded but never shown, so without a frame number. */
  readonly discarded: boolean;
}

/** The packets of a stream in file order. */
export class PacketList {
  readonly #pts = floatColumn();
  readonly #duration = floatColumn();
  readonly #size = floatColumn();
  readonly #discarded = byteColumn();

  /** A list of given packets. */
  static from(packets: readonly Packet[]): PacketList {
    const list = new PacketList();
    for (const packet of packets) list.push(packet);
    return list;
  }

  /** Number of packets. */
  get length(): number {
    return this.#size.length;
  }

  /** Adds a packet at the end. */
  push({ pts, duration, size, discarded }: Packet): void {
    this.#pts.push(pts ?? Number.NaN);
    this.#duration.push(duration);
    this.#size.push(size);
    this.#discarded.push(discarded ? 1 : 0);
  }

  /** pts of a packet; NaN where it has none. */
  ptsAt(place: number): number {
    return this.#pts.at(place);
  }

  /** Duration of a packet; 0 where it states none. */
  durationAt(place: number): number {
    return this.#duration.at(place);
  }

  /** Bytes of a packet; NaN behind the last one. */
  sizeAt(place: number): number {
    return this.#size.at(place);
  }

  /** Whether the container hides a packet. */
  isDiscarded(place: number): boolean {
    return this.#discarded.at(place) === 1;
  }
}

const integer = (text: string | undefined) =>
  text === undefined || !/^-?\d+$/.test(text) ? null : Number(text);

/** Takes the lines of `ffprobe -show_entries packet=pts,duration,size,flags -of csv=p=0`, in pieces of any length. */
export class PacketLines {
  readonly #packets = new PacketList();
  readonly #lines = new TextLines((line) => this.#line(line));

  /** Takes the next piece of text. */
  push(text: string): void {
    this.#lines.push(text);
  }

  /** Takes what is left when the text has ended. */
  end(): PacketList {
    this.#lines.end();
    return this.#packets;
  }

  #line(line: string): void {
    const [pts, duration, size, flags] = line.split(',');
    if (flags === undefined) return;
    this.#packets.push({
      pts: integer(pts),
      duration: integer(duration) ?? 0,
      size: integer(size) ?? 0,
      discarded: flags.includes('D'),
    });
  }
}

/**
 * Reads every packet of the video stream by demuxing only.
 * @throws AppError `decode_failed`, `cancelled`
 */
export async function readPackets(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  signal?: AbortSignal,
): Promise<PacketList> {
  const entries = 'packet=pts,duration,size,flags';
  const select = ['-select_streams', String(video.probe.stream_index)];
  const output = ['-show_entries', entries, '-of', 'csv=p=0', inputName(video.file)];
  const args = ['-v', 'error', ...SAFE_INPUT, ...select, ...output];
  const lines = new PacketLines();
  const result = await streamProgram(programs.ffprobe, args, 'stdout', (text) => lines.push(text), signal);
  if (result.cancelled) throw new AppError('cancelled');
  const packets = lines.end();
  // Stopped by a signal it has told only a part, which would pass for a shorter video.
  if (result.exitCode === null || (packets.length === 0 && result.exitCode !== 0)) {
    throw new AppError('decode_failed', {
      reason: result.stderr.split('\n').at(-1) || 'ffprobe was stopped',
    });
  }
  return packets;
}
