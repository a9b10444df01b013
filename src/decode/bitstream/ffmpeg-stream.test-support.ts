import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import { createPictureReader, type PictureInfo } from './picture-info.ts';

const probeSchema = z.object({
  streams: z
    .array(z.object({ codec_name: z.string(), extradata: z.string().optional(), time_base: z.string() }))
    .min(1),
  packets: z.array(
    z.object({
      pts: z.number().optional(),
      dts: z.number().optional(),
      size: z.string(),
      flags: z.string(),
    }),
  ),
});
const framesSchema = z.object({
  frames: z.array(z.object({ best_effort_timestamp: z.number().optional(), pict_type: z.string() })),
});

/** One packet as ffprobe times it, with what the reader says. */
export interface ReadPacket {
  readonly pts: number;
  readonly data: Uint8Array;
  readonly info: PictureInfo;
}

/** One decoded frame as ffprobe reports it. */
export interface ProbedFrame {
  readonly pts: number;
  readonly type: string;
}

function run(program: string, args: readonly string[]): Buffer {
  return execFileSync(program, args, { maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Runs ffmpeg and gives its standard output. */
export function ffmpeg(...args: string[]): Buffer {
  return run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
}

function parseHexDump(dump: string): Uint8Array {
  const hex = dump
    .split('\n')
    .map((line) => (/^[0-9a-f]{8}: ((?:[0-9a-f]{2,4} ?)+) /.exec(line)?.[1] ?? '').replaceAll(' ', ''))
    .join('');
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** Cuts the first video stream into packets and reads each; null when the codec is not supported. */
export function readStream(
  file: string,
): { codec: string; packets: ReadPacket[]; secondsPerTick: number } | null {
  const entries = 'stream=codec_name,extradata,time_base:packet=pts,dts,size,flags';
  const json = run('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_data', '-show_entries', entries, '-of', 'json', file],
  ]);
  const { streams, packets } = probeSchema.parse(JSON.parse(json.toString()));
  const [stream] = streams;
  if (stream === undefined) return null;
  const extradata = stream.extradata === undefined ? null : parseHexDump(stream.extradata);
  const reader = createPictureReader(stream.codec_name, extradata);
  if (reader === null) return null;
  const bytes = ffmpeg('-i', file, '-map', '0:v:0', '-c', 'copy', '-copyinkf', '-f', 'data', 'pipe:1');
  const [numerator = 0, denominator = 1] = stream.time_base.split('/').map(Number);
  let at = 0;
  const read = packets.map(({ pts, dts, size }): ReadPacket => {
    const data = bytes.subarray(at, at + Number(size));
    at += Number(size);
    return { pts: pts ?? dts ?? Number.NaN, data, info: reader.read(data) };
  });
  if (at !== bytes.length) throw new Error(`${file}: ${bytes.length} bytes copied, ${at} in packets`);
  return { codec: stream.codec_name, packets: read, secondsPerTick: numerator / denominator };
}

/** The frames ffprobe decodes, in output order. */
export function probeFrames(file: string, ...options: string[]): ProbedFrame[] {
  const json = run('ffprobe', [
    ...['-v', 'error', ...options, '-select_streams', 'v:0', '-show_entries'],
    ...['frame=best_effort_timestamp,pict_type', '-of', 'json', file],
  ]);
  const { frames } = framesSchema.parse(JSON.parse(json.toString()));
  return frames.map((frame) => ({ pts: frame.best_effort_timestamp ?? Number.NaN, type: frame.pict_type }));
}

/** MD5 by pts (in frames of 25 fps) of a decode of the whole file, or of one begun at `seconds`. */
export function decodeHashes(file: string, seconds?: number): Map<number, string> {
  const seek =
    seconds === undefined ? [] : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', seconds.toFixed(6)];
  const text = ffmpeg(
    ...[...seek, '-copyts', '-i', file, '-map', '0:v:0', '-fps_mode', 'passthrough'],
    ...['-enc_time_base', '1/25', '-f', 'framemd5', 'pipe:1'],
  ).toString();
  const hashes = new Map<number, string>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const fields = line.split(',').map((field) => field.trim());
    hashes.set(Number(fields[2]), fields[5] ?? '');
  }
  return hashes;
}
