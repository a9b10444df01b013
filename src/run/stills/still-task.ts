import { roundTo } from '../../contract/round.ts';
import { frameLayout } from '../../kernel/frame-layout.ts';
import { createKernelMemory, type Kernels, loadKernels } from '../../kernel/load.ts';
import { measureFrame, measureScratchBytes } from '../../score/measure.ts';
import { metricScores, roundedScores } from '../../score/metrics.ts';
import { judgeFrame, type PreFilter } from '../../score/pre-filter.ts';
import type { FrameResult } from '../frame-protocol.ts';
import type { Still } from './read-still.ts';

/** Where a picture begins in the memory; nothing lies at 0. */
const PICTURE_AT = 64;

const FORMATS = { rgb8: 'rgb24', rgb16: 'rgb48le', grey8: 'gray', grey16: 'gray16le' } as const;

const align = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** Measures and judges pictures of any size; its memory grows with the largest one. */
export class StillTask {
  readonly #preFilter: PreFilter;
  readonly #options: { simd?: boolean };
  #kernels: Kernels;

  constructor(preFilter: PreFilter, simd: boolean | null) {
    this.#preFilter = preFilter;
    this.#options = simd === null ? {} : { simd };
    this.#kernels = loadKernels(createKernelMemory(1), this.#options);
  }

  /** Scores and verdict of a decoded picture. */
  measure({ width, height, pixels, data }: Still): FrameResult {
    const layout = frameLayout(FORMATS[pixels], width, height, 'full');
    const scratch = align(PICTURE_AT + layout.bytes);
    const needed = scratch + measureScratchBytes(this.#kernels, layout);
    if (this.#kernels.memory.buffer.byteLength < needed) {
      this.#kernels = loadKernels(createKernelMemory(needed), this.#options);
    }
    new Uint8Array(this.#kernels.memory.buffer).set(data, PICTURE_AT);
    const raw = measureFrame(this.#kernels, { layout, source: PICTURE_AT, scratch });
    const scores = roundedScores(metricScores(raw));
    const { quality, reason } = judgeFrame(scores, this.#preFilter);
    const sharpnessRaw = roundTo(raw.sharpness, 4);
    return {
      sequence: 0,
      scores,
      quality,
      sharpnessRaw,
      edgeRaw: roundTo(raw.edge, 4),
      reason,
      faces: null,
      cells: null,
      area: null,
    };
  }
}
