import type { ModelFacts, ValueFacts } from '../../inference/model-facts.ts';
import type { Sam2Constants, Sam2Role } from './sam2-model.ts';

/** Inputs that a mask prompt needs. */
const MASK_PROMPT = ['input_mask', 'has_input_mask'] as const;

/** The facts of the graphs that a model has. */
export type RoleFacts = Readonly<Partial<Record<Sam2Role, ModelFacts>>>;

/** What the graphs of a model can do beside the plain contract. */
export interface Sam2Features {
  /** Any number of memories; false where the bank has a fixed size that must be filled. */
  readonly dynamicMemory: boolean;
  /** The decoder takes an earlier mask. */
  readonly maskPrompt: boolean;
  /** The decoder gives all four candidates. */
  readonly candidates: boolean;
  /** Masks seed a track exactly. */
  readonly maskSeed: boolean;
}

/** Sizes of a model, all of them read from its graphs and constants. */
export interface Sam2Sizes {
  /** Side of the input picture, S. */
  readonly image: number;
  /** Side of the grid of features, F = S / 16. */
  readonly grid: number;
  /** Side of low-resolution masks (usually 4F). */
  readonly lowRes: number;
  /** Depth of features and pointers, D. */
  readonly hidden: number;
  /** Depth of memory tokens, C. */
  readonly memory: number;
  /** Tokens of one frame's memory. */
  readonly tokens: number;
  /** Tokens that a pointer is cut into: D / C. */
  readonly pointerTokens: number;
  /** Memories of a bank of fixed size; null where any number goes. */
  readonly fixedBlocks: number | null;
  /** Pointers that `pointer_tpos` takes at a time; null where any number goes. */
  readonly fixedPointers: number | null;
}

const find = (values: readonly ValueFacts[], name: string) => values.find((value) => value.name === name);

const inputOf = (facts: RoleFacts, role: Sam2Role, name: string) => find(facts[role]?.inputs ?? [], name);
const outputOf = (facts: RoleFacts, role: Sam2Role, name: string) => find(facts[role]?.outputs ?? [], name);

/** A graph that is not told where pointers begin has them at a fixed place, even if it names no number of rows. */
function isDynamic(facts: RoleFacts): boolean {
  const rows = inputOf(facts, 'memory_attention', 'memory')?.shape[0] ?? null;
  return rows === null && inputOf(facts, 'memory_attention', 'num_object_pointer_tokens') !== undefined;
}

/** What the graphs can do, told by their declared inputs and outputs. */
export function featuresOf(facts: RoleFacts): Sam2Features {
  const maskPrompt = MASK_PROMPT.every((name) => inputOf(facts, 'mask_decoder', name));
  const candidates = outputOf(facts, 'mask_decoder', 'all_object_pointers') !== undefined;
  return {
    dynamicMemory: isDynamic(facts),
    maskPrompt,
    candidates,
    maskSeed: maskPrompt && candidates && facts.mask_downsample !== undefined,
  };
}

/**
 * Sizes of a model.
 * @returns or which graph does not fit, and why
 */
export function sizesOf(
  facts: RoleFacts,
  constants: Sam2Constants,
): Sam2Sizes | { readonly role: Sam2Role; readonly problem: string } {
  const image = constants.image_size;
  const grid = image / 16;
  const side = inputOf(facts, 'vision_encoder', 'pixel_values')?.shape.at(-1) ?? image;
  if (side !== image)
    return {
      role: 'vision_encoder',
      problem: `it takes pictures of ${side} pixels, constants.json says ${image}`,
    };
  const memory = constants.memory_temporal_positional_encoding[0]?.length ?? 0;
  const tokens =
    constants.tokens_per_frame ?? outputOf(facts, 'memory_encoder', 'memory_tokens')?.shape[0] ?? grid ** 2;
  const hidden = inputOf(facts, 'memory_attention', 'current_vision_features')?.shape.at(-1) ?? null;
  const depth = inputOf(facts, 'memory_attention', 'memory')?.shape.at(-1) ?? memory;
  if (hidden === null || hidden % memory !== 0 || depth !== memory)
    return {
      role: 'memory_attention',
      problem: `its memory is ${depth} deep, the table of constants.json ${memory}`,
    };
  const pointerTokens = hidden / memory;
  const rows = inputOf(facts, 'memory_attention', 'memory')?.shape[0] ?? null;
  const unnamed = isDynamic(facts) ? null : constants.num_maskmem;
  const blocks = rows === null ? unnamed : (rows - constants.max_object_pointers * pointerTokens) / tokens;
  if (blocks !== null && !(Number.isInteger(blocks) && blocks > 0))
    return {
      role: 'memory_attention',
      problem: `its memory of ${rows} rows holds no whole frames of ${tokens} and ${constants.max_object_pointers} pointers`,
    };
  return {
    image,
    grid,
    lowRes: outputOf(facts, 'mask_decoder', 'low_res_mask')?.shape.at(-1) ?? grid * 4,
    hidden,
    memory,
    tokens,
    pointerTokens,
    fixedBlocks: blocks,
    fixedPointers: inputOf(facts, 'pointer_tpos', 'normalized_diffs')?.shape[0] ?? null,
  };
}

/** Whether labels of points are 64-bit integers. */
export function wideLabels(facts: RoleFacts): boolean {
  return inputOf(facts, 'mask_decoder', 'input_labels')?.type === 'int64';
}
