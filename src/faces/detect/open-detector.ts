import type { DetectorKind } from '../packs/pack-manifest.ts';
import type { Detector, LoadedModel } from './detector.ts';
import { scrfdDetector } from './scrfd-detector.ts';
import { ultrafaceDetector } from './ultraface-detector.ts';
import { yunetDetector } from './yunet-detector.ts';

/** What a caller may change of a pack's detector. */
export interface DetectorOptions {
  readonly confidence?: number;
  readonly tiles?: boolean;
  readonly canvases?: readonly number[];
  readonly longestSide?: number;
}

/** The detector of a pack around its model. */
export function openDetector(kind: DetectorKind, model: LoadedModel, options: DetectorOptions): Detector {
  const confidence = options.confidence ?? kind.confidence;
  switch (kind.kind) {
    case 'ultraface':
      return ultrafaceDetector(model, { confidence, tiles: options.tiles ?? false, raw: kind.raw });
    case 'yunet':
      return yunetDetector(model, { confidence, longestSide: options.longestSide ?? kind.longestSide });
    case 'scrfd':
      return scrfdDetector(model, { confidence, canvases: options.canvases ?? kind.canvases });
  }
}
