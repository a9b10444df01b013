import type { Probe } from '../contract/probe.ts';
import type { PixelFormatFacts } from './ffprobe-output.ts';
import { FrameIndex } from './frame-index.ts';
import type { ProbedVideo } from './probe.ts';
import type { PictureMap, StreamMap } from './stream-map.ts';

/** Facts about an ordinary clip, for unit tests. */
export const PROBE: Probe = {
  container: 'mov,mp4,m4a,3gp,3g2,mj2',
  duration: 4,
  start_time: 0,
  stream_index: 0,
  codec: 'h264',
  profile: 'High',
  coded_width: 320,
  coded_height: 180,
  width: 320,
  height: 180,
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
  frame_count: 100,
};

/** Facts about yuv420p, changed as a test needs. */
export function pixelFormatFacts(
  name: string,
  depth: number,
  {
    flags,
    ...more
  }: Partial<Omit<PixelFormatFacts, 'flags'>> & { flags?: Partial<PixelFormatFacts['flags']> },
): PixelFormatFacts {
  return {
    name,
    nb_components: 3,
    log2_chroma_w: 1,
    log2_chroma_h: 1,
    components: [{ bit_depth: depth }, { bit_depth: depth }, { bit_depth: depth }],
    ...more,
    flags: { big_endian: 0, palette: 0, hwaccel: 0, planar: 1, rgb: 0, alpha: 0, ...flags },
  };
}

/** An ordinary clip with some facts changed. */
export function probedVideo(
  probe: Partial<Probe> = {},
  more: Partial<Omit<ProbedVideo, 'probe'>> = {},
): ProbedVideo {
  return {
    file: '/videos/clip.mp4',
    probe: { ...PROBE, ...probe },
    orientation: { rotation: 0, flipped: false, filters: [] },
    pixelFormat: pixelFormatFacts('yuv420p', 8, {}),
    reorders: true,
    promised: 4,
    extradata: null,
    ...more,
  };
}

/** A stream of frames `spacing` ticks apart, or at the given pts, with keyframes at the given numbers. */
export function streamMap(
  frames: number | readonly number[],
  keyframes: readonly number[] | null,
  spacing = 512,
): StreamMap {
  const pts = typeof frames === 'number' ? Array.from({ length: frames }, (_, i) => i * spacing) : frames;
  const index = new FrameIndex(Float64Array.from(pts), PROBE.time_base, 0, spacing);
  const marks = Uint8Array.from({ length: pts.length }, (_, i) => (keyframes?.includes(i) ? 1 : 0));
  const pictures: PictureMap = { intra: marks, randomAccess: marks, nokeyIsIntra: true };
  return { index, origin: 'packets', pictures: keyframes === null ? null : pictures };
}
