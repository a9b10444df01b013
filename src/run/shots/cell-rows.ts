import path from 'node:path';
import { RUN_FILES } from '../../contract/run-files.ts';
import type { ProbedVideo } from '../../decode/probe.ts';
import type { CellMeans } from '../../shots/cells/cell-meter.ts';
import { cellCount, cellPlan } from '../../shots/cells/cell-plan.ts';
import type { RunIo } from '../run-io.ts';
import type { FrameCells } from '../stretch-frames.ts';

/**
 * Before the cells of a row stands its frame number, 32 bits, little-endian, and its complement, by which a row is told
 * from whatever else a damaged disk may hold.
 */
const HEADER_BYTES = 8;

const complement = (number: number) => ~number >>> 0;

/** Bytes of a row of shot_cells.u8. */
export function rowBytesOf(video: ProbedVideo): number {
  return HEADER_BYTES + cellCount(cellPlan(video).settings.whole);
}

/** A row as it lies on the disk. */
export function cellRow({ frameNumber, cells }: FrameCells): Uint8Array {
  const row = Buffer.alloc(HEADER_BYTES + cells.length);
  row.writeUInt32LE(frameNumber);
  row.writeUInt32LE(complement(frameNumber), 4);
  row.set(cells, HEADER_BYTES);
  return row;
}

/** The whole, valid rows of a file as far as their numbers rise; a partial last one is left out. */
export async function* readCellRows(io: RunIo, folder: string, rowBytes: number): AsyncGenerator<FrameCells> {
  let rest: Buffer = Buffer.alloc(0);
  let last = -1;
  for await (const piece of io.readPieces(path.join(folder, RUN_FILES.cells))) {
    rest = Buffer.concat([rest, piece]);
    let at = 0;
    for (; at + rowBytes <= rest.length; at += rowBytes) {
      const frameNumber = rest.readUInt32LE(at);
      const isRow = rest.readUInt32LE(at + 4) === complement(frameNumber);
      if (!isRow || frameNumber <= last) return;
      last = frameNumber;
      const cells: CellMeans = Uint8Array.from(rest.subarray(at + HEADER_BYTES, at + rowBytes));
      yield { frameNumber, cells };
    }
    rest = rest.subarray(at);
  }
}

/** Number of the last frame whose cells are stored; -1 when there are none. */
export async function lastStoredCells(io: RunIo, folder: string, video: ProbedVideo): Promise<number> {
  let last = -1;
  for await (const { frameNumber } of readCellRows(io, folder, rowBytesOf(video))) last = frameNumber;
  return last;
}

/** Removes the cells of a run that is complete. */
export async function discardCells(io: RunIo, folder: string): Promise<void> {
  await io.discard(path.join(folder, RUN_FILES.cells));
}
