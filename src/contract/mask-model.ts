/** What tells models that follow a subject from each other. */
export interface MaskModelFacts {
  /** `sam2.1`, `sam2` or `edgetam`. */
  readonly family: string;
  /** Size of a SAM 2 model; null for EdgeTAM. */
  readonly variant: string | null;
  /** Side of the square picture that it looks at, pixels. */
  readonly imageSize: number;
}

/** The options that say which known model is meant. */
export interface MaskModelWish {
  readonly maskingModel: string;
  readonly sam2ModelVariant: string;
  readonly maskSize: string;
}

/** Side of the picture that options ask for, pixels: `auto` is 512 with the tiny SAM 2.1, and 1024 with all others. */
export function wantedMaskSize({ maskingModel, sam2ModelVariant, maskSize }: MaskModelWish): number {
  if (maskSize !== 'auto') return Number(maskSize);
  return maskingModel === 'sam2' && sam2ModelVariant === 'tiny' ? 512 : 1024;
}

/** Whether a model is the one that options ask for. */
export function isWantedMaskModel(
  { family, variant, imageSize }: MaskModelFacts,
  wish: MaskModelWish,
): boolean {
  const isOfFamily = wish.maskingModel === 'edgetam' ? family === 'edgetam' : family === 'sam2.1';
  const isOfSize = variant === null || variant === wish.sam2ModelVariant;
  return isOfFamily && isOfSize && imageSize === wantedMaskSize(wish);
}
