import type { Readable } from 'node:stream';
import type { FrameIdentity } from '../../decode/showinfo.ts';
import type { CellMeans } from '../../shots/cells/cell-meter.ts';
import { CellWorkspace } from '../../shots/cells/cell-pictures.ts';
import type { CellSettings } from '../../shots/cells/cell-plan.ts';
import { readPictures } from '../../shots/read-pictures.ts';

/** Called with every frame of the second row, in order, and where a seek has landed before it. */
export type OnCells = (identity: FrameIdentity, landing: number | null, cells: CellMeans) => void;

/** Measures the second row of pictures and joins it with the identities, which arrive by another pipe. */
export class BesideReader {
  readonly #workspace: CellWorkspace;
  readonly #onCells: OnCells;
  #identities: { readonly identity: FrameIdentity; readonly landing: number | null }[] = [];
  #measured: CellMeans[] = [];

  constructor(settings: CellSettings, onCells: OnCells) {
    this.#workspace = new CellWorkspace(settings);
    this.#onCells = onCells;
  }

  /** Takes the identity of the next picture. */
  identify(identity: FrameIdentity, landing: number | null): void {
    this.#identities.push({ identity, landing });
    this.#join();
  }

  /** Reads all pictures; a pipe that is broken off ends them. */
  async read(pipe: Readable): Promise<void> {
    const { incoming } = this.#workspace;
    try {
      await readPictures(pipe, incoming, () => {
        this.#measured.push(this.#workspace.measure());
        this.#join();
      });
    } catch (thrown) {
      if (!pipe.destroyed) throw thrown;
    }
  }

  #join(): void {
    const count = Math.min(this.#identities.length, this.#measured.length);
    const identities = this.#identities.splice(0, count);
    const measured = this.#measured.splice(0, count);
    identities.forEach(({ identity, landing }, i) => {
      const cells = measured[i];
      if (cells) this.#onCells(identity, landing, cells);
    });
  }
}
