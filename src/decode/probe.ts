import { AppError } from '../contract/app-error.ts';
import type { Probe, Rational } from '../contract/probe.ts';
import { type Orientation, orientationOf, parseDisplayMatrix } from './display-matrix.ts';
import { type FfmpegPrograms, missing } from './ffmpeg-programs.ts';
import {
  type FfprobeOutput,
  type FfprobeStream,
  ffprobeOutput,
  type PixelFormatFacts,
} from './ffprobe-output.ts';
import { displaySize } from './geometry.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';
import { playlistKind } from './playlist.ts';
import { parseRational, toNumber } from './rational.ts';
import { runProgram } from './run-program.ts';
import { bitDepthOf } from './transport-format.ts';

/** Everything known of a source's video stream before decoding: the public facts and what decoding needs besides. */
export interface ProbedVideo {
  readonly file: string;
  readonly probe: Probe;
  readonly orientation: Orientation;
  readonly pixelFormat: PixelFormatFacts;
  /** Whether some stream of the file reorders frames, which FFmpeg's seeking takes into account. */
  readonly reorders: boolean;
  /** Seconds that the container promises for this stream; null where it says nothing of the stream itself. */
  readonly promised: number | null;
  /** Codec set-up data (avcC, hvcC ...), as the container stores it. */
  readonly extradata: Uint8Array | null;
}

const isCover = (s: FfprobeStream) =>
  s.disposition?.attached_pic === 1 || s.disposition?.timed_thumbnails === 1;
const isVideo = (s: FfprobeStream) => s.codec_type === 'video' && !isCover(s);
const known = (text: string | undefined) => (text === undefined || text === 'unknown' ? null : text);
const seconds = (text: string | undefined) => (text === undefined || text === 'N/A' ? null : Number(text));

/** The stream FFmpeg picks by itself: most pixels, the default disposition counting as 5,000,000 of them. */
function defaultStream(streams: readonly FfprobeStream[]): FfprobeStream | undefined {
  const score = (s: FfprobeStream) =>
    (s.width ?? 0) * (s.height ?? 0) + (s.disposition?.default ? 5_000_000 : 0);
  return streams
    .filter(isVideo)
    .reduce<FfprobeStream | undefined>(
      (best, s) => (best === undefined || score(s) > score(best) ? s : best),
      undefined,
    );
}

function chooseStream(file: string, streams: readonly FfprobeStream[], wanted: number | null): FfprobeStream {
  const videos = streams.filter(isVideo);
  const found = wanted === null ? defaultStream(streams) : videos.find((s) => s.index === wanted);
  if (found) return found;
  if (videos.length > 0) {
    const available = videos.map((s) => `${s.index} (${s.width}x${s.height} ${s.codec_name})`).join(', ');
    throw new AppError('stream_missing', { path: file, stream: wanted ?? '', available });
  }
  const kinds = streams.map((s) => (isCover(s) ? 'cover picture' : (s.codec_type ?? 'unknown')));
  throw new AppError('input_no_video', { path: file, streams: kinds.join(', ') || 'no streams' });
}

/** Length of one stream by the container: its own figure, a Matroska tag, or the file's when nothing else is in it. */
function promisedSeconds(stream: FfprobeStream, output: FfprobeOutput): number | null {
  const tag = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(stream.tags?.DURATION ?? '');
  if (tag) return Number(tag[1]) * 3600 + Number(tag[2]) * 60 + Number(tag[3]);
  const own = seconds(stream.duration);
  return own ?? (output.streams.length === 1 ? seconds(output.format?.duration) : null);
}

/** Whether the average and the nominal rate differ by more than rounding of time stamps explains. */
function isVariableRate(average: Rational | null, nominal: Rational | null): boolean {
  if (!average || !nominal) return false;
  return Math.abs(toNumber(average) / toNumber(nominal) - 1) > 0.005;
}

const INTERLACED = new Set(['tt', 'bb', 'tb', 'bt']);
const HDR: Readonly<Record<string, 'pq' | 'hlg'>> = { smpte2084: 'pq', 'arib-std-b67': 'hlg' };

/** The hex dump that ffprobe prints for binary data, as bytes; null when there is none. */
export function parseHexDump(dump: string | undefined): Uint8Array | null {
  const rows = [...(dump ?? '').matchAll(/^[0-9a-f]{8}: ((?:[0-9a-f]{2,4} )+)/gm)];
  const hex = rows.map((row) => (row[1] ?? '').replaceAll(' ', '')).join('');
  return hex.length > 0 ? Uint8Array.from(Buffer.from(hex, 'hex')) : null;
}

