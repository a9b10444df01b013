import type { ModelManifest } from '../../inference/download/model-bundle.ts';

/** The families of models that follow a subject through a video. */
export const MASK_FAMILIES = ['sam2.1', 'sam2', 'edgetam'] as const;
/** Name of such a family. */
export type MaskFamily = (typeof MASK_FAMILIES)[number];

/** Sides of the square picture that a model looks at, pixels. */
export const MASK_IMAGE_SIZES = [512, 1024] as const;
/** Such a side. */
export type MaskImageSize = (typeof MASK_IMAGE_SIZES)[number];

/** A model for subject masks as data. */
export interface MaskModelManifest extends ModelManifest {
  readonly kind: 'masks';
  readonly family: MaskFamily;
  /** Size of a SAM 2 model: `tiny`, `small`, `base_plus` or `large`; null for EdgeTAM. */
  readonly variant: string | null;
  readonly imageSize: MaskImageSize;
  /** Address of the official checkpoint, from which the model can be exported. */
  readonly checkpoint: string;
}
