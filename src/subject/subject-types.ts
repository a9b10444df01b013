import type { SeedKind } from '../contract/seed-kinds.ts';
import type { FrameMask } from '../contract/subject-file.ts';
import type { Box, Point } from '../faces/face-types.ts';

/** Size of the pictures that the tracker sees, pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A face of a picture, as far as it tells where the subject is. */
export interface SubjectFace {
  /** Pixels of the picture; may reach beyond its edges. */
  readonly box: Box;
  /** 0..1. */
  readonly confidence: number;
  /** Share of the picture that the box covers, percent. */
  readonly areaPct: number;
  /** Variance of the Laplacian of its luma: how sharp it is. */
  readonly sharpness: number;
  /** Too small for a sure distance. */
  readonly weak: boolean;
  /** Half floats; null where it cannot be compared. */
  readonly embedding: Uint16Array | null;
}

/** What points at the subject on one frame, in pixels of the picture. */
export interface Prompt {
  /** Left, top, right, bottom. */
  readonly box: Box | null;
  readonly points: readonly Point[];
  /** For each point: 1 = belongs to the subject, 0 = does not. */
  readonly labels: readonly (0 | 1)[];
}

/** Where tracking of a shot begins. */
export interface Seed {
  /** Place of the frame among those of its shot that are looked at. */
  readonly frame: number;
  readonly kind: SeedKind;
  readonly prompt: Prompt;
  /** The face that was prompted, where it can be compared; half floats. */
  readonly identity: Uint16Array | null;
}

/**
 * Why a frame has no mask. `not_found`: nothing of the shot is the subject; `absent`: the tracker does not see it; `too_small`;
 * `other_person`: the face in the mask is somebody else's; `lost`: the mask jumped to something else.
 */
export type EmptyReason = NonNullable<FrameMask['reason']>;

/** What the tracker says of one frame. */
export interface TrackedFrame {
  /** Place among the frames that are tracked. */
  readonly frame: number;
  /** Logit: above 0 the subject is more likely in the picture than not. */
  readonly score: number;
  /** Square of logits, above 0 inside. */
  readonly lowRes: Float32Array;
}

/** A tracker of one subject, as following a shot needs it. */
export interface SubjectTracker {
  /** Points at the subject on a frame; earlier prompts of the frame are forgotten. */
  addPoints(frame: number, prompt: Prompt): Promise<TrackedFrame>;
  /** Takes the prompts of a frame back, with what was remembered of it. */
  withdraw(frame: number): void;
  /** Tracks from `start` to `end`, both included, towards the end or (reverse) the beginning. */
  propagate(way: {
    readonly start: number;
    readonly end: number;
    readonly reverse: boolean;
  }): AsyncIterable<TrackedFrame>;
}
