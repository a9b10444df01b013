import { AppError } from '../contract/app-error.ts';
import { SHOT_THRESHOLDS, type ShotOptions } from '../contract/shot-options.ts';
import { adaptiveDetector } from './detectors/adaptive.ts';
import { bestDetector } from './detectors/best.ts';
import { contentDetector } from './detectors/content.ts';
import { hashDetector } from './detectors/hash.ts';
import { histogramDetector } from './detectors/histogram.ts';
import { thresholdDetector } from './detectors/threshold.ts';
import type { ShotDetector } from './shot-detector.ts';
import type { Workspace } from './workspace.ts';

/** A detector whose measures only itself knows: `run` hands it to a function that works with any. */
export interface AnyDetector {
  run<R>(use: <M, W extends Workspace>(detector: ShotDetector<M, W>) => R): R;
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

/** A detector that looks at small BGR pictures, all of PySceneDetect's. */
export interface SmallDetector {
  run<R>(use: <M>(detector: ShotDetector<M>) => R): R;
}

function small<M>(detector: ShotDetector<M>): SmallDetector {
  return { run: (use) => use(detector) };
}

const commonOf = (options: ShotOptions) => ({
  threshold: thresholdOf(options),
  minLength: options.minShotLength ?? SHOT_THRESHOLDS[options.detector].minLength,
});

/**
 * The detector of PySceneDetect that options describe; null for our own.
 * @throws AppError `invalid_option` when the threshold does not fit the detector
 */
export function smallDetectorOf(options: ShotOptions): SmallDetector | null {
  const common = commonOf(options);
  const { lumaOnly } = options;
  switch (options.detector) {
    case 'best':
      return null;
    case 'content':
      return small(contentDetector({ ...common, lumaOnly, flashes: options.flashes }));
    case 'adaptive':
      return small(
        adaptiveDetector({ ...common, lumaOnly, window: options.window, minContent: options.minContent }),
      );
    case 'threshold': {
      const { fadeBias, fadeTo, minFade, lastFade } = options;
      return small(thresholdDetector({ ...common, fadeBias, fadeTo, minFade, lastFade }));
    }
    case 'histogram':
      return small(histogramDetector({ ...common, bins: options.bins }));
    case 'hash':
      return small(hashDetector({ ...common, size: options.hashSize, lowpass: options.hashLowpass }));
  }
}

/** The default detector, with its defaults. */
export function usualDetector(): ReturnType<typeof bestDetector> {
  const { usual, minLength } = SHOT_THRESHOLDS.best;
  return bestDetector({ threshold: usual, minLength });
}

/**
 * The detector that options describe.
 * @throws AppError `invalid_option` when the threshold does not fit the detector
 */
export function detectorOf(options: ShotOptions): AnyDetector {
  const found = smallDetectorOf(options);
  if (found) return { run: (use) => found.run((detector) => use(detector)) };
  const best = bestDetector(commonOf(options));
  return { run: (use) => use(best) };
}
