import { FlashFilter, type FlashMode } from '../flash-filter.ts';
import type { ShotDetector } from '../shot-detector.ts';
import type { ShotWorkspace } from '../shot-workspace.ts';
import { smallPictures } from '../small-pictures.ts';

/** Parameters of the content detector. */
export interface ContentOptions {
  /** Least score of a cut, 0 to 255. */
  readonly threshold: number;
  /** Frames. */
  readonly minLength: number;
  /** Compare brightness alone. */
  readonly lumaOnly: boolean;
  readonly flashes: FlashMode;
}

/** Makes a meter of PySceneDetect's content_val: the mean of the differences of hue, saturation and value; first 0. */
export function contentMeter(lumaOnly: boolean): (workspace: ShotWorkspace) => number {
  let first = true;
  return (workspace) => {
    workspace.toHsv();
    if (first) {
      first = false;
      return 0;
    }
    const { hue, saturation, value } = workspace.hsvDifferences();
    return lumaOnly ? value : (hue + saturation + value) / 3;
  };
}

/** PySceneDetect 0.7.2's ContentDetector (edges left out, as by default). */
export function contentDetector(options: ContentOptions): ShotDetector<number> {
  return {
    pictures: smallPictures,
    meter: () => contentMeter(options.lumaOnly),
    judge: (clock) => {
      const filter = new FlashFilter(clock, options.flashes, options.minLength);
      return {
        push: (frame, score) => {
          const cut = filter.push(frame, score >= options.threshold);
          return cut === null ? [] : [cut];
        },
        finish: () => [],
      };
    },
  };
}
