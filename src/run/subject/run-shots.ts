import { resolveOptions } from '../../contract/parse-options.ts';
import { SHOT_OPTIONS } from '../../contract/shot-options.ts';
import { detectShots } from '../../shots/detect-shots.ts';
import { type Shot, shotList } from '../../shots/shot-list.ts';
import { type Analysis, stage } from '../analysis.ts';
import type { PreparedRun } from '../prepare-run.ts';

/** The whole range as one shot. */
function oneShot({ map, range }: PreparedRun): Shot[] {
  return shotList(map.index, range, []);
}

/**
 * The shots of a run's range, found by decoding it once; one shot where the options want none told apart.
 * @throws AppError what finding shots throws, `cancelled`
 */
export async function shotsOfRun(at: Analysis, run: PreparedRun): Promise<readonly Shot[]> {
  const { options, context } = at;
  if (!options.sceneDetect || run.stills) return oneShot(run);
  stage(at, 'shots');
  const { start, end, stream } = options;
  const wanted = resolveOptions(SHOT_OPTIONS, { start, end, stream });
  const { shots } = await detectShots(
    context.programs,
    run.video,
    wanted,
    { signal: context.signal },
    run.map,
  );
  return shots;
}
