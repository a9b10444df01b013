import type { ModelFacts } from '../../inference/model-facts.ts';
import type { Sam2Constants, Sam2Role } from '../sam2/sam2-model.ts';

/** Names of what a graph takes and gives. */
export interface GraphContract {
  readonly inputs: readonly string[];
  /** Inputs that some exports have. */
  readonly more?: readonly string[];
  readonly outputs: readonly string[];
}

/** What the graphs of a SAM 2 model take and give, by name. */
export const SAM2_CONTRACT: Readonly<Record<Sam2Role, GraphContract>> = {
  vision_encoder: {
    inputs: ['pixel_values'],
    outputs: ['feats0', 'feats1', 'feats2', 'feats2_no_mem', 'vision_pos_embed'],
  },
  mask_decoder: {
    inputs: ['feats0', 'feats1', 'feats2_cond', 'input_points', 'input_labels'],
    more: ['input_mask', 'has_input_mask'],
    outputs: ['low_res_mask', 'high_res_mask', 'iou', 'object_score_logits', 'object_pointer'],
  },
  memory_encoder: {
    inputs: ['feats2', 'high_res_mask', 'object_score_logits', 'binarize'],
    outputs: ['memory_tokens', 'memory_pos'],
  },
  memory_attention: {
    inputs: ['current_vision_features', 'current_vision_position_embeddings', 'memory', 'memory_pos'],
    more: ['num_object_pointer_tokens'],
    outputs: ['conditioned_feats'],
  },
  pointer_tpos: { inputs: ['normalized_diffs'], outputs: ['pointer_pos'] },
  mask_downsample: { inputs: ['mask'], outputs: ['mask_prompt'] },
};

/**
 * What keeps a graph from doing the work of a role, by its declared inputs and outputs.
 * @returns null when nothing does
 */
export function contractProblem(role: Sam2Role, facts: ModelFacts): string | null {
  const { inputs, more = [], outputs } = SAM2_CONTRACT[role];
  const given = facts.inputs.map(({ name }) => name);
  const gives = new Set(facts.outputs.map(({ name }) => name));
  const lacking = inputs.filter((name) => !given.includes(name));
  if (lacking.length > 0) return `${role}.onnx has no input ${lacking.join(', ')}`;
  const unknown = given.filter((name) => !inputs.includes(name) && !more.includes(name));
  if (unknown.length > 0) return `${role}.onnx wants an unknown input ${unknown.join(', ')}`;
  const silent = outputs.filter((name) => !gives.has(name));
  return silent.length > 0 ? `${role}.onnx has no output ${silent.join(', ')}` : null;
}

/** The last size of a value of a graph; null where the graph leaves it open. */
function lastSize({ inputs, outputs }: ModelFacts, name: string): number | null {
  return [...inputs, ...outputs].find((value) => value.name === name)?.shape.at(-1) ?? null;
}

/**
 * Where `constants.json` contradicts itself or the graphs.
 * @returns null when it does not
 */
export function constantsProblem(
  constants: Sam2Constants,
  facts: Readonly<Partial<Record<Sam2Role, ModelFacts>>>,
): string | null {
  const { image_size, memory_temporal_positional_encoding: rows, num_maskmem } = constants;
  const side = facts.vision_encoder && lastSize(facts.vision_encoder, 'pixel_values');
  if (side && side !== image_size)
    return `constants.json says image_size ${image_size}, but vision_encoder.onnx takes ${side}`;
  if (rows.length !== num_maskmem)
    return `constants.json has ${rows.length} rows of memory_temporal_positional_encoding, but num_maskmem is ${num_maskmem}`;
  const depth = facts.memory_encoder && lastSize(facts.memory_encoder, 'memory_tokens');
  const wrong = rows.find((row) => row.length !== (depth ?? rows[0]?.length));
  return wrong
    ? `a row of memory_temporal_positional_encoding in constants.json has ${wrong.length} numbers instead of ${depth ?? rows[0]?.length}`
    : null;
}
