import { z } from 'zod';

/** A fraction `numerator/denominator`, kept exact. */
export const rationalSchema = z.object({
  num: z.int().describe('Numerator'),
  den: z.int().positive().describe('Denominator'),
});
/** An exact fraction. */
export type Rational = z.output<typeof rationalSchema>;

/** What is known of a video stream before decoding it. */
export const probeSchema = z.object({
  container: z.string().describe("FFmpeg's name of the container format"),
  duration: z.number().nullable().describe('Seconds, as the container states it'),
  start_time: z
    .number()
    .describe('First time stamp of the file in seconds; subtracted from every time shown'),
  stream_index: z.int().describe("The video stream's index, as ffprobe numbers streams"),
  codec: z.string().describe("FFmpeg's name of the codec"),
  profile: z.string().nullable().describe('Profile of the codec, where it has one'),
  coded_width: z.int().positive().describe('Stored width, pixels'),
  coded_height: z.int().positive().describe('Stored height, pixels'),
  width: z
    .int()
    .positive()
    .describe('Width of the written picture: pixel aspect squared and rotated, pixels'),
  height: z.int().positive().describe('Height of the written picture, pixels'),
  pixel_aspect: rationalSchema.describe('Width over height of one stored pixel'),
  rotation: z
    .int()
    .describe('Degrees clockwise by which the picture is turned for display: 0, 90, 180 or 270'),
  flipped: z.boolean().describe('Mirrored by the display matrix, besides the rotation'),
  pixel_format: z.string().describe("FFmpeg's name of the stored pixel format"),
  bit_depth: z.int().describe('Bits of one stored component'),
  color_range: z
    .enum(['limited', 'full'])
    .describe('Range of the stored luma: 16 to 235 or 0 to 255, in 8 bit'),
  color_space: z.string().nullable().describe('Matrix as tagged; null = untagged'),
  color_transfer: z.string().nullable().describe('Transfer function as tagged; null = untagged'),
  color_primaries: z.string().nullable().describe('Primaries as tagged; null = untagged'),
  hdr: z.enum(['pq', 'hlg']).nullable().describe('Kind of HDR, or null'),
  interlaced: z.boolean().describe('Pictures are made of two fields'),
  frame_rate: rationalSchema.nullable().describe('Average frames a second'),
  nominal_frame_rate: rationalSchema.nullable().describe('Frames a second as the stream declares them'),
  variable_frame_rate: z.boolean().describe('Frames are not evenly spaced'),
  time_base: rationalSchema.describe('Seconds of one unit of pts'),
  frame_count: z.int().nullable().describe('Frames, as the container states it'),
});

/** Facts about a source's video stream. */
export type Probe = z.output<typeof probeSchema>;

/** What stands for the container where the source is still pictures. */
export const STILLS_CONTAINER = 'pictures';

/** Whether the source is still pictures and no video. Its times count pictures, one a second. */
export function isStills({ container }: Pick<Probe, 'container'>): boolean {
  return container === STILLS_CONTAINER;
}
