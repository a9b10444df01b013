import { type CellSettings, cellPlan } from '../../shots/cells/cell-plan.ts';
import type { PreparedRun } from '../prepare-run.ts';

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

/** How a run measures its shots; null where it looks at too few frames to tell them, or at still pictures. */
export function shotSampling({ video, chain, method, stills }: PreparedRun): ShotSampling | null {
  if (stills || (method.kind !== 'all' && method.kind !== 'scene')) return null;
  const { whole, rows, settings } = cellPlan(video);
  const isStored = chain.filters.join() === whole.filters.join();
  return method.kind === 'all' && isStored
    ? { where: 'pictures', cells: settings.whole }
    : { where: 'beside', cells: settings.rows, filters: rows.filters };
}
