import { cellPlan } from '../../shots/cells/cell-plan.ts';
import type { PreparedRun } from '../prepare-run.ts';
import type { ShotSampling } from './shot-sampling.ts';

/** How a run measures its shots; null where it looks at too few frames to tell them, or at still pictures. */
export function shotSampling({ video, chain, method, stills }: PreparedRun): ShotSampling | null {
  if (stills || (method.kind !== 'all' && method.kind !== 'scene')) return null;
  const { whole, rows, settings } = cellPlan(video);
  const isStored = chain.filters.join() === whole.filters.join();
  return method.kind === 'all' && isStored
    ? { where: 'pictures', cells: settings.whole }
    : { where: 'beside', cells: settings.rows, filters: rows.filters };
}
