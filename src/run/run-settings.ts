import { availableParallelism } from 'node:os';
import type { AnalyzeOptions } from '../contract/analyze-options.ts';
import type { PictureChain, PictureOptions } from '../decode/picture-filters.ts';
import type { ProbedVideo } from '../decode/probe.ts';
import { frameLayout } from '../kernel/frame-layout.ts';
import { lumaWeightsOf } from '../kernel/matrix.ts';
import { preFilterOf } from '../score/pre-filter.ts';
import type { FaceSettings } from './faces/face-settings.ts';
import type { FrameSettings, PixelKind } from './frame-protocol.ts';
import type { PictureFormat } from './picture-writer.ts';
import type { ShotSampling } from './shots/shot-sampling.ts';
import type { MaskSettings } from './subject/mask-settings.ts';

/** More lanes than this cost memory and gain little; --workers asks for more. */
const MOST_LANES = 8;

/** How decoding and measuring are spread over processes and threads. */
export interface Spread {
  /** ffmpeg processes at once. */
  readonly lanes: number;
  /** Measuring threads of each. */
  readonly workers: number;
  /** Decoder threads of each ffmpeg; 0 = FFmpeg's choice. */
  readonly threads: number;
}

/** Whether pictures keep more than 8 bit. */
export function isDeep(options: AnalyzeOptions, video: ProbedVideo): boolean {
  return options.png && options.bitDepth === 'source' && video.probe.bit_depth > 8;
}

/** The picture options of a run. */
export function pictureOptions(options: AnalyzeOptions, video: ProbedVideo): PictureOptions {
  const { deinterlace, keepPixelAspect } = options;
  return { deinterlace, keepPixelAspect, deep: isDeep(options, video) };
}

function pixelKind(chain: PictureChain, deep: boolean): PixelKind {
  const grey = chain.format.startsWith('gray');
  return grey ? (deep ? 'grey16' : 'grey8') : deep ? 'rgb16' : 'rgb8';
}

/** What every frame of a run has in common. */
export function frameSettings(
  options: AnalyzeOptions,
  video: ProbedVideo,
  chain: PictureChain,
  simd: boolean | null,
  faces: FaceSettings | null = null,
  masks: MaskSettings | null = null,
  shots: ShotSampling | null = null,
): FrameSettings {
  return {
    layout: frameLayout(chain.format, chain.width, chain.height, chain.range),
    container: /^(?:yuv|gray)/.test(chain.format) ? 'yuv4mpegpipe' : 'rawvideo',
    weights: lumaWeightsOf(chain.matrix),
    pixels: pixelKind(chain, isDeep(options, video)),
    preFilter: preFilterOf(options),
    faces,
    masks,
    shots,
    simd,
  };
}

/** How a run writes its pictures. */
export function pictureFormat(options: AnalyzeOptions, settings: FrameSettings): PictureFormat {
  const { width, height } = settings.layout;
  return {
    type: options.png ? 'png' : 'jpg',
    quality: options.jpgQuality,
    width,
    height,
    pixels: settings.pixels,
  };
}

/**
 * Several single-threaded decoders on separate stretches beat one with many threads (docs/benchmarks.md), where
 * the stream can be cut; else one decoder with FFmpeg's own threads and several measuring threads.
 * @param stretches how many pieces the work has
 */
export function spreadOf(workers: number | null, stretches: number): Spread {
  const wanted = wantedLanes(workers);
  if (stretches > 1 && wanted > 1) return { lanes: Math.min(wanted, stretches), workers: 1, threads: 1 };
  return { lanes: 1, workers: Math.min(Math.max(wanted, 1), 4), threads: 0 };
}

/** ffmpeg processes that the options allow at once. */
export function wantedLanes(workers: number | null): number {
  return workers ?? Math.min(availableParallelism(), MOST_LANES);
}
