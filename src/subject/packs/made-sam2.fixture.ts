import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sam2Role } from '../sam2/sam2-model.ts';

type Shape = readonly (number | string)[];
type Values = Readonly<Record<string, Shape>>;

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const bytesField = (number: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(varint(number * 8 + 2)), Buffer.from(varint(bytes.length)), bytes]);
const textField = (number: number, text: string): Buffer => bytesField(number, Buffer.from(text));
const numberField = (number: number, value: number): Buffer =>
  Buffer.from([...varint(number * 8), ...varint(value)]);

/** A declared value: name, float32, sizes or their names (onnx.proto3). */
function valueInfo(name: string, shape: Shape): Buffer {
  const sizes = shape.map((size) =>
    bytesField(1, typeof size === 'number' ? numberField(1, size) : textField(2, size)),
  );
  const tensor = Buffer.concat([numberField(1, 1), bytesField(2, Buffer.concat(sizes))]);
  return Buffer.concat([textField(1, name), bytesField(2, bytesField(1, tensor))]);
}

/** An ONNX file that declares inputs and outputs and holds nothing; `filler` makes it longer. */
export function declaredGraph(inputs: Values, outputs: Values, filler = ''): Buffer {
  const graph = Buffer.concat([
    textField(2, `made up ${filler}`),
    ...Object.entries(inputs).map(([name, shape]) => bytesField(11, valueInfo(name, shape))),
    ...Object.entries(outputs).map(([name, shape]) => bytesField(12, valueInfo(name, shape))),
  ]);
  return Buffer.concat([numberField(1, 8), bytesField(7, graph)]);
}

/** The files of a model of the smallest size that declares itself well: image 64, depths 32 and 16. */
export function declaredSam2(): Record<string, Buffer> {
  const feats = { feats0: [1, 4, 16, 16], feats1: [1, 8, 8, 8] };
  const graphs: Record<Sam2Role, Buffer> = {
    vision_encoder: declaredGraph(
      { pixel_values: [1, 3, 64, 64] },
      {
        ...feats,
        ...{ feats2: [1, 32, 4, 4], feats2_no_mem: [1, 32, 4, 4], vision_pos_embed: [1, 32, 4, 4] },
      },
    ),
    mask_decoder: declaredGraph(
      { ...feats, feats2_cond: [1, 32, 4, 4], input_points: [1, 1, 'n', 2], input_labels: [1, 1, 'n'] },
      {
        ...{ low_res_mask: [1, 1, 16, 16], high_res_mask: [1, 1, 64, 64], iou: [1, 1] },
        ...{ object_score_logits: [1, 1, 1], object_pointer: [1, 1, 32] },
      },
    ),
    memory_encoder: declaredGraph(
      {
        ...{ feats2: [1, 32, 4, 4], high_res_mask: [1, 1, 64, 64] },
        ...{ object_score_logits: [1, 1], binarize: [] },
      },
      { memory_tokens: [16, 1, 16], memory_pos: [16, 1, 16] },
    ),
    memory_attention: declaredGraph(
      {
        ...{ current_vision_features: [16, 1, 32], current_vision_position_embeddings: [16, 1, 32] },
        ...{ memory: [144, 1, 16], memory_pos: [144, 1, 16] },
      },
      { conditioned_feats: [1, 32, 4, 4] },
    ),
    pointer_tpos: declaredGraph({ normalized_diffs: [16] }, { pointer_pos: [16, 16] }),
    mask_downsample: declaredGraph({ mask: [1, 1, 64, 64] }, { mask_prompt: [1, 1, 16, 16] }),
  };
  const entries = Object.entries(graphs).map(([role, bytes]) => [`${role}.onnx`, bytes]);
  return { ...Object.fromEntries(entries), 'constants.json': constantsOf({}) };
}

/** `constants.json` that fits {@link declaredSam2}, with changes. */
export const constantsOf = (changes: Readonly<Record<string, unknown>>): Buffer =>
  Buffer.from(
    JSON.stringify({
      image_size: 64,
      image_mean: [0.485, 0.456, 0.406],
      image_std: [0.229, 0.224, 0.225],
      memory_temporal_positional_encoding: Array.from({ length: 7 }, () => new Array(16).fill(0)),
      ...changes,
    }),
  );

/** SHA-256 in hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** `manifest.json` of an export that consists of some files. */
export const manifestOf = (files: Readonly<Record<string, Uint8Array>>): Buffer =>
  Buffer.from(
    JSON.stringify({
      files: Object.entries(files).map(([name, bytes]) => ({
        ...{ role: name.split('.')[0], path: name, url: null },
        ...{ bytes: bytes.length, sha256: sha256(bytes) },
      })),
    }),
  );

/** Writes files below a new folder; `remove` takes it away. */
export async function filesIn(files: Readonly<Record<string, Uint8Array | string>>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'framesift-masks-'));
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