/**
 * Turns ffprobe's output into the facts about the wanted stream.
 * @throws AppError `input_no_video`, `stream_missing`, `input_not_video`
 */
export function readProbe(file: string, output: FfprobeOutput, wanted: number | null): ProbedVideo {
  const stream = chooseStream(file, output.streams, wanted);
  const pixelFormat = output.pixel_formats.find((format) => format.name === stream.pix_fmt);
  const timeBase = parseRational(stream.time_base);
  if (!pixelFormat || !timeBase || !stream.width || !stream.height || !output.format) {
    throw new AppError('input_not_video', { path: file, reason: 'its video stream cannot be decoded' });
  }
  const matrix = stream.side_data_list?.find((data) => data.displaymatrix !== undefined)?.displaymatrix;
  const orientation = orientationOf(parseDisplayMatrix(matrix ?? ''));
  const pixelAspect = parseRational(stream.sample_aspect_ratio) ?? { num: 1, den: 1 };
  const average = parseRational(stream.avg_frame_rate);
  const nominal = parseRational(stream.r_frame_rate);
  const transfer = known(stream.color_transfer);
  const full = stream.color_range === 'pc' || pixelFormat.name.startsWith('yuvj');
  const rgbOrGrey =
    pixelFormat.flags.rgb === 1 || pixelFormat.flags.palette === 1 || pixelFormat.nb_components < 3;
  const probe: Probe = {
    container: output.format.format_name,
    duration: seconds(output.format.duration) ?? seconds(stream.duration),
    start_time: seconds(output.format.start_time) ?? 0,
    stream_index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    profile: known(stream.profile),
    coded_width: stream.width,
    coded_height: stream.height,
    ...displaySize(stream.width, stream.height, pixelAspect, orientation),
    pixel_aspect: pixelAspect,
    rotation: orientation.rotation,
    flipped: orientation.flipped,
    pixel_format: pixelFormat.name,
    bit_depth: bitDepthOf(pixelFormat),
    color_range: full || rgbOrGrey ? 'full' : 'limited',
    color_space: known(stream.color_space),
    color_transfer: transfer,
    color_primaries: known(stream.color_primaries),
    hdr: HDR[transfer ?? ''] ?? null,
    interlaced: INTERLACED.has(stream.field_order ?? ''),
    frame_rate: average,
    nominal_frame_rate: nominal,
    variable_frame_rate: isVariableRate(average, nominal),
    time_base: timeBase,
    frame_count: stream.nb_frames === undefined ? null : Number(stream.nb_frames),
  };
  const promised = promisedSeconds(stream, output);
  const reorders = output.streams.some((s) => (s.has_b_frames ?? 0) > 0);
  return {
    file,
    probe,
    orientation,
    pixelFormat,
    reorders,
    promised,
    extradata: parseHexDump(stream.extradata),
  };
}

/** What ffprobe says when it refuses a file, as a reason a person understands. */
async function refusal(file: string, stderr: string): Promise<AppError> {
  const kind = await playlistKind(file);
  if (kind !== null) return new AppError('input_playlist', { path: file, kind });
  const offList = /not on whitelist|not in whitelist/i.test(stderr);
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  // The last line says that it failed, the one before it (of the demuxer) often why.
  const said = lines
    .slice(-2)
    .map((line) => line.replace(`${inputName(file)}: `, '').replace(/^\[.*?\] /, ''));
  const reason = offList ? 'its format is none that Framesift reads' : said.join('; ') || 'no reason given';
  return new AppError('input_not_video', { path: file, reason });
}

/**
 * Asks ffprobe about a file.
 * @param wanted stream index, or null for the one FFmpeg picks
 * @throws AppError `input_not_video`, `input_playlist`, `input_no_video`, `stream_missing`, `ffmpeg_missing`
 */
export async function probeVideo(
  programs: FfmpegPrograms,
  file: string,
  wanted: number | null,
  signal?: AbortSignal,
): Promise<ProbedVideo> {
  const args = ['-v', 'error', ...SAFE_INPUT, '-show_streams', '-show_format', '-show_pixel_formats'];
  const rest = ['-show_data', '-of', 'json', inputName(file)];
  const result = await runProgram(programs.ffprobe, [...args, ...rest], signal);
  if (result.cancelled) throw new AppError('cancelled');
  // It could not be started, or something else has its name.
  if (result.exitCode === null || (result.exitCode === 0 && !result.stdout.startsWith('{')))
    throw missing(programs.ffprobe);
  const parsed = ffprobeOutput.safeParse(result.exitCode === 0 ? JSON.parse(result.stdout) : null);
  if (!parsed.success || !parsed.data.format) throw await refusal(file, result.stderr);
  return readProbe(file, parsed.data, wanted);
}
