import type { DetectorKind } from './pack-manifest.ts';

/** From when on a face makes a picture one of a person. */
export interface Presence {
  /** 0..1, of the surest face. */
  readonly confidence: number;
  /** Percent of the picture, of the largest face. */
  readonly area: number;
}

/**
 * Measured on 75 frames with a face and 111 without one (docs/adr/022-faces-in-a-run.md): UltraFace finds 73 and none too
 * many, YuNet 73 and one too many (at its own limit of 0.6 four). SCRFD was not measured: its own limit, and the
 * area of UltraFace.
 */
export const PRESENCE: Readonly<Record<DetectorKind['kind'], Presence>> = {
  ultraface: { confidence: 0.7, area: 0.2 },
  yunet: { confidence: 0.8, area: 0 },
  scrfd: { confidence: 0.5, area: 0.2 },
};
