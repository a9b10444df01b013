import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileTypeFromBuffer } from 'file-type';
import { parse as parseProfile } from 'icc';
import type { Metadata } from 'sharp';
import type { PictureType } from '../../contract/picture-type.ts';
import { stillInput } from '../../decode/input-arguments.ts';
import type { PixelKind } from '../frame-protocol.ts';
import { imageLibrary } from '../image-library.ts';

/** A decoded picture, upright, in sRGB or grey, without padding. */
export interface Still {
  readonly width: number;
  readonly height: number;
  readonly pixels: PixelKind;
  readonly data: Buffer;
  /** What the file is, where browsers show such files; null for others. */
  readonly type: PictureType | null;
}

/** How a picture is read. */
export interface ReadSettings {
  /** Keep more than 8 bit, where the picture has them. */
  readonly deep: boolean;
  /** Program for formats that only FFmpeg knows. */
  readonly ffmpeg: string;
}

/** Longest that FFmpeg may take for one picture, and the most bytes that it may give. */
const FFMPEG_LIMITS = { timeout: 120_000, maxBuffer: 2 ** 30, encoding: 'buffer' } as const;

const TYPES: Readonly<Record<string, PictureType>> = { jpeg: 'jpg', png: 'png', webp: 'webp' };

function typeOf({ format, compression }: Metadata): PictureType | null {
  if (format === 'heif') return compression === 'av1' ? 'avif' : null;
  return TYPES[format ?? ''] ?? null;
}

/** Whether a colour profile is sRGB, so that converting to it would only cost time and round the values. */
function isSrgb(profile: Buffer): boolean {
  try {
    return parseProfile(profile).description?.includes('sRGB') ?? false;
  } catch {
    return false;
  }
}

/** What the library knows of a picture; null for formats that it cannot read, HEIC among them. */
async function metadataOf(bytes: Buffer): Promise<Metadata | null> {
  const sharp = await imageLibrary();
  const facts = await sharp(bytes)
    .metadata()
    .catch(() => null);
  return facts?.format === 'heif' && facts.compression !== 'av1' ? null : facts;
}

/** Formats that only FFmpeg reads, by what `file-type` calls them. */
const DEMUXERS = { 'image/bmp': 'bmp_pipe', 'image/jp2': 'j2k_pipe', 'image/jxl': 'jpegxl_pipe' } as const;

/** A picture as PNG, made by FFmpeg. */
async function toPng({ file, bytes }: StillFile, ffmpeg: string): Promise<Buffer> {
  const kind = (await fileTypeFromBuffer(bytes))?.mime;
  const [, demuxer] = Object.entries(DEMUXERS).find(([mime]) => mime === kind) ?? [];
  if (!demuxer) throw new Error(kind ? `${kind} cannot be read here` : 'it is no picture');
  const output = ['-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', 'pipe:1'];
  const args = ['-v', 'error', ...stillInput(file, demuxer), ...output];
  const { stdout } = await promisify(execFile)(ffmpeg, args, FFMPEG_LIMITS).catch(() => ({
    stdout: Buffer.alloc(0),
  }));
  if (stdout.length === 0) throw new Error(`${kind} cannot be read by FFmpeg here`);
  return stdout;
}

/** A picture file, read. */
interface StillFile {
  readonly file: string;
  readonly bytes: Buffer;
}

/**
 * Decodes the first picture of a file as a person sees it: turned as its EXIF data says, its colours converted
 * from its profile to sRGB, transparent parts on black.
 * @param claim called with the number of pixels before they take memory
 * @throws Error that says why it cannot be decoded; a file that breaks off cannot
 */
export async function readStill(
  { file, bytes }: StillFile,
  { deep, ffmpeg }: ReadSettings,
  claim: (pixels: number) => void,
): Promise<Still> {
  const sharp = await imageLibrary();
  const known = await metadataOf(bytes);
  const input = known ? bytes : await toPng({ file, bytes }, ffmpeg);
  const facts = known ?? (await sharp(input).metadata());
  claim(facts.width * facts.height);
  const grey = facts.space === 'b-w' || facts.space === 'grey16';
  const wide = deep && facts.depth === 'ushort';
  const ignoreIcc = facts.icc !== undefined && isSrgb(facts.icc);
  const image = sharp(input, { failOn: 'truncated', ignoreIcc }).autoOrient();
  const opaque = facts.hasAlpha ? image.flatten({ background: '#000' }) : image;
  const space = grey ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
  const { data, info } = await opaque
    .toColourspace(space)
    .raw({ depth: wide ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = `${info.channels === 1 ? 'grey' : 'rgb'}${wide ? 16 : 8}` as const;
  return { width: info.width, height: info.height, pixels, data, type: known && typeOf(known) };
}
