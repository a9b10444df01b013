import { spawn } from 'node:child_process';
import { AppError } from '../contract/app-error.ts';
import { createPictureReader } from './bitstream/picture-info.ts';
import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';
import type { PacketList } from './packets.ts';
import { PictureList } from './picture-list.ts';
import type { ProbedVideo } from './probe.ts';

/** Copies the stream's packets, unchanged and one after the other, to standard output. */
export function copyArguments(file: string, streamIndex: number): string[] {
  const input = ['-copyts', ...SAFE_INPUT, '-i', inputName(file), '-map', `0:${streamIndex}`];
  return ['-nostdin', '-v', 'error', ...input, '-c', 'copy', '-copyinkf', '-f', 'data', 'pipe:1'];
}

/** Cuts a byte stream into pieces of given sizes; pieces larger than one chunk are joined. */
export class PacketCutter {
  readonly #sizeAt: (packet: number) => number;
  #next = 0;
  #partial: Buffer | null = null;
  #filled = 0;

  /** @param sizeAt bytes of a packet; NaN behind the last one */
  constructor(sizeAt: (packet: number) => number) {
    this.#sizeAt = sizeAt;
  }

  /** Number of packets cut so far. */
  get count(): number {
    return this.#next;
  }

  /** Takes the next bytes of the stream and hands out every packet that they complete. */
  push(chunk: Buffer, onPacket: (packet: Buffer) => void): void {
    let rest = chunk;
    for (;;) {
      const size = this.#sizeAt(this.#next);
      if (Number.isNaN(size)) return;
      if (this.#partial === null && rest.length >= size) {
        onPacket(rest.subarray(0, size));
        rest = rest.subarray(size);
        this.#next++;
        continue;
      }
      if (rest.length === 0) return;
      this.#partial ??= Buffer.allocUnsafe(size);
      const taken = Math.min(rest.length, size - this.#filled);
      rest.copy(this.#partial, this.#filled, 0, taken);
      rest = rest.subarray(taken);
      this.#filled += taken;
      if (this.#filled < size) return;
      onPacket(this.#partial);
      this.#partial = null;
      this.#filled = 0;
      this.#next++;
    }
  }
}

/**
 * Reads picture types from the packets of a stream without decoding them.
 * @param known the packets, as soon as they are known; ffmpeg starts right away
 * @returns one entry a packet, or null where the codec can't be read or the packets don't add up
 */
export async function scanPictures(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  known: Promise<PacketList>,
  signal?: AbortSignal,
): Promise<PictureList | null> {
  const reader = createPictureReader(video.probe.codec, video.extradata);
  if (!reader) return null;
  const child = spawn(programs.ffmpeg, copyArguments(video.file, video.probe.stream_index), {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const abort = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', abort, { once: true });
  // An ffmpeg that can't be started yields no bytes; the decoder will say why.
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const pictures = new PictureList();
  const early: Buffer[] = [];
  let cutter: PacketCutter | null = null;
  let bytes = 0;
  // Listening from the start: Node drains the pipe of a child that has ended, whether anyone listens or not.
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (cutter === null) early.push(chunk);
    else cutter.push(chunk, (packet) => pictures.push(reader.read(packet)));
  });
  child.stdout.pause();
  const packets = await known.catch((thrown: unknown) => {
    child.kill('SIGKILL');
    throw thrown;
  });
  cutter = new PacketCutter((packet) => packets.sizeAt(packet));
  for (const chunk of early) cutter.push(chunk, (packet) => pictures.push(reader.read(packet)));
  child.stdout.resume();
  await ended;
  signal?.removeEventListener('abort', abort);
  if (signal?.aborted) throw new AppError('cancelled');
  let expected = 0;
  for (let packet = 0; packet < packets.length; packet++) expected += packets.sizeAt(packet);
  return bytes === expected && pictures.length === packets.length ? pictures : null;
}
