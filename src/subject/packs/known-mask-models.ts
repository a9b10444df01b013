import { HOSTED_SAM2 } from './hosted-sam2.ts';
import {
  MASK_IMAGE_SIZES,
  type MaskFamily,
  type MaskImageSize,
  type MaskModelManifest,
} from './mask-model-manifest.ts';

const CHECKPOINTS = {
  'sam2.1': 'https://dl.fbaipublicfiles.com/segment_anything_2/092824/sam2.1_hiera_',
  sam2: 'https://dl.fbaipublicfiles.com/segment_anything_2/072824/sam2_hiera_',
} as const;

/** Sizes of SAM 2, with millions of parameters. */
const VARIANTS = { tiny: 38.9, small: 46, base_plus: 80.8, large: 224.4 } as const;

function sam2(
  family: Exclude<MaskFamily, 'edgetam'>,
  variant: keyof typeof VARIANTS,
  imageSize: MaskImageSize,
): MaskModelManifest {
  const name = `${family}-${variant}${imageSize === 1024 ? '' : `-${imageSize}`}`;
  const bundle = HOSTED_SAM2[name]?.(name);
  const label = family === 'sam2.1' ? 'SAM 2.1' : 'SAM 2.0';
  return {
    ...{ kind: 'masks', name, family, variant, imageSize },
    title: `${label} ${variant}, ${VARIANTS[variant]} million parameters, looks at ${imageSize} × ${imageSize} pixels`,
    licence: {
      text: 'Apache-2.0 (Meta)',
      url: 'https://github.com/facebookresearch/sam2/blob/main/LICENSE',
      acceptance: null,
    },
    bundles: bundle ? [bundle] : [],
    checkpoint: `${CHECKPOINTS[family]}${variant}.pt`,
  };
}

/** EdgeTAM has one size and looks at 1024 pixels only. */
const EDGETAM: MaskModelManifest = {
  ...{ kind: 'masks', name: 'edgetam', family: 'edgetam', variant: null, imageSize: 1024 },
  title: 'EdgeTAM, 14 million parameters, looks at 1024 × 1024 pixels; a fifth of the time of SAM 2.1 tiny',
  licence: {
    text: 'Apache-2.0 (Meta)',
    url: 'https://github.com/facebookresearch/EdgeTAM/blob/main/LICENSE',
    acceptance: null,
  },
  bundles: [],
  checkpoint: 'https://github.com/facebookresearch/EdgeTAM/raw/main/checkpoints/edgetam.pt',
};

const variants = ['tiny', 'small', 'base_plus', 'large'] as const;
const families = ['sam2.1', 'sam2'] as const;

/** All models for masks that are known, the usual one first. Those without a bundle are not to be had for download. */
export const KNOWN_MASK_MODELS: readonly MaskModelManifest[] = [
  ...families.flatMap((family) =>
    variants.flatMap((variant) => MASK_IMAGE_SIZES.map((size) => sam2(family, variant, size))),
  ),
  EDGETAM,
];

/** The manifest of a model's name, or null: then it may be a folder. */
export function knownMaskModel(name: string): MaskModelManifest | null {
  return KNOWN_MASK_MODELS.find((model) => model.name === name) ?? null;
}
