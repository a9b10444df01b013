import type { ShotDetector } from '../shot-detector.ts';
import { contentDetector } from './content.ts';

/** Parameters of the best detector. */
export interface BestOptions {
  readonly threshold: number;
  readonly minLength: number;
}

/** Placeholder. */
export function bestDetector(options: BestOptions): ShotDetector<number> {
  return contentDetector({ ...options, lumaOnly: false, flashes: 'merge' });
}
