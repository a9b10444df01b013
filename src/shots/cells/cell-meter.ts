import type { FrameLayout } from '../../kernel/frame-layout.ts';
import type { Kernels } from '../../kernel/load.ts';
import { type CellSettings, cellCount } from './cell-plan.ts';

/** Blue, green and red of each cell of the grid, row by row, 0 to 255. */
export type CellMeans = Uint8Array;

type Plane = FrameLayout['planes'][number];

const channelsOf = ({ kind }: FrameLayout) => (kind === 'rgb' ? 3 : 1);

/** Scratch bytes of a meter. */
export function cellScratchBytes(settings: CellSettings): number {
  // the sums of a row's samples, then those of the cells
  return (settings.layout.width * channelsOf(settings.layout) + cellCount(settings)) * 4;
}

/** How many of `side` places each of `cells` cells has; the kernel's own division. */
function shares(side: number, cells: number): number[] {
  return Array.from({ length: cells }, (_, i) => {
    const from = Math.floor((i * side) / cells);
    return Math.max(from + 1, Math.floor(((i + 1) * side) / cells)) - from;
  });
}

/** A plane as it is summed up. */
interface SummedPlane {
  readonly plane: Plane;
  readonly rows: number;
  /** Sums of the cells, channel by channel, and where they lie. */
  readonly sums: Uint32Array;
  readonly at: number;
  /** By cell: what turns its sum into a mean in steps of 8 bits. */
  readonly factors: Float64Array;
}

/** Measures the mean colours of a picture's cells, by the picked rows of its planes. */
export class CellMeter {
  readonly #kernels: Kernels;
  readonly #settings: CellSettings;
  readonly #source: number;
  readonly #scratch: number;
  readonly #planes: readonly SummedPlane[];

  /**
   * @param source byte offset of the picture
   * @param scratch byte offset, a multiple of 16, of {@link cellScratchBytes} bytes that nobody else uses while it measures
   */
  constructor(kernels: Kernels, settings: CellSettings, source: number, scratch: number) {
    this.#kernels = kernels;
    this.#settings = settings;
    this.#source = source;
    this.#scratch = scratch;
    const { grid, layout, picked } = settings;
    const cells = grid.width * grid.height;
    const sums = scratch + layout.width * channelsOf(layout) * 4;
    this.#planes = layout.planes.map((plane, i) => {
      // chroma may have fewer rows
      const rows = Math.min(plane.height, i === 0 ? picked : Math.ceil(picked / 2 ** layout.shiftY));
      const columns = shares(plane.width, grid.width);
      const areas = shares(rows, grid.height).flatMap((row) => columns.map((column) => row * column));
      const at = sums + i * cells * 4;
      return {
        plane,
        rows,
        at,
        sums: new Uint32Array(kernels.memory.buffer, at, cells * channelsOf(layout)),
        factors: Float64Array.from(areas, (area) => 1 / (area * 2 ** (layout.depth - 8))),
      };
    });
  }

  #sum({ plane, rows, at }: SummedPlane): void {
    const { grid, layout } = this.#settings;
    this.#kernels.sumCells(
      this.#source + plane.offset,
      plane.stride,
      plane.width,
      plane.height,
      channelsOf(layout),
      layout.depth > 8 ? 1 : 0,
      rows,
      grid.width,
      grid.height,
      this.#scratch,
      at,
    );
  }

  /** The cells of the picture that lies at the source. */
  measure(): CellMeans {
    for (const plane of this.#planes) this.#sum(plane);
    // rounds and keeps within 0 to 255
    const cells = new Uint8ClampedArray(cellCount(this.#settings));
    if (this.#settings.layout.kind === 'rgb') this.#fromRgb(cells);
    else this.#fromYuv(cells);
    return new Uint8Array(cells.buffer);
  }

  #fromRgb(cells: Uint8ClampedArray): void {
    const [plane] = this.#planes;
    if (!plane) return;
    const { sums, factors } = plane;
    for (let i = 0; i < sums.length; i++) {
      cells[i + 2 - 2 * (i % 3)] = (sums[i] ?? 0) * (factors[Math.floor(i / 3)] ?? 0);
    }
  }

  /** The conversion of the means is the mean of the conversion: it is linear (ITU-R BT.601, BT.709, BT.2020). */
  #fromYuv(cells: Uint8ClampedArray): void {
    const [luma, u, v] = this.#planes;
    if (!luma) return;
    const { layout, weights } = this.#settings;
    const limited = layout.range === 'limited';
    const [black, gain, chroma] = limited ? [16, 255 / 219, 255 / 224] : [0, 1, 1];
    const { kr, kb } = weights;
    const kg = 1 - kr - kb;
    const blue = 2 * (1 - kb) * chroma;
    const red = 2 * (1 - kr) * chroma;
    const [greenBlue, greenRed] = [(blue * kb) / kg, (red * kr) / kg];
    for (let cell = 0; cell < luma.sums.length; cell++) {
      const y = ((luma.sums[cell] ?? 0) * (luma.factors[cell] ?? 0) - black) * gain;
      const cb = u ? (u.sums[cell] ?? 0) * (u.factors[cell] ?? 0) - 128 : 0;
      const cr = v ? (v.sums[cell] ?? 0) * (v.factors[cell] ?? 0) - 128 : 0;
      cells[cell * 3] = y + cb * blue;
      cells[cell * 3 + 1] = y - cb * greenBlue - cr * greenRed;
      cells[cell * 3 + 2] = y + cr * red;
    }
  }
}
