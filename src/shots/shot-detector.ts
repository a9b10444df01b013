import type { PictureChain } from '../decode/picture-filters.ts';
import type { ProbedVideo } from '../decode/probe.ts';
import type { ShotClock, ShotFrame } from './shot-clock.ts';
import type { ShotWorkspace } from './shot-workspace.ts';
import type { Workspace } from './workspace.ts';

/** Decides where shots begin, from the measures of one frame after the other. */
export interface ShotJudge<M> {
  /**
   * Takes the next frame.
   * @returns numbers of first frames of new shots that are certain by now, at or before this frame
   */
  push(frame: ShotFrame, measure: M): readonly number[];
  /** Those that only the end of the video makes certain. */
  finish(): readonly number[];
}

/** The pictures that a meter looks at, and the memory that takes them. */
export interface ShotPictures<W extends Workspace> {
  readonly chain: PictureChain;
  readonly open: () => W;
}

/**
 * A way to find shots, in two parts: the meter looks at pixels (in whatever thread they are), the judge at numbers.
 * Both keep what they need of earlier frames, so each video needs new ones.
 */
export interface ShotDetector<M, W extends Workspace = ShotWorkspace> {
  readonly pictures: (video: ProbedVideo) => ShotPictures<W>;
  /** Makes a meter: it measures the picture that lies in the workspace against the one before. */
  readonly meter: () => (workspace: W) => M;
  readonly judge: (clock: ShotClock) => ShotJudge<M>;
}
