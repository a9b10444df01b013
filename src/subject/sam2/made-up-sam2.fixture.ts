import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OnnxWriter } from '../../inference/onnx-writer.fixture.ts';

/** Numbers of a feature (D) and of a memory token (C): colour, remembered colour, whether there is one, nothing. */
const DEPTH = 12;
const MEMORY = 4;
const SHARE = DEPTH / MEMORY;
const BLOCKS = 7;
const POINTERS = 16;

/** Square of the distance between normalised colours that still counts as the same. */
const SAME_COLOUR = 1.5;
const STEEPNESS = 8;
/** What a pointer weighs beside one cell of the memory grid. */
const POINTER_WEIGHT = 64;

/** What a made-up model is to be like. */
export interface MadeUpSam2 {
  /** Side of its input, a multiple of 16. Low-resolution masks are a quarter of it. Default 256. */
  readonly size?: number;
  /** As the hosted exports are: a bank of fixed size, no mask prompts, no candidates. */
  readonly plain?: boolean;
}

function visionEncoder(side: number): Buffer {
  const g = new OnnxWriter();
  const grid = side / 16;
  const pixels = g.input('pixel_values', [1, 3, side, side]);
  const pooled = (by: number) =>
    g.node('AveragePool', [pixels], { kernel_shape: [by, by], strides: [by, by] });
  const base = pooled(16);
  const nothing = g.calc('Mul', base, 0);
  const features = g.concat([base, nothing, nothing, nothing], 1);
  g.output(pooled(4), 'feats0', [1, 3, grid * 4, grid * 4]);
  g.output(pooled(8), 'feats1', [1, 3, grid * 2, grid * 2]);
  g.output(features, 'feats2', [1, DEPTH, grid, grid]);
  g.output(features, 'feats2_no_mem', [1, DEPTH, grid, grid]);
  g.output(g.calc('Mul', features, 0), 'vision_pos_embed', [1, DEPTH, grid, grid]);
  return g.bytes();
}

/** Bumps of a low-resolution pixel around each of some places, as one map `[1, 1, L, L]`. */
function bumps(g: OnnxWriter, xs: string, ys: string, weights: string, low: number): string {
  const centres = Array.from({ length: low }, (_, i) => i * 4 + 2);
  const squared = (a: string, b: string) => {
    const difference = g.calc('Sub', a, b);
    return g.calc('Mul', difference, difference);
  };
  const far = g.calc(
    'Add',
    squared(g.floats(centres, [1, 1, low]), xs),
    squared(g.floats(centres, [1, low, 1]), ys),
  );
  const bump = g.node('Exp', [g.calc('Div', far, -8)]);
  return g.reshape(g.sum(g.calc('Mul', bump, weights), [0]), [1, 1, low, low]);
}

