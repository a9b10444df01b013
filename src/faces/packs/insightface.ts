import type { ModelFileSpec, ModelSource } from '../../inference/download/model-bundle.ts';
import type { PackManifest, PackName, RecogniserKind } from './pack-manifest.ts';

/** How recognisers of insightface are fed unless their graph holds the normalisation. */
export const ARCFACE: RecogniserKind = {
  planes: { order: 'rgb', mean: 127.5, divisor: 127.5 },
  leastNorm: null,
  distance: 0.5,
};

const RELEASES = 'https://github.com/deepinsight/insightface/releases/download';

const DET_10G = {
  bytes: 16_923_827,
  sha256: '5838f7fe053675b1c7a08b633df49e7af5495cee0493c7dcf6697200b85b5b91',
};
const R50: ModelFileSpec = {
  name: 'w600k_r50.onnx',
  bytes: 174_383_860,
  sha256: '4c06341c33c2ca1f86781dab0e829f88ad5b64be9fba56e56bc9ebdefc619e43',
};

/** What differs between the packs. */
interface Variant {
  readonly name: PackName;
  readonly title: string;
  readonly zip: { readonly bytes: number; readonly sha256: string };
  readonly detector: ModelFileSpec;
  readonly recogniser: ModelFileSpec;
}

const VARIANTS: readonly Variant[] = [
  {
    name: 'buffalo_l',
    title: 'SCRFD 10G detector, ArcFace R50: accurate, slow on a processor',
    zip: {
      bytes: 288_621_354,
      sha256: '80ffe37d8a5940d59a7384c201a2a38d4741f2f3c51eef46ebb28218a7b0ca2f',
    },
    detector: { name: 'det_10g.onnx', ...DET_10G },
    recogniser: R50,
  },
  {
    name: 'buffalo_m',
    title: 'SCRFD 2.5G detector, ArcFace R50',
    zip: {
      bytes: 275_951_529,
      sha256: 'd98264bd8f2dc75cbc2ddce2a14e636e02bb857b3051c234b737bf3b614edca9',
    },
    detector: {
      name: 'det_2.5g.onnx',
      bytes: 3_292_009,
      sha256: '041f73f47371333d1d17a6fee6c8ab4e6aecabefe398ff32cca4e2d5eaee0af9',
    },
    recogniser: R50,
  },
  {
    name: 'buffalo_s',
    title: 'SCRFD 500M detector, MobileFaceNet: small and fast',
    zip: {
      bytes: 127_607_557,
      sha256: 'd85a87f503f691807cd8bb97128bdf7a0660326cd9cd02657127fa978bab8b5e',
    },
    detector: {
      name: 'det_500m.onnx',
      bytes: 2_524_817,
      sha256: '5e4447f50245bbd7966bd6c0fa52938c61474a04ec7def48753668a9d8b4ea3a',
    },
    recogniser: {
      name: 'w600k_mbf.onnx',
      bytes: 13_616_099,
      sha256: '9cc6e4a75f0e2bf0b1aed94578f144d15175f357bdc05e815e5c4a02b319eb4f',
    },
  },
  {
    name: 'antelopev2',
    title: 'SCRFD 10G detector, ArcFace R100: the most accurate, the slowest',
    zip: {
      bytes: 360_662_982,
      sha256: '8e182f14fc6e80b3bfa375b33eb6cff7ee05d8ef7633e738d1c89021dcf0c5c5',
    },
    detector: { name: 'scrfd_10g_bnkps.onnx', ...DET_10G },
    recogniser: {
      name: 'glintr100.onnx',
      bytes: 260_665_334,
      sha256: '4ab1d6435d639628a6f3e5008dd4f929edf4c4124b1a7169e1048f9fef534cdf',
    },
  },
];

function sourcesOf({ name, zip, detector, recogniser }: Variant): ModelSource[] {
  const mirror = `https://huggingface.co/immich-app/${name}/resolve/main`;
  const urls = {
    [detector.name]: `${mirror}/detection/model.onnx`,
    [recogniser.name]: `${mirror}/recognition/model.onnx`,
  };
  return [
    ...['model-zoo', 'v0.7'].map(
      (release) => ({ kind: 'zip', url: `${RELEASES}/${release}/${name}.zip`, ...zip }) as const,
    ),
    { kind: 'files', urls },
  ];
}

/** The packs of insightface, for non-commercial research. */
export const INSIGHTFACE_PACKS: readonly PackManifest[] = VARIANTS.map((variant) => ({
  kind: 'faces',
  name: variant.name,
  title: variant.title,
  licence: {
    text: 'for non-commercial research purposes only; commercial use needs a licence from InsightFace',
    url: 'https://github.com/deepinsight/insightface/tree/master/model_zoo',
    acceptance: 'insightface-noncommercial',
  },
  detector: { kind: 'scrfd', file: variant.detector.name, confidence: 0.5, canvases: [640] },
  landmarks: null,
  eyes: null,
  recogniser: { file: variant.recogniser.name, ...ARCFACE },
  bundles: [
    {
      folder: variant.name,
      files: [variant.detector, variant.recogniser],
      sources: sourcesOf(variant),
    },
  ],
}));
