/** Which frames of a stream are wanted, with exact numbers where options give decimals. */
export type DecodeMethod =
  | { readonly kind: 'all' }
  | { readonly kind: 'keyframes'; readonly maxGap: number | null }
  | { readonly kind: 'interval'; readonly interval: number }
  | { readonly kind: 'scene'; readonly threshold: number }
  /** Exactly these frames, by rising number: single frames on demand. */
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] };

/** Frame numbers from `first` up to but not including `end`. */
export interface FrameRange {
  readonly first: number;
  readonly end: number;
}

/** FFmpeg's scene threshold when none is given. */
export const SCENE_THRESHOLD = 0.4;
/** The same with `--fast-scene`. */
export const FAST_SCENE_THRESHOLD = 0.5;

/** The scene threshold that options describe. */
export function sceneThresholdOf(options: {
  readonly sceneThreshold: number | null;
  readonly fastScene: boolean;
}): number {
  return options.sceneThreshold ?? (options.fastScene ? FAST_SCENE_THRESHOLD : SCENE_THRESHOLD);
}

/** The method that options describe. */
export function methodOf(options: {
  readonly method: 'keyframes' | 'interval' | 'scene' | 'all';
  readonly interval: number;
  readonly maxGap: number | null;
  readonly sceneThreshold: number | null;
  readonly fastScene: boolean;
}): DecodeMethod {
  switch (options.method) {
    case 'all':
      return { kind: 'all' };
    case 'keyframes':
      return { kind: 'keyframes', maxGap: options.maxGap };
    case 'interval':
      return { kind: 'interval', interval: options.interval };
    case 'scene':
      return { kind: 'scene', threshold: sceneThresholdOf(options) };
  }
}
