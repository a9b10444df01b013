import path from 'node:path';
import { RUN_FILES } from '../../contract/run-files.ts';
import type { CellMeans } from '../../shots/cells/cell-meter.ts';
import { usualDetector } from '../../shots/detector-table.ts';
import { clockOf, shotFrames } from '../../shots/frame-times.ts';
import type { ShotFrame } from '../../shots/shot-clock.ts';
import type { ShotJudge } from '../../shots/shot-detector.ts';
import { shotList } from '../../shots/shot-list.ts';
import type { PreparedRun } from '../prepare-run.ts';
import type { AppendFile, RunIo } from '../run-io.ts';
import type { FrameCells } from '../stretch-frames.ts';
import { cellRow, readCellRows, rowBytesOf } from './cell-rows.ts';

/** Rows gathered before they are written without waiting for a record. */
const BATCH_ROWS = 128;

/**
 * Tells the shots of a run while it goes. What they are told by lies in shot_cells.u8 until the run is complete, always
 * ahead of the records, so that a continued run decodes nothing again.
 */
export class RunShots {
  readonly #run: PreparedRun;
  readonly #file: AppendFile;
  readonly #judge: ShotJudge<CellMeans>;
  readonly #cuts: number[] = [];
  readonly #frameOf: (frameNumber: number) => ShotFrame;
  #pending: Uint8Array[] = [];

  private constructor(run: PreparedRun, file: AppendFile) {
    const { map, video } = run;
    this.#run = run;
    this.#file = file;
    this.#judge = usualDetector().judge(clockOf(video, map));
    this.#frameOf = shotFrames(map.index);
  }

  /**
   * Begins, or goes on behind the last recorded frame; cells that were stored for later ones are dropped.
   * @param recorded number of the last recorded frame, -1 when there is none
   */
  static async open(io: RunIo, folder: string, run: PreparedRun, recorded: number): Promise<RunShots> {
    const rowBytes = rowBytesOf(run.video);
    let stored = 0;
    for await (const { frameNumber } of readCellRows(io, folder, rowBytes)) {
      if (frameNumber > recorded) break;
      stored++;
    }
    const place = path.join(folder, RUN_FILES.cells);
    const shots = new RunShots(run, await io.openAppend(place, stored * rowBytes));
    for await (const row of readCellRows(io, folder, rowBytes)) shots.#judged(row);
    return shots;
  }

  #judged({ frameNumber, cells }: FrameCells): void {
    this.#cuts.push(...this.#judge.push(this.#frameOf(frameNumber), cells));
  }

  /** Takes the next frames in order. */
  async take(frames: readonly FrameCells[]): Promise<void> {
    for (const frame of frames) {
      this.#judged(frame);
      this.#pending.push(cellRow(frame));
    }
    if (this.#pending.length >= BATCH_ROWS) await this.flush();
  }

  /** Writes what is gathered; after a failure it is still gathered. */
  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    await this.#file.append(Buffer.concat(this.#pending));
    this.#pending = [];
  }

  /** Waits for the disk. */
  sync(): Promise<void> {
    return this.#file.sync();
  }

  /** Closes the file; what is gathered is written before by who needs it. */
  close(): Promise<void> {
    return this.#file.close();
  }

  /** Numbers of the first frames of all shots of the range, rising; called once, behind the last frame. */
  finish(): number[] {
    const { map, range } = this.#run;
    const cuts = [...this.#cuts, ...this.#judge.finish()];
    return shotList(map.index, range, cuts).map(({ start }) => start);
  }
}