function maskDecoder(side: number, plain: boolean): Buffer {
  const g = new OnnxWriter();
  const grid = side / 16;
  const low = grid * 4;
  const colours = g.input('feats0', [1, 3, low, low]);
  g.input('feats1', [1, 3, grid * 2, grid * 2]);
  const features = g.input('feats2_cond', [1, DEPTH, grid, grid]);
  const points = g.input('input_points', [1, 1, 'num_points', 2]);
  const labels = g.node('Cast', [g.input('input_labels', [1, 1, 'num_points'], 'int32')], { to: 1 });

  const each = [-1, 1, 1];
  const [xs, ys] = [0, 1].map((i) => g.reshape(g.slice(points, 3, i, i + 1), each));
  const label = g.reshape(labels, each);
  if (!xs || !ys) throw new Error('a point has two numbers');
  const corner = g.above(label, 1.5);
  const inside = g.calc('Sub', g.above(label, 0.5), corner);
  const beside = g.calc('Sub', g.calc('Sub', g.above(label, -0.5), corner), inside);
  const middle = (values: string) => g.calc('Div', g.sum(g.calc('Mul', values, corner), [0]), 2);
  const box = g.calc('Min', g.sum(corner, [0]), 1);

  let where = g.calc('Add', bumps(g, xs, ys, inside, low), bumps(g, middle(xs), middle(ys), box, low));
  if (!plain) {
    const earlier = g.node('Sigmoid', [g.input('input_mask', [1, 1, low, low])]);
    const given = g.reshape(g.input('has_input_mask', [1]), [1, 1, 1, 1]);
    // Points say more than an earlier mask.
    where = g.calc('Add', where, g.calc('Mul', g.calc('Mul', earlier, given), 1e-5));
  }
  const colourOf = (map: string) => {
    const mass = g.sum(map, [2, 3]);
    const colour = g.calc('Div', g.sum(g.calc('Mul', colours, map), [2, 3]), g.calc('Add', mass, 1e-12));
    return { colour, known: g.above(mass, 5e-6) };
  };
  const asked = colourOf(where);
  const avoided = colourOf(bumps(g, xs, ys, beside, low));
  const mean = g.node('ReduceMean', [features], { axes: [2, 3], keepdims: 1 });
  const remembered = g.slice(mean, 1, 3, 6);
  const memory = g.node('ReduceMean', [g.slice(mean, 1, 6, 9)], { axes: [1], keepdims: 1 });
  const blend = (share: string, a: string, b: string | number) =>
    g.calc('Add', g.calc('Mul', share, a), g.calc('Mul', g.calc('Sub', 1, share), b));
  const colour = blend(asked.known, asked.colour, remembered);
  const distance = (from: string) => {
    const difference = g.calc('Sub', colours, from);
    return g.sum(g.calc('Mul', difference, difference), [1]);
  };
  const away = distance(colour);
  const alike = g.calc('Mul', g.calc('Sub', SAME_COLOUR, away), STEEPNESS);
  const nearer = g.calc(
    'Add',
    g.calc('Sub', distance(avoided.colour), away),
    g.calc('Mul', g.calc('Sub', 1, avoided.known), 1e4),
  );
  const clipped = g.calc('Max', g.calc('Min', g.calc('Min', alike, nearer), 20), -20);
  const logits = blend(g.calc('Max', asked.known, memory), clipped, -20);

  const count = g.sum(g.above(logits, 0), [2, 3]);
  const score = g.calc('Min', g.calc('Sub', count, 2.5), 10);
  const present = g.above(score, 0);
  const shown = (mask: string) => blend(present, mask, -1024);
  const sure = g.calc('Div', g.sum(g.node('Relu', [logits]), [2, 3]), g.calc('Max', count, 1));
  const iou = g.reshape(g.node('Sigmoid', [sure]), [1, 1]);
  const rest = g.floats(
    Array.from({ length: DEPTH - 4 }, () => 0),
    [1, DEPTH - 4, 1, 1],
  );
  const whole = g.concat([colour, g.floats([1], [1, 1, 1, 1]), rest], 1);
  const pointer = g.reshape(g.calc('Mul', whole, present), [1, 1, DEPTH]);
  const mask = shown(logits);
  const scales = g.floats([1, 1, 4, 4]);
  const large = g.node('Resize', [mask, '', scales], {
    mode: 'linear',
    coordinate_transformation_mode: 'half_pixel',
  });
  g.output(mask, 'low_res_mask', [1, 1, low, low]);
  g.output(large, 'high_res_mask', [1, 1, side, side]);
  g.output(iou, 'iou', [1, 1]);
  g.output(g.reshape(score, [1, 1, 1]), 'object_score_logits', [1, 1, 1]);
  g.output(pointer, 'object_pointer', [1, 1, DEPTH]);
  if (!plain) {
    const others = [0, -STEEPNESS / 2, 0, STEEPNESS / 2].map((more) => shown(g.calc('Add', logits, more)));
    g.output(g.concat(others, 1), 'all_low_res_masks', [1, 4, low, low]);
    g.output(
      g.concat(
        [1, 0.9, 1, 0.8].map((part) => g.calc('Mul', iou, part)),
        1,
      ),
      'all_ious',
      [1, 4],
    );
    g.output(g.concat([pointer, pointer, pointer, pointer], 1), 'all_object_pointers', [1, 4, DEPTH]);
  }
  return g.bytes();
}

function memoryEncoder(side: number): Buffer {
  const g = new OnnxWriter();
  const grid = side / 16;
  const base = g.slice(g.input('feats2', [1, DEPTH, grid, grid]), 1, 0, 3);
  const mask = g.input('high_res_mask', [1, 1, side, side]);
  const present = g.reshape(g.above(g.input('object_score_logits', [1, 1]), 0), [1, 1, 1, 1]);
  const binarize = g.input('binarize', []);
  const hard = g.calc('Mul', g.above(mask, 0), binarize);
  const soft = g.calc('Mul', g.node('Sigmoid', [mask]), g.calc('Sub', 1, binarize));
  const part = g.node('AveragePool', [g.calc('Add', hard, soft)], {
    kernel_shape: [16, 16],
    strides: [16, 16],
  });
  const square = g.calc('Mul', part, part);
  // Cells at the edge, which are of two colours, hardly count.
  const weight = g.calc('Mul', g.calc('Mul', square, square), present);
  const planes = g.concat([g.calc('Mul', base, weight), weight], 1);
  const tokens = g.node('Transpose', [g.reshape(planes, [1, MEMORY, grid * grid])], { perm: [2, 0, 1] });
  g.output(tokens, 'memory_tokens', [grid * grid, 1, MEMORY]);
  g.output(g.calc('Mul', tokens, 0), 'memory_pos', [grid * grid, 1, MEMORY]);
  return g.bytes();
}

