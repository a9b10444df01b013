import type { ProbedVideo } from '../decode/probe.ts';
import type { ShotPictures } from './shot-detector.ts';
import { ShotWorkspace } from './shot-workspace.ts';
import { smallPicturePlan } from './small-picture-plan.ts';

/** Small BGR pictures as PySceneDetect looks at them. */
export function smallPictures(video: ProbedVideo): ShotPictures<ShotWorkspace> {
  const plan = smallPicturePlan(video);
  return { chain: plan.chain, open: () => new ShotWorkspace(plan) };
}
