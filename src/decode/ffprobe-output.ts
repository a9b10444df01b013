import { z } from 'zod';

/** The parts of ffprobe's JSON that Framesift reads. ffprobe leaves out what it doesn't know. */
const pixelFormat = z.object({
  name: z.string(),
  nb_components: z.number(),
  log2_chroma_w: z.number().optional(),
  log2_chroma_h: z.number().optional(),
  flags: z.object({
    big_endian: z.number(),
    palette: z.number(),
    hwaccel: z.number(),
    planar: z.number(),
    rgb: z.number(),
    alpha: z.number(),
  }),
  components: z.array(z.object({ bit_depth: z.number() })).optional(),
});

const stream = z.object({
  index: z.number(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  profile: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  pix_fmt: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  has_b_frames: z.number().optional(),
  field_order: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  time_base: z.string().optional(),
  start_pts: z.number().optional(),
  duration: z.string().optional(),
  nb_frames: z.string().optional(),
  extradata: z.string().optional(),
  disposition: z.record(z.string(), z.number()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  side_data_list: z
    .array(z.object({ displaymatrix: z.string().optional(), rotation: z.number().optional() }))
    .optional(),
});

/** Shape of `ffprobe -show_streams -show_format -show_pixel_formats -of json`. */
export const ffprobeOutput = z.object({
  pixel_formats: z.array(pixelFormat).default([]),
  streams: z.array(stream).default([]),
  format: z
    .object({
      format_name: z.string(),
      start_time: z.string().optional(),
      duration: z.string().optional(),
      size: z.string().optional(),
    })
    .optional(),
});

/** Parsed ffprobe output. */
export type FfprobeOutput = z.output<typeof ffprobeOutput>;
/** One stream of it. */
export type FfprobeStream = FfprobeOutput['streams'][number];
/** Description of one pixel format. */
export type PixelFormatFacts = FfprobeOutput['pixel_formats'][number];
