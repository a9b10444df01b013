import { type AnalyzeOptions, withImplied } from '../contract/analyze-options.ts';
import type { Probe } from '../contract/probe.ts';
import type { PictureChain } from '../decode/picture-filters.ts';
import { frameCost, START_MS } from '../decode/seek-cost.ts';
import type { Stretch } from '../decode/stretch.ts';

/** What a run has to do, counted. */
export interface RunWork {
  /** Frames decoded, keyframes of key-only decoding apart. */
  readonly decoded: number;
  /** Keyframes decoded while everything between them is skipped. */
  readonly keyframes: number;
  /** Calls of ffmpeg. */
  readonly calls: number;
  /** Frames measured. */
  readonly picked: number;
}

/** What a run's time depends on besides its work. */
export interface RunConditions {
  readonly probe: Probe;
  readonly chain: Pick<PictureChain, 'width' | 'height' | 'filters' | 'temporal' | 'format'>;
  readonly options: AnalyzeOptions;
  /** Size of the file. */
  readonly bytes: number;
  /** Frames of the stream, about. */
  readonly packets: number;
  /** Frames worked on at once. */
  readonly lanes: number;
}

/** Milliseconds until the first frame: the process of the run, the libraries, ffprobe. */
const BEGIN_MS = 800;
/** Reading the packets, which every run begins with: milliseconds a packet and a megabyte of the file. */
const PACKET_MS = 0.02;
const MEGABYTE_MS = 1.5;
/** A keyframe holds much more data than the frames between, measured against the average frame of H.264. */
const KEYFRAME_WEIGHT = 4;
/** Milliseconds a megapixel, one core: measuring, writing as JPG or PNG, HDR to SDR, deinterlacing (measured). */
const MEASURE_MS = 1;
const JPG_MS = 8;
const PNG_MS = 45;
const TONE_MAP_MS = 15;
const DEINTERLACE_MS = 1.6;
/** Looking for the faces of a picture with one face by detector, and with parts of the picture too (measured, one core). */
const FACE_MS = { faceplugin: 20, tiles: 30, yunet: 30, other: 120 } as const;
/** Following the subject through a picture: EdgeTAM, and SAM 2.1 tiny by the side of what it looks at (measured, one core). */
const MASK_MS = { edgetam: 1200, 512: 900, 1024: 6400 } as const;
/** Larger variants of SAM 2.1 against tiny. */
const VARIANT_WEIGHT = { tiny: 1, small: 1.2, base_plus: 1.8, large: 3.5 } as const;
/** What a pre-filter lets through is not known before; half is as good a guess as any. */
const PRE_FILTER_SHARE = 0.5;

/** Time of decoding a frame by codec, against H.264 (1080p clips at usual rates, one thread). */
const CODEC_WEIGHT: Readonly<Record<string, number>> = {
  hevc: 1.3,
  vp9: 1.3,
  av1: 1.7,
  vvc: 3,
  prores: 3.3,
  mpeg1video: 0.6,
  mpeg2video: 0.6,
  mpeg4: 0.6,
  mjpeg: 0.9,
};

/** Codecs without frames between keyframes: every frame is picked by the keyframes method and costs the same. */
export const INTRA_CODECS: ReadonlySet<string> = new Set(
  'mjpeg prores dnxhd ffv1 huffyuv ffvhuff utvideo rawvideo v210 dvvideo png apng jpeg2000 cfhd magicyuv'.split(
    ' ',
  ),
);

/** Frames after which the plan begins another call of ffmpeg. */
const FRAMES_A_CALL = 600;

/** The work where everything is decoded. */
export function wholeWork(frames: number, picked: number): RunWork {
  return { decoded: frames, keyframes: 0, calls: 1 + frames / FRAMES_A_CALL, picked };
}

/** Counts the work of stretches. */
export function workOf(stretches: readonly Stretch[], picked: number): RunWork {
  let decoded = 0;
  let keyframes = 0;
  for (const { numbers, seekTo, keyOnly, limit, expected } of stretches) {
    if (keyOnly) {
      keyframes += expected === null || expected === 'all' ? numbers.end - numbers.first : expected.length;
      continue;
    }
    // With the pictures counted, nothing is decoded behind the last one.
    const last = limit !== null && expected !== null && expected !== 'all' ? expected.at(-1) : undefined;
    decoded += (last === undefined ? numbers.end : last + 1) - (seekTo ?? 0);
  }
  return { decoded, keyframes, calls: stretches.length, picked };
}

function faceCost(options: AnalyzeOptions): number {
  const { enableFaceFilter, faceModel, faceTiles } = withImplied(options);
  if (!enableFaceFilter) return 0;
  if (faceModel === 'faceplugin') return faceTiles ? FACE_MS.tiles : FACE_MS.faceplugin;
  return faceModel === 'yunet' ? FACE_MS.yunet : FACE_MS.other;
}

function maskCost(options: AnalyzeOptions): number {
  const { enableSubjectMask, maskingModel, sam2ModelVariant: variant, maskSize } = withImplied(options);
  if (!enableSubjectMask) return 0;
  if (maskingModel === 'edgetam') return MASK_MS.edgetam;
  const side = maskSize === 'auto' ? (variant === 'tiny' ? '512' : '1024') : maskSize;
  return MASK_MS[side] * VARIANT_WEIGHT[variant];
}

/** Seconds that a run takes on an ordinary machine that does nothing else: right within a factor of about three. */
export function estimateSeconds(work: RunWork, at: RunConditions): number {
  const { probe, chain, options, lanes } = at;
  const stored = probe.coded_width * probe.coded_height;
  const depth = probe.bit_depth > 8 ? 1.3 : 1;
  const decode = frameCost(stored) * (CODEC_WEIGHT[probe.codec] ?? 1) * depth;
  const keyframe = decode * (INTRA_CODECS.has(probe.codec) ? 1 : KEYFRAME_WEIGHT);
  const megapixels = (chain.width * chain.height) / 1e6;
  const toneMapped = chain.filters.some((filter) => filter.includes('tonemap'));
  const written = options.preFilter === 'off' ? 1 : PRE_FILTER_SHARE;
  const writing = options.png ? PNG_MS : JPG_MS;
  const picture =
    megapixels * (MEASURE_MS + (toneMapped ? TONE_MAP_MS : 0) + written * writing) +
    written * faceCost(options) +
    maskCost(options);
  const milliseconds =
    work.decoded * (decode + (chain.temporal ? (stored / 1e6) * DEINTERLACE_MS : 0)) +
    work.keyframes * keyframe +
    work.calls * START_MS +
    work.picked * picture;
  const reading = at.packets * PACKET_MS + (at.bytes / 1e6) * MEGABYTE_MS;
  const seconds = (BEGIN_MS + reading + milliseconds / Math.max(1, lanes)) / 1000;
  return Math.round(seconds * 10) / 10;
}
