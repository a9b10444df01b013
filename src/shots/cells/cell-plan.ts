import type { Size } from '../../decode/geometry.ts';
import { type PictureChain, pictureChain } from '../../decode/picture-filters.ts';
import type { ProbedVideo } from '../../decode/probe.ts';
import { type FrameLayout, frameLayout } from '../../kernel/frame-layout.ts';
import { type LumaWeights, lumaWeightsOf } from '../../kernel/matrix.ts';

/** Cells of the grid along the longer and the shorter side. */
const LONGER_CELLS = 32;
const SHORTER_CELLS = 18;
/** Rows of pixels that are looked at in each row of cells, where the picture has so many. */
const ROWS_A_CELL = 8;

/** What measuring the cells of a picture needs to know; plain data. */
export interface CellSettings {
  /** How the picture lies in memory. */
  readonly layout: FrameLayout;
  readonly weights: LumaWeights;
  /** Columns and rows of the grid; no cell is empty. */
  readonly grid: Size;
  /** Rows of pixels that are looked at. */
  readonly picked: number;
}

/** The two ways in which pictures come to be measured; both give the same cells. */
export interface CellPlan {
  /** Whole pictures: decoded frames, turned upright, otherwise as they are stored. */
  readonly whole: PictureChain;
  /** The same with the rows picked by FFmpeg that are looked at. */
  readonly rows: PictureChain;
  readonly settings: { readonly whole: CellSettings; readonly rows: CellSettings };
}

/** Columns and rows of the grid on an upright picture. */
function gridOf({ width, height }: Size): Size {
  const [columns, rows] = width < height ? [SHORTER_CELLS, LONGER_CELLS] : [LONGER_CELLS, SHORTER_CELLS];
  return { width: Math.min(columns, width), height: Math.min(rows, height) };
}

/** Numbers of each picture: blue, green and red of all cells. */
export function cellCount({ grid }: CellSettings): number {
  return grid.width * grid.height * 3;
}

/** How the cells of a video's frames come about. */
export function cellPlan(video: ProbedVideo): CellPlan {
  const options = { deinterlace: 'off', keepPixelAspect: true, deep: false } as const;
  const whole = pictureChain(video, options, new Set());
  const grid = gridOf(whole);
  const picked = Math.min(whole.height, grid.height * ROWS_A_CELL);
  // FFmpeg scales RGB by way of YUV, which changes it: there, whole pictures travel.
  const isPicked = whole.format !== 'rgb24' && picked < whole.height;
  const pick = [`scale=${whole.width}:${picked}:flags=neighbor`, `format=${whole.format}`];
  const rows = isPicked ? { ...whole, height: picked, filters: [...whole.filters, ...pick] } : whole;
  const settingsOf = ({ format, width, height, range, matrix }: PictureChain): CellSettings => {
    const layout = frameLayout(format, width, height, range);
    return { layout, weights: lumaWeightsOf(matrix), grid, picked };
  };
  return { whole, rows, settings: { whole: settingsOf(whole), rows: settingsOf(rows) } };
}
