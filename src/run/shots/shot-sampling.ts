import type { CellSettings } from '../../shots/cells/cell-plan.ts';

/** Where a run measures what its shots are told by; plain data. Both places give the same cells. */
export type ShotSampling =
  | {
      /** On the pictures of the run, where all frames come along unchanged: costs next to nothing. */
      readonly where: 'pictures';
      readonly cells: CellSettings;
    }
  | {
      /** On a second row of small pictures of every decoded frame. */
      readonly where: 'beside';
      readonly cells: CellSettings;
      readonly filters: readonly string[];
    };
