import type { ProbedVideo } from '../../decode/probe.ts';
import type { Journal } from '../journal.ts';
import type { PreparedRun } from '../prepare-run.ts';
import type { RunIo } from '../run-io.ts';
import { discardCells, lastStoredCells } from './cell-rows.ts';
import { RunShots } from './run-shots.ts';
import { shotIdsOf } from './shot-ids.ts';
import { writeShotIds } from './write-shot-ids.ts';

/** All that one session of a run does about shots; nothing where none are told apart. */
export class ShotSession {
  readonly #io: RunIo;
  readonly #folder: string;
  readonly #isTold: boolean;
  #shots: RunShots | null = null;
  /** Last frame whose cells an earlier session stored; a later one that was decoded counts as not recorded. */
  readonly measured: number;

  private constructor(io: RunIo, folder: string, isTold: boolean, measured: number) {
    this.#io = io;
    this.#folder = folder;
    this.#isTold = isTold;
    this.measured = measured;
  }

  /** Looks at what an earlier session left. */
  static async open(io: RunIo, folder: string, isTold: boolean, video: ProbedVideo): Promise<ShotSession> {
    const measured = isTold ? await lastStoredCells(io, folder, video) : Number.POSITIVE_INFINITY;
    return new ShotSession(io, folder, isTold, measured);
  }

  /**
   * Begins behind a recorded frame, or begins again where the frames got other numbers; what is pending of the journal
   * is written before.
   * @param last number of the last recorded frame, -1 when there is none
   */
  async begin(run: PreparedRun, last: number, journal: Journal): Promise<RunShots | null> {
    await journal.flush();
    await this.close();
    this.#shots = this.#isTold ? await RunShots.open(this.#io, this.#folder, run, last) : null;
    journal.follow(this.#shots);
    return this.#shots;
  }

  /**
   * Tells the shots, once all is recorded, and writes them into the records.
   * @returns the shot of a frame; null where none are told apart
   * @throws AppError `run_invalid` when the records were damaged in the meantime
   */
  async finish(): Promise<((frameNumber: number) => number) | null> {
    const shots = this.#shots;
    if (!shots) return null;
    const shotOf = shotIdsOf(shots.finish());
    await writeShotIds(this.#io, this.#folder, shotOf);
    return shotOf;
  }

  /** Removes what only an unfinished run needs. */
  async discard(): Promise<void> {
    await this.close();
    await discardCells(this.#io, this.#folder);
  }

  /** Closes the file. */
  async close(): Promise<void> {
    const shots = this.#shots;
    this.#shots = null;
    await shots?.close();
  }
}
