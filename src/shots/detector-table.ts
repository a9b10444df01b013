import { AppError } from '../contract/app-error.ts';
import { SHOT_THRESHOLDS, type ShotOptions } from '../contract/shot-options.ts';
import { adaptiveDetector } from './detectors/adaptive.ts';
import { bestDetector } from './detectors/best.ts';
import { contentDetector } from './detectors/content.ts';
import { hashDetector } from './detectors/hash.ts';
import { histogramDetector } from './detectors/histogram.ts';
import { thresholdDetector } from './detectors/threshold.ts';
import type { ShotDetector } from './shot-detector.ts';

/** A detector whose measures only itself knows: `run` hands it to a function that works with any. */
export interface AnyDetector {
  run<R>(use: <M>(detector: ShotDetector<M>) => R): R;
}

function any<M>(detector: ShotDetector<M>): AnyDetector {
  return { run: (use) => use(detector) };
}

/** The threshold of a detector: the given one, which must fit it, or its own. */
function thresholdOf({ detector, threshold }: ShotOptions): number {
  const { min, max, usual } = SHOT_THRESHOLDS[detector];
  if (threshold === null) return usual;
  if (threshold >= min && threshold <= max) return threshold;
  throw new AppError('invalid_option', {
    option: '--threshold',
    expected: `a number from ${min} to ${max} for ${detector}`,
    actual: threshold,
    suggestion: `Its default is ${usual}.`,
  });
}

/**
 * The detector that options describe.
 * @throws AppError `invalid_option` when the threshold does not fit the detector
 */
export function detectorOf(options: ShotOptions): AnyDetector {
  const threshold = thresholdOf(options);
  const usualLength = SHOT_THRESHOLDS[options.detector].minLength;
  const common = { threshold, minLength: options.minShotLength ?? usualLength };
  const { lumaOnly } = options;
  switch (options.detector) {
    case 'best':
      return any(bestDetector(common));
    case 'content':
      return any(contentDetector({ ...common, lumaOnly, flashes: options.flashes }));
    case 'adaptive':
      return any(
        adaptiveDetector({ ...common, lumaOnly, window: options.window, minContent: options.minContent }),
      );
    case 'threshold': {
      const { fadeBias, fadeTo, minFade, lastFade } = options;
      return any(thresholdDetector({ ...common, fadeBias, fadeTo, minFade, lastFade }));
    }
    case 'histogram':
      return any(histogramDetector({ ...common, bins: options.bins }));
    case 'hash':
      return any(hashDetector({ ...common, size: options.hashSize, lowpass: options.hashLowpass }));
  }
}
