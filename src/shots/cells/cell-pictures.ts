import type { ProbedVideo } from '../../decode/probe.ts';
import { createKernelMemory, loadKernels } from '../../kernel/load.ts';
import type { ShotPictures } from '../shot-detector.ts';
import type { Workspace } from '../workspace.ts';
import { type CellMeans, CellMeter, cellScratchBytes } from './cell-meter.ts';
import { type CellSettings, cellPlan } from './cell-plan.ts';

/** Kernels read a little past the end of a row. */
const PADDING = 64;

/** Memory for one picture after the other, and the meter of its cells. */
export class CellWorkspace implements Workspace {
  readonly incoming: Uint8Array;
  readonly #meter: CellMeter;

  constructor(settings: CellSettings, options: { readonly simd?: boolean } = {}) {
    const scratch = Math.ceil((settings.layout.bytes + PADDING) / 64) * 64;
    const memory = createKernelMemory(scratch + cellScratchBytes(settings) + PADDING);
    this.incoming = new Uint8Array(memory.buffer, 0, settings.layout.bytes);
    this.#meter = new CellMeter(loadKernels(memory, options), settings, 0, scratch);
  }

  prepare(): void {
    // Pictures are measured as they arrive.
  }

  /** The cells of the picture in {@link incoming}. */
  measure(): CellMeans {
    return this.#meter.measure();
  }
}

/** Pictures for a detector that compares cells: the rows that are looked at, and no conversion. */
export function cellPictures(video: ProbedVideo): ShotPictures<CellWorkspace> {
  const { rows, settings } = cellPlan(video);
  return { chain: rows, open: () => new CellWorkspace(settings.rows) };
}
