import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { type FrameRecord, serializeRecord } from '../contract/record.ts';
import { RUN_FILES, type RunFile, runFileSchema } from '../contract/run-files.ts';
import { madeRecord } from '../select/record.fixture.ts';

/** A run.json as the pipeline writes it. */
export const MADE_RUN: RunFile = runFileSchema.parse({
  schema_version: 1,
  tool: { name: 'framesift', version: '0.0.0' },
  source: { path: '/videos/clip.mp4', size: 1000, fingerprint: 'f'.repeat(64) },
  probe: {
    container: 'mov,mp4',
    duration: 10,
    start_time: 0,
    stream_index: 0,
    codec: 'h264',
    profile: 'High',
    coded_width: 64,
    coded_height: 36,
    width: 64,
    height: 36,
    pixel_aspect: { num: 1, den: 1 },
    rotation: 0,
    flipped: false,
    pixel_format: 'yuv420p',
    bit_depth: 8,
    color_range: 'limited',
    color_space: null,
    color_transfer: null,
    color_primaries: null,
    hdr: null,
    interlaced: false,
    frame_rate: { num: 25, den: 1 },
    nominal_frame_rate: { num: 25, den: 1 },
    variable_frame_rate: false,
    time_base: { num: 1, den: 12800 },
    frame_count: 250,
  },
  options: { method: 'all' },
  config_hash: '0'.repeat(64),
  versions: { ffmpeg: '7.1' },
  counts: null,
  warnings: [],
});

/** Time of every made picture. */
export const PICTURE_TIME = new Date('2024-05-06T07:08:09.000Z');

/** Bytes of a made picture: a text, for everything that does not look into pictures. */
const textPicture = async (name: string): Promise<Buffer> => Buffer.from(`picture ${name}`);

/** A real picture, 64x36: of one colour, which its name decides. */
export async function realPicture(name: string): Promise<Buffer> {
  const number = Number(/\d+/.exec(name)?.[0] ?? 0);
  const background = { r: (number * 40) % 256, g: 96, b: 255 - ((number * 40) % 256) };
  const image = sharp({ create: { width: 64, height: 36, channels: 3, background } });
  return name.endsWith('.png') ? image.png().toBuffer() : image.jpeg({ quality: 95 }).toBuffer();
}

/**
 * Makes a run folder `clip` with its files and pictures in a folder of its own that goes away with the test.
 * @param picture makes the bytes of a picture by its name
 * @returns its path
 */
export async function madeRunFolder(
  records: readonly FrameRecord[],
  picture: (name: string) => Promise<Buffer> = textPicture,
): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'framesift-test-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const folder = join(parent, 'clip');
  await mkdir(folder);
  await writeFile(join(folder, RUN_FILES.run), JSON.stringify(MADE_RUN));
  await writeFile(join(folder, RUN_FILES.metadata), records.map(serializeRecord).join(''));
  for (const { filename } of records) {
    if (filename === null) continue;
    await writeFile(join(folder, filename), await picture(filename));
    await utimes(join(folder, filename), PICTURE_TIME, PICTURE_TIME);
  }
  return folder;
}

/** A dropped frame without a picture. */
export function droppedRecord(frameNumber: number): FrameRecord {
  return madeRecord(frameNumber, { status: 'rejected', reject_reason: 'quality', filename: null });
}
