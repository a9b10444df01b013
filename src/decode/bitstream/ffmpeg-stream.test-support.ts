import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createPictureReader, type PictureInfo } from './picture-info.ts';

const streamSchema = z.object({
  codec_name: z.string(),
  extradata: z.string().optional(),
  time_base: z.string(),
});
const probeSchema = z.object({ streams: z.array(streamSchema).min(1) });
const frameSchema = z.object({ best_effort_timestamp: z.number().optional(), pict_type: z.string() });
const framesSchema = z.object({ frames: z.array(frameSchema) });
/** Packets and frames in the order in which they come, each with its kind. */
const mixedSchema = z.object({
  packets_and_frames: z.array(
    z.discriminatedUnion('type', [
      z.object({
        type: z.literal('packet'),
        pts: z.number().optional(),
        dts: z.number().optional(),
        data: z.string(),
      }),
      frameSchema.extend({ type: z.literal('frame') }),
    ]),
  ),
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

/** The packets of a stream, read. */
export interface ReadStream {
  readonly packets: readonly ReadPacket[];
  readonly secondsPerTick: number;
}

/** Reads packets one after the other; null when the codec is not supported. */
function readPackets(
  { streams: [stream] }: z.output<typeof probeSchema>,
  packets: readonly { readonly pts: number; readonly data: Uint8Array }[],
): ReadStream | null {
  if (stream === undefined) return null;
  const extradata = stream.extradata === undefined ? null : parseHexDump(stream.extradata);
  const reader = createPictureReader(stream.codec_name, extradata);
  if (reader === null) return null;
  const [numerator = 0, denominator = 1] = stream.time_base.split('/').map(Number);
  const read = packets.map(({ pts, data }) => ({ pts, data, info: reader.read(data) }));
  return { packets: read, secondsPerTick: numerator / denominator };
}

const frameOf = ({ best_effort_timestamp: pts, pict_type: type }: z.output<typeof frameSchema>) => ({
  pts: pts ?? Number.NaN,
  type,
});

function ffprobe(file: string, ...args: string[]): unknown {
  const words = ['-v', 'error', '-select_streams', 'v:0', ...args, '-of', 'json', file];
  return JSON.parse(run('ffprobe', words).toString());
}

/** The packets of a small file, read, and the frames ffprobe decodes, in output order: all told by one process. */
export function probeStream(file: string): {
  stream: ReadStream | null;
  frames: readonly ProbedFrame[];
} {
  const entries =
    'stream=codec_name,extradata,time_base:packet=pts,dts,data:frame=best_effort_timestamp,pict_type';
  const probed = ffprobe(file, '-show_data', '-show_entries', entries);
  const { packets_and_frames: mixed } = mixedSchema.parse(probed);
  const packets = mixed.flatMap((part) => (part.type === 'packet' ? [part] : []));
  const cut = packets.map(({ pts, dts, data }) => ({
    pts: pts ?? dts ?? Number.NaN,
    data: parseHexDump(data),
  }));
  const stream = readPackets(probeSchema.parse(probed), cut);
  return { stream, frames: mixed.flatMap((part) => (part.type === 'frame' ? [frameOf(part)] : [])) };
}

/** The frames ffprobe decodes with some options, in output order. */
export function probeFrames(file: string, ...options: string[]): ProbedFrame[] {
  const entries = ['-show_entries', 'frame=best_effort_timestamp,pict_type'];
  return framesSchema.parse(ffprobe(file, ...options, ...entries)).frames.map(frameOf);
}

/** MD5 by pts (in frames of 25 fps) of a decode of the whole file, and of decodes begun at some times in seconds. */
export function decodeHashes(file: string, starts: readonly number[]): Map<number, string>[] {
  const wholeFirst = [
    [],
    ...starts.map((at) => ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', at.toFixed(6)]),
  ];
  const inputs = wholeFirst.flatMap((seek) => [...seek, '-i', file]);
  const tables = wholeFirst.map((_, i) => `${file}.${i}.md5`);
  const outputs = tables.flatMap((table, i) => [
    ...['-map', `${i}:v:0`, '-fps_mode', 'passthrough', '-enc_time_base', '1/25', '-f', 'framemd5', table],
  ]);
  ffmpeg('-copyts', ...inputs, ...outputs);
  return tables.map((table) => {
    const hashes = new Map<number, string>();
    for (const line of readFileSync(table, 'utf8').split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const fields = line.split(',').map((field) => field.trim());
      hashes.set(Number(fields[2]), fields[5] ?? '');
    }
    return hashes;
  });
}
