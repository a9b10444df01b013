import { roundTo } from '../contract/round.ts';
import { pictureHeaderBytes } from '../decode/raw-picture-reader.ts';
import { convertScratchBytes, convertToRgb } from '../kernel/convert.ts';
import { type Kernels, loadKernels } from '../kernel/load.ts';
import { measureFrame, measureScratchBytes } from '../score/measure.ts';
import { metricScores, type RawMetrics, roundedScores } from '../score/metrics.ts';
import { judgeFrame } from '../score/pre-filter.ts';
import { CellMeter, cellScratchBytes } from '../shots/cells/cell-meter.ts';
import { isTooSmall } from '../subject/mask-shape.ts';
import type { FrameAreas, FrameResult, FrameSettings } from './frame-protocol.ts';
import type { WrittenPicture } from './written-picture.ts';

/** Finished pictures that may wait for the encoder in each worker. */
const PICTURE_AREAS = 2;

const align = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** Bytes of one finished picture. */
function pictureBytes({ layout, pixels }: FrameSettings): number {
  const channels = pixels.startsWith('rgb') ? 3 : 1;
  return layout.width * layout.height * channels * (pixels.endsWith('16') ? 2 : 1);
}

/** Lays out a worker's memory. */
export function frameAreas(settings: FrameSettings): FrameAreas {
  // The size of the scratch area is asked of kernels over a throw-away memory.
  const kernels = loadKernels(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }));
  const { layout, container, masks } = settings;
  const frame = 64;
  const mask = align(frame + layout.bytes);
  const scratch = masks === null ? mask : align(mask + layout.width * layout.height);
  const measuring = measureScratchBytes(kernels, layout, masks !== null);
  const converting =
    layout.kind === 'yuv' ? convertScratchBytes(kernels, layout.width, outputDepth(settings)) : 0;
  const { shots } = settings;
  const cells = shots?.where === 'pictures' ? cellScratchBytes(shots.cells) : 0;
  const first = align(scratch + Math.max(measuring, converting, cells));
  const bytes = pictureBytes(settings);
  const pictures = Array.from({ length: PICTURE_AREAS }, (_, i) => first + i * align(bytes));
  const total = first + PICTURE_AREAS * align(bytes);
  return {
    header: frame - pictureHeaderBytes(container),
    frame,
    scratch,
    mask: masks === null ? 0 : mask,
    pictures,
    pictureBytes: bytes,
    total,
  };
}

const outputDepth = ({ pixels }: FrameSettings) => (pixels === 'rgb16' ? 16 : 8);

/** The work on one frame, over a worker's memory. */
export class FrameTask {
  readonly #settings: FrameSettings;
  readonly #areas: FrameAreas;
  readonly #kernels: Kernels;
  readonly #bytes: Uint8Array;
  readonly #cells: CellMeter | null;

  constructor(settings: FrameSettings, memory: WebAssembly.Memory, areas: FrameAreas) {
    this.#settings = settings;
    this.#areas = areas;
    this.#kernels = loadKernels(memory, settings.simd === null ? {} : { simd: settings.simd });
    this.#bytes = new Uint8Array(memory.buffer);
    const { shots } = settings;
    this.#cells =
      shots?.where === 'pictures'
        ? new CellMeter(this.#kernels, shots.cells, areas.frame, areas.scratch)
        : null;
  }

  /** Measures and judges the frame in the frame area. */
  measure(sequence: number): FrameResult {
    const { layout } = this.#settings;
    const { frame: source, scratch } = this.#areas;
    return this.#judge(sequence, measureFrame(this.#kernels, { layout, source, scratch }));
  }

  #judge(sequence: number, raw: RawMetrics): FrameResult {
    const { preFilter } = this.#settings;
    const scores = roundedScores(metricScores(raw));
    const { quality, reason } = judgeFrame(scores, preFilter);
    const sharpnessRaw = roundTo(raw.sharpness, 4);
    return {
      sequence,
      scores,
      quality,
      sharpnessRaw,
      edgeRaw: roundTo(raw.edge, 4),
      reason,
      faces: null,
      cells: this.#cells?.measure() ?? null,
      area: null,
    };
  }

  /**
   * Measures what of the frame in the frame area lies inside a mask.
   * @param mask one byte a pixel; null where the subject is not on the frame
   */
  measureInside(sequence: number, mask: Uint8Array | null): FrameResult {
    const { layout, preFilter } = this.#settings;
    const { frame: source, scratch, mask: at } = this.#areas;
    if (mask) {
      this.#bytes.set(mask, at);
      const place = { at, stride: layout.width };
      const raw = measureFrame(this.#kernels, { layout, source, scratch, mask: place });
      if (!isTooSmall(raw.pixels, layout)) return this.#judge(sequence, raw);
    }
    return {
      sequence,
      scores: null,
      quality: null,
      sharpnessRaw: null,
      edgeRaw: null,
      reason: preFilter.mode === 'off' ? null : 'mask_empty',
      faces: null,
      cells: null,
      area: null,
    };
  }

  /** The picture in a picture area, as it is about to be written. */
  picture(area: number): WrittenPicture {
    const { layout, pixels: kind } = this.#settings;
    const { pictures, pictureBytes: length } = this.#areas;
    const data = this.#bytes.subarray(pictures[area] ?? 0, (pictures[area] ?? 0) + length);
    return { width: layout.width, height: layout.height, kind, data };
  }

  /** Turns the frame into the pixels of a picture, in a picture area. */
  render(area: number): void {
    const { layout, weights, pixels } = this.#settings;
    const { frame, scratch, pictures, pictureBytes: length } = this.#areas;
    const out = pictures[area];
    if (out === undefined) throw new RangeError(`picture area ${area}`);
    if (layout.kind === 'yuv') {
      const depth = outputDepth(this.#settings);
      convertToRgb(this.#kernels, { layout, source: frame, weights, depth, out, scratch });
    } else if (pixels === 'grey8' && layout.depth > 8) {
      this.#kernels.luma16(
        frame,
        layout.width * 2,
        layout.width,
        layout.height,
        layout.depth,
        0,
        out,
        layout.width,
      );
    } else if (pixels === 'grey16' && layout.depth < 16) {
      this.#widenGrey(frame, out, length / 2, layout.depth);
    } else {
      this.#bytes.copyWithin(out, frame, frame + length);
    }
  }

  /** Grey of 9 to 15 bits to 16 by repeating the leading bits, as FFmpeg does. */
  #widenGrey(from: number, to: number, count: number, depth: number): void {
    const source = new Uint16Array(this.#bytes.buffer, from, count);
    const target = new Uint16Array(this.#bytes.buffer, to, count);
    for (let i = 0; i < count; i++) {
      const value = source[i] ?? 0;
      target[i] = (value << (16 - depth)) | (value >> (2 * depth - 16));
    }
  }
}
