import { availableParallelism } from 'node:os';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import { type Probe, STILLS_CONTAINER } from '../../contract/probe.ts';
import type { PictureList, Source } from '../../contract/run-files.ts';
import { FrameIndex } from '../../decode/frame-index.ts';
import type { PictureChain } from '../../decode/picture-filters.ts';
import type { ProbedVideo } from '../../decode/probe.ts';
import type { StreamMap } from '../../decode/stream-map.ts';
import { pictureFiles } from '../../source/open-pictures.ts';
import { imageLibrary } from '../image-library.ts';

/** Pictures as a source and how they are written. */
export interface Stills {
  readonly list: PictureList;
  /** Absolute paths by frame number. */
  readonly files: readonly string[];
  /** Program for formats that only FFmpeg knows. */
  readonly ffmpeg: string;
  /** Keep more than 8 bit, where a picture has them. */
  readonly deep: boolean;
  /** All pictures become PNG. */
  readonly png: boolean;
}

/** One picture a second: so times, ranges and intervals count pictures. */
const SECOND = { num: 1, den: 1 } as const;

const RGB = {
  name: 'rgb24',
  nb_components: 3,
  log2_chroma_w: 0,
  log2_chroma_h: 0,
  flags: { big_endian: 0, palette: 0, hwaccel: 0, planar: 0, rgb: 1, alpha: 0 },
  components: [{ bit_depth: 8 }, { bit_depth: 8 }, { bit_depth: 8 }],
};

/** Size and format of the first picture that can be read; the others may differ. */
async function firstFacts(files: readonly string[]) {
  const sharp = await imageLibrary();
  for (const file of files.slice(0, 16)) {
    const facts = await sharp(file)
      .metadata()
      .catch(() => null);
    if (facts) {
      const { width, height } = facts.autoOrient;
      return { codec: facts.format ?? 'unknown', width, height, deep: facts.depth === 'ushort' };
    }
  }
  return { codec: 'unknown', width: 1, height: 1, deep: false };
}

/** Facts about a list of pictures in the form of those about a video; size and format are the first picture's. */
export async function probeStills(list: PictureList, path: string): Promise<ProbedVideo> {
  const { codec, width, height, deep } = await firstFacts(pictureFiles(list));
  const count = list.names.length;
  const probe: Probe = {
    container: STILLS_CONTAINER,
    duration: count,
    start_time: 0,
    stream_index: 0,
    codec,
    profile: null,
    coded_width: width,
    coded_height: height,
    width,
    height,
    pixel_aspect: SECOND,
    rotation: 0,
    flipped: false,
    pixel_format: RGB.name,
    bit_depth: deep ? 16 : 8,
    color_range: 'full',
    color_space: null,
    color_transfer: null,
    color_primaries: null,
    hdr: null,
    interlaced: false,
    frame_rate: SECOND,
    nominal_frame_rate: SECOND,
    variable_frame_rate: false,
    time_base: SECOND,
    frame_count: count,
  };
  const orientation = { rotation: 0, flipped: false, filters: [] } as const;
  return {
    file: path,
    probe,
    orientation,
    pixelFormat: RGB,
    reorders: false,
    promised: null,
    extradata: null,
  };
}

/** Nothing is filtered: every picture comes upright, in its own size. */
export function stillChain({ probe: { width, height } }: ProbedVideo): PictureChain {
  return {
    width,
    height,
    filters: [],
    format: RGB.name,
    range: 'full',
    matrix: null,
    temporal: false,
    warnings: [],
  };
}

/** Numbers the pictures of a list. */
export function mapStills({ names }: PictureList): StreamMap {
  const all = new Uint8Array(names.length).fill(1);
  const pts = Float64Array.from(names, (_, i) => i);
  const pictures = { intra: all, randomAccess: all, nokeyIsIntra: true };
  return { index: new FrameIndex(pts, SECOND, 0, 1), origin: 'packets', pictures };
}

/**
 * Pictures as an analysis takes them.
 * @throws AppError `usage` for a method that needs a video
 */
export function stillsOf(source: Source, options: AnalyzeOptions, ffmpeg: string): Stills | null {
  const { pictures: list } = source;
  if (!list) return null;
  if (options.method === 'scene') {
    const detail = `--method scene needs a video, and ${source.path} holds single pictures: take keyframes or all`;
    throw new AppError('usage', { detail });
  }
  const { png, bitDepth } = options;
  return { list, files: pictureFiles(list), ffmpeg, deep: png && bitDepth === 'source', png };
}

/** Pictures worked on at once. */
export function stillWorkers(workers: number | null): number {
  return workers ?? Math.min(availableParallelism(), 8);
}