function memoryAttention(side: number, plain: boolean): Buffer {
  const g = new OnnxWriter();
  const grid = side / 16;
  const cells = grid * grid;
  const rows = plain ? BLOCKS * cells + POINTERS * SHARE : 'memory_rows';
  const features = g.input('current_vision_features', [cells, 1, DEPTH]);
  g.input('current_vision_position_embeddings', [cells, 1, DEPTH]);
  const memory = g.input('memory', [rows, 1, MEMORY]);
  const positions = g.input('memory_pos', [rows, 1, MEMORY]);
  const pointerRows = plain
    ? g.integers([POINTERS * SHARE])
    : g.node('Unsqueeze', [g.input('num_object_pointer_tokens', [], 'int64'), g.integers([0])]);
  const all = g.calc('Add', memory, g.calc('Mul', positions, 0));
  const length = g.node('Slice', [g.node('Shape', [all]), g.integers([0]), g.integers([1])]);
  const border = g.node('Sub', [length, pointerRows]);
  const first = g.integers([0]);
  const nothing = g.floats([0, 0, 0, 0], [1, 1, MEMORY]);
  const total = (from: string, to: string) =>
    g.sum(g.concat([nothing, g.node('Slice', [all, from, to, first])], 0), [0]);
  const sums = g.calc('Add', total(first, border), g.calc('Mul', total(border, length), POINTER_WEIGHT));
  const mass = g.slice(sums, 2, 3, 4);
  const colour = g.calc('Div', g.slice(sums, 2, 0, 3), g.calc('Add', mass, 1e-9));
  const planes = g.reshape(g.node('Transpose', [features], { perm: [1, 2, 0] }), [1, DEPTH, grid, grid]);
  const base = g.slice(planes, 1, 0, 3);
  const nil = g.calc('Mul', base, 0);
  const known = g.reshape(g.above(mass, 0.5), [1, 1, 1, 1]);
  const parts = [base, g.calc('Add', nil, g.reshape(colour, [1, 3, 1, 1])), g.calc('Add', nil, known), nil];
  g.output(g.concat(parts, 1), 'conditioned_feats', [1, DEPTH, grid, grid]);
  return g.bytes();
}

function pointerTpos(plain: boolean): Buffer {
  const g = new OnnxWriter();
  const count = plain ? POINTERS : 'num_pointers';
  const column = g.reshape(g.input('normalized_diffs', [count]), [-1, 1]);
  g.output(g.calc('Mul', column, g.floats([1, 1, 1, 1], [1, MEMORY])), 'pointer_pos', [count, MEMORY]);
  return g.bytes();
}

function maskDownsample(side: number): Buffer {
  const g = new OnnxWriter();
  const mask = g.input('mask', [1, 1, side, side]);
  const part = g.node('AveragePool', [mask], { kernel_shape: [4, 4], strides: [4, 4] });
  const logits = g.calc('Sub', g.calc('Mul', part, 20), 10);
  g.output(logits, 'mask_prompt', [1, 1, side / 4, side / 4]);
  return g.bytes();
}

/**
 * Makes a folder with a made-up SAM 2 model that follows colours: a prompt names the colour at its points (or in the middle
 * of its box, or in its mask), memories and pointers carry it on, and the mask is what has nearly that colour. The object
 * counts as gone (score below 0) where fewer than three low-resolution pixels have it. Nothing in it is random.
 * @returns path of the folder
 */
export function madeUpSam2(folder: string, { size = 256, plain = false }: MadeUpSam2 = {}): string {
  const model = path.join(folder, plain ? 'made-up-sam2-plain' : 'made-up-sam2');
  mkdirSync(model, { recursive: true });
  const graphs: Readonly<Record<string, Buffer>> = {
    vision_encoder: visionEncoder(size),
    mask_decoder: maskDecoder(size, plain),
    memory_encoder: memoryEncoder(size),
    memory_attention: memoryAttention(size, plain),
    pointer_tpos: pointerTpos(plain),
    ...(plain ? {} : { mask_downsample: maskDownsample(size) }),
  };
  for (const [role, bytes] of Object.entries(graphs)) writeFileSync(path.join(model, `${role}.onnx`), bytes);
  const constants = {
    image_size: size,
    image_mean: [0.485, 0.456, 0.406],
    image_std: [0.229, 0.224, 0.225],
    memory_temporal_positional_encoding: Array.from({ length: BLOCKS }, (_, row) =>
      Array.from({ length: MEMORY }, () => row / 8),
    ),
    resample: 'pillow-bicubic',
    tokens_per_frame: (size / 16) ** 2,
    num_maskmem: BLOCKS,
    max_object_pointers: POINTERS,
    pointer_temporal: 'projected',
    ...(plain ? {} : { no_obj_ptr: Array.from({ length: DEPTH }, () => 0) }),
    model: 'made-up',
  };
  writeFileSync(path.join(model, 'constants.json'), JSON.stringify(constants));
  return model;
}
