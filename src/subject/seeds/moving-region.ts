import { clipped } from '../../contract/body-prompt.ts';
import type { PictureSize, Seed } from '../subject-types.ts';
import { THUMBNAIL_SIDE } from './thumbnail.ts';

const SIDE = THUMBNAIL_SIDE;
const CELLS = SIDE ** 2;

/** Fewer frames than this do not tell what stands still. */
const FEWEST_FRAMES = 3;
/** Least change of a cell that moves, in luma values. */
const LEAST_CHANGE = 14;
/** Share of the picture that a moving thing covers; beyond, the camera moves. */
const SMALLEST_SHARE = 0.004;
const LARGEST_SHARE = 0.5;

/** A frame in small. */
export interface FrameThumbnail {
  /** Place of the frame among the frames looked at. */
  readonly frame: number;
  /** Luma, `THUMBNAIL_SIDE` squared. */
  readonly luma: Uint8Array;
}

interface Region {
  readonly cells: readonly number[];
  readonly weight: number;
}

/** What stands still: the median of each cell. */
function background(frames: readonly FrameThumbnail[]): Uint8Array {
  const still = new Uint8Array(CELLS);
  const values = new Uint8Array(frames.length);
  for (let cell = 0; cell < CELLS; cell++) {
    frames.forEach(({ luma }, i) => {
      values[i] = luma[cell] ?? 0;
    });
    values.sort();
    still[cell] = values[frames.length >> 1] ?? 0;
  }
  return still;
}

/** From 1 in the middle to 0.5 in a corner. */
function centrality(cell: number): number {
  const across = ((cell % SIDE) * 2 + 1) / SIDE - 1;
  const down = (Math.floor(cell / SIDE) * 2 + 1) / SIDE - 1;
  return 1 - 0.5 * Math.sqrt((across ** 2 + down ** 2) / 2);
}

function neighbours(cell: number): number[] {
  const x = cell % SIDE;
  const near: number[] = [];
  if (x > 0) near.push(cell - 1);
  if (x < SIDE - 1) near.push(cell + 1);
  if (cell >= SIDE) near.push(cell - SIDE);
  if (cell < CELLS - SIDE) near.push(cell + SIDE);
  return near;
}

/** The joined cells that change most, towards the middle rather than at the edge. */
function strongestRegion(change: Float64Array): Region | null {
  const seen = new Uint8Array(CELLS);
  let best: Region | null = null;
  for (let begin = 0; begin < CELLS; begin++) {
    if (seen[begin] === 1 || (change[begin] ?? 0) < LEAST_CHANGE) continue;
    const cells = [begin];
    seen[begin] = 1;
    let weight = 0;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i] ?? begin;
      weight += (change[cell] ?? 0) * centrality(cell);
      for (const near of neighbours(cell)) {
        if (seen[near] === 1 || (change[near] ?? 0) < LEAST_CHANGE) continue;
        seen[near] = 1;
        cells.push(near);
      }
    }
    if (best === null || weight > best.weight) best = { cells, weight };
  }
  return best;
}

const mean = (values: Iterable<number>, count: number) => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / count;
};

function regionOf({ luma }: FrameThumbnail, still: Uint8Array): Region | null {
  // A change of exposure moves everything alike; that is no motion.
  const light = mean(luma, CELLS) - mean(still, CELLS);
  const change = Float64Array.from(luma, (value, cell) => Math.abs(value - (still[cell] ?? 0) - light));
  const region = strongestRegion(change);
  if (!region) return null;
  const share = region.cells.length / CELLS;
  return share >= SMALLEST_SHARE && share <= LARGEST_SHARE ? region : null;
}

/** The cell of a region that lies nearest to its middle. */
function heart(cells: readonly number[]): readonly [x: number, y: number] {
  const places = cells.map((cell) => [cell % SIDE, Math.floor(cell / SIDE)] as const);
  const middle = [0, 1].map((axis) =>
    mean(
      places.map((place) => place[axis] ?? 0),
      places.length,
    ),
  );
  const distance = ([x, y]: readonly [number, number]) =>
    (x - (middle[0] ?? 0)) ** 2 + (y - (middle[1] ?? 0)) ** 2;
  return places.reduce((best, place) => (distance(place) < distance(best) ? place : best));
}

/**
 * The frame of a shot on which something stands out most that moves before a still background.
 * @param frames some or all frames of the shot
 * @returns null where nothing moves, or everything
 */
export function movingRegionSeed(frames: readonly FrameThumbnail[], size: PictureSize): Seed | null {
  if (frames.length < FEWEST_FRAMES) return null;
  const still = background(frames);
  let best: { frame: number; region: Region } | null = null;
  for (const frame of frames) {
    const region = regionOf(frame, still);
    if (region && (best === null || region.weight > best.region.weight))
      best = { frame: frame.frame, region };
  }
  if (!best) return null;
  const { cells } = best.region;
  const columns = cells.map((cell) => cell % SIDE);
  const rows = cells.map((cell) => Math.floor(cell / SIDE));
  const [across, down] = [size.width / SIDE, size.height / SIDE];
  const [x, y] = heart(cells);
  // Half a cell around: thumbnails smear the outline.
  const box = clipped(
    [
      (Math.min(...columns) - 0.5) * across,
      (Math.min(...rows) - 0.5) * down,
      (Math.max(...columns) + 1.5) * across,
      (Math.max(...rows) + 1.5) * down,
    ],
    size,
  );
  const point = [(x + 0.5) * across, (y + 0.5) * down] as const;
  return {
    frame: best.frame,
    kind: 'moving_region',
    prompt: { box, points: [point], labels: [1] },
    identity: null,
  };
}

/** Takes whatever lies in the middle of a frame. */
export function centreSeed(frame: number, { width, height }: PictureSize): Seed {
  const prompt = { box: null, points: [[width / 2, height / 2]], labels: [1] } as const;
  return { frame, kind: 'centre', prompt, identity: null };
}
