import type { ModelBundle, ModelFileSpec } from '../../inference/download/model-bundle.ts';
import type { Sam2Role } from '../sam2/sam2-model.ts';

/** Name of the file beside the graphs that says what the graphs do not. */
export const CONSTANTS_FILE = 'constants.json';

/** Where the files of a model lie below a models' folder; repositories of models have the graphs in a folder `onnx`. */
export const placesOf = (name: string): readonly string[] => [name, `${name}/onnx`];

type HostedFile = Exclude<Sam2Role, 'mask_downsample'> | 'constants';
type HostedFiles = Readonly<Record<HostedFile, readonly [bytes: number, sha256: string | null]>>;

const fileOf = (role: string): string => (role === 'constants' ? CONSTANTS_FILE : `${role}.onnx`);

function hosted(name: string, revision: string, files: HostedFiles): (folder: string) => ModelBundle {
  const root = `https://huggingface.co/${name}/resolve/${revision}`;
  const entries = Object.entries(files);
  const specs = entries.map(
    ([role, [bytes, sha256]]): ModelFileSpec => ({ name: fileOf(role), bytes, sha256 }),
  );
  const urls = specs.map(({ name: file }) => [
    file,
    file === CONSTANTS_FILE ? `${root}/${file}` : `${root}/onnx/${file}`,
  ]);
  return (folder) => ({
    folder,
    files: specs,
    sources: [{ kind: 'files', urls: Object.fromEntries(urls) }],
    places: placesOf(folder),
  });
}

/** Sizes alone: of these revisions the hashes are stated nowhere. */
function bySize(
  encoder: number,
  decoder: number,
  memoryEncoder: number,
  attention: number,
  constants: number,
): HostedFiles {
  return {
    vision_encoder: [encoder, null],
    mask_decoder: [decoder, null],
    memory_encoder: [memoryEncoder, null],
    memory_attention: [attention, null],
    pointer_tpos: [34_228, null],
    constants: [constants, null],
  };
}

/**
 * Exports that others host, by the name of the model, each pinned to a revision. All take a fixed memory of 7 frames and
 * 16 pointers, no mask as a prompt, and give no candidates. fp16 ones calculate so inside; they take and give float32.
 */
export const HOSTED_SAM2: Readonly<Record<string, (folder: string) => ModelBundle>> = {
  // fp32
  'sam2.1-tiny': hosted(
    'square-zero-labs/sam2.1-tiny-video-onnx',
    '3b2984dd865f6e9d2cc6aed0be6a5a5c2eb352ce',
    {
      vision_encoder: [134_335_567, 'aa7a8542942f042e235a993a1ab0ccf5f049918500577802a7f10ec1b39bb873'],
      mask_decoder: [17_794_355, '0461896de3db00936fe1643506f129d71cb6d5d2ae15754811756b7ea1b070c6'],
      memory_encoder: [5_616_496, '580d246c109de88838f600ba7c1c0d03d1fe267f7641b06f8c88c5f0dc5834cd'],
      memory_attention: [32_259_165, '791e648ce8f5ef91ad00ba06e83066ff261ae5a645f0b042b4f46a89fd054baf'],
      pointer_tpos: [67_289, '7e71df1d75dba09bc18dd4ae745c2a2cceebdd14d84eadea2fe65d0205f101fc'],
      constants: [9_922, '172edc70e892aab0aef6caedf97b8e4091fbf6c5d26dac5fd9ea69d093d927d3'],
    },
  ),
  // fp16
  'sam2.1-tiny-512': hosted(
    'diffusionstudio/sam2.1-tiny-video-onnx-fp16',
    '66673b5db39371b7dd7847f4d3bc0d4f4179b79e',
    bySize(58_385_353, 8_898_805, 2_807_753, 13_029_470, 9_781),
  ),
  'sam2.1-small': hosted(
    'diffusionstudio/sam2.1-small-video-onnx-fp16',
    '927ecec6e6ae2727d0af7720eefdb07f2efe4689',
    {
      vision_encoder: [83_679_474, 'fb570036f5afac59ef20848958b075c84da746e333efd863104d94604652efc4'],
      mask_decoder: [8_910_345, '999b3b47bf2e924d522ed6cc011fa2c9b651754cc07895eb0da16a28a5ce7c4d'],
      memory_encoder: [2_807_884, 'f36324e383dbf21fcd549169aedf698db00c307fd9a49538c0e5f0aa168e4f99'],
      memory_attention: [16_175_204, '6666be8ca502b5c16e9a113d3d3934996d32f27e93bee5e66a8317fcceec9985'],
      pointer_tpos: [34_228, 'f9c1b36e0aa9dc6b7c05b02a8fdaa17cc671d967ffcacc14fcd3177e65ec25e9'],
      constants: [9_820, '09397f7251c159b64a2d581cc3ea0dbb3cf720c2e60777cb14e244405ed1c305'],
    },
  ),
  'sam2.1-base_plus': hosted(
    'diffusionstudio/sam2.1-base-plus-video-onnx-fp16',
    '386b83e09a774fe2782d86fd1b8cb5aaf718aa9d',
    bySize(155_490_079, 8_910_345, 2_807_648, 16_169_156, 9_857),
  ),
  'sam2.1-large': hosted(
    'diffusionstudio/sam2.1-large-video-onnx-fp16',
    '98dbd222d9b3f75d15fe63a5c2a22b0b0029eea1',
    bySize(447_430_045, 8_910_364, 2_807_886, 16_175_204, 9_752),
  ),
};
