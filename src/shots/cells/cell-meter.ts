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

/** Measures the mean colours of a picture's cells, by the picked rows of its planes. */
export class CellMeter {
  readonly #kernels: Kernels;
  readonly #settings: CellSettings;
  readonly #source: number;
  readonly #scratch: number;
  readonly #sums: number;
  /** Samples of each cell, by plane. */
  readonly #areas: readonly Float64Array[];

  /**
   * @param source byte offset of the picture
   * @param scratch byte offset, a multiple of 16, of {@link cellScratchBytes} bytes that nobody else uses while it measures
   */
  constructor(kernels: Kernels, settings: CellSettings, source: number, scratch: number) {
    this.#kernels = kernels;
    this.#settings = settings;
    this.#source = source;
    this.#scratch = scratch;
    this.#sums = scratch + settings.layout.width * channelsOf(settings.layout) * 4;
    const { grid, layout } = settings;
    this.#areas = layout.planes.map((plane, i) => {
      const rows = shares(this.#pickedRows(plane, i), grid.height);
      const columns = shares(plane.width, grid.width);
      return Float64Array.from(rows.flatMap((row) => columns.map((column) => row * column)));
    });
  }

  /** Rows of a plane that are looked at: fewer where chroma has fewer. */
  #pickedRows({ height }: Plane, place: number): number {
    const { layout, picked } = this.#settings;
    return Math.min(height, place === 0 ? picked : Math.ceil(picked / 2 ** layout.shiftY));
  }

  #sum(plane: Plane, place: number): Uint32Array {
    const { grid, layout } = this.#settings;
    const channels = channelsOf(layout);
    this.#kernels.sumCells(
      this.#source + plane.offset,
      plane.stride,
      plane.width,
      plane.height,
      channels,
      layout.depth > 8 ? 1 : 0,
      this.#pickedRows(plane, place),
      grid.width,
      grid.height,
      this.#scratch,
      this.#sums,
    );
    return new Uint32Array(this.#kernels.memory.buffer, this.#sums, grid.width * grid.height * channels);
  }

  /** Means of a plane's cells in steps of 8 bits; packed RGB gives three numbers a cell. */
  #means(plane: Plane, place: number): Float64Array {
    const sums = this.#sum(plane, place);
    const areas = this.#areas[place];
    const { layout } = this.#settings;
    const channels = channelsOf(layout);
    const unit = 2 ** (layout.depth - 8);
    const means = new Float64Array(sums.length);
    for (let i = 0; i < sums.length; i++) {
      means[i] = (sums[i] ?? 0) / ((areas?.[Math.floor(i / channels)] ?? 1) * unit);
    }
    return means;
  }

  /** The cells of the picture that lies at the source. */
  measure(): CellMeans {
    const { layout, weights } = this.#settings;
    const [first, u, v] = layout.planes;
    const means = this.#means(first, 0);
    const cells = new Uint8Array(cellCount(this.#settings));
    const put = (at: number, value: number) => {
      cells[at] = Math.min(255, Math.max(0, Math.round(value)));
    };
    if (layout.kind === 'rgb') {
      for (let i = 0; i < means.length; i++) put(i + 2 - 2 * (i % 3), means[i] ?? 0);
      return cells;
    }
    const limited = layout.range === 'limited';
    const [black, gain, chroma] = limited ? [16, 255 / 219, 255 / 224] : [0, 1, 1];
    const blues = u && this.#means(u, 1);
    const reds = v && this.#means(v, 2);
    // The conversion of the means is the mean of the conversion: it is linear (ITU-R BT.601, BT.709, BT.2020).
    const { kr, kb } = weights;
    const kg = 1 - kr - kb;
    for (let cell = 0; cell < means.length; cell++) {
      const luma = ((means[cell] ?? 0) - black) * gain;
      const cb = ((blues?.[cell] ?? 128) - 128) * chroma * 2;
      const cr = ((reds?.[cell] ?? 128) - 128) * chroma * 2;
      put(cell * 3, luma + cb * (1 - kb));
      put(cell * 3 + 1, luma - (cb * (1 - kb) * kb + cr * (1 - kr) * kr) / kg);
      put(cell * 3 + 2, luma + cr * (1 - kr));
    }
    return cells;
  }
}
