import { AppError } from '../../contract/app-error.ts';
import type { ModelFacts } from '../../inference/model-facts.ts';
import { readModelFile } from '../../inference/model-file.ts';
import type { ProviderName } from '../../inference/providers.ts';
import {
  type FloatTensor,
  type InputTensor,
  type ModelSession,
  openSession,
  type SessionOptions,
} from '../../inference/session.ts';
import { contractProblem } from '../packs/sam2-contract.ts';
import {
  featuresOf,
  type RoleFacts,
  type Sam2Features,
  type Sam2Sizes,
  sizesOf,
  wideLabels,
} from './graph-contract.ts';
import { SAM2_ROLES, type Sam2Constants, type Sam2Model, type Sam2Role } from './sam2-model.ts';
import { tokensOf } from './tokens.ts';

/** What the image encoder makes of one frame. */
export interface FrameEmbedding {
  /** `[1, 32, 4F, 4F]` and `[1, 64, 2F, 2F]` in models of full size. */
  readonly feats0: FloatTensor;
  readonly feats1: FloatTensor;
  /** `[1, D, F, F]`. */
  readonly feats2: FloatTensor;
  /** The same with the vector that stands for "no memory". */
  readonly feats2NoMemory: FloatTensor;
}

/** What the mask decoder is asked. */
export interface DecodeRequest {
  readonly embedding: FrameEmbedding;
  /** `[1, D, F, F]`: features without memory, or conditioned ones. */
  readonly features: FloatTensor;
  /** Pairs of x and y in pixels of the model's picture; none on a tracked frame. */
  readonly points: Float32Array;
  /** 1 inside, 0 outside, 2 and 3 the corners of a box. */
  readonly labels: readonly number[];
  /** An earlier mask (logits), or null; ignored where the graph takes none. */
  readonly mask: Float32Array | null;
}

/** What the mask decoder answers. */
export interface Decoded {
  /** Logits of the low-resolution mask, a square, row by row. */
  readonly lowRes: Float32Array;
  /** `[1, 1, S, S]` logits. */
  readonly highRes: FloatTensor;
  /** Object score logit: above 0 where the object is to be seen. */
  readonly score: number;
  /** IoU that the model predicts for its mask, 0..1. */
  readonly iou: number;
  /** D numbers. */
  readonly pointer: Float32Array;
  /** The pointer that goes with a single mask; null where the graph gives no candidates. */
  readonly singlePointer: Float32Array | null;
}

type Sessions = Partial<Record<Sam2Role, ModelSession>>;

const PADDING_POINT = new Float32Array(2);
const PADDING_LABEL = -1;

/** What is needed of a graph that a model cannot do without. */
const REQUIRED: readonly Sam2Role[] = [
  'vision_encoder',
  'mask_decoder',
  'memory_encoder',
  'memory_attention',
];

/** The graphs of a SAM 2 model, loaded; they keep nothing between calls but what is the same for every frame. */
export class Sam2Graphs {
  readonly model: Sam2Model;
  readonly features: Sam2Features;
  readonly sizes: Sam2Sizes;
  /** What the image encoder runs on. */
  readonly provider: ProviderName;
  /** What a person should know, for example that no graphics processor can be used. */
  readonly warnings: readonly string[];
  readonly #sessions: Sessions;
  readonly #wideLabels: boolean;
  readonly #running = new Set<Promise<unknown>>();
  #imagePosition: Float32Array | null = null;
  #memoryPosition: Float32Array | null = null;
  readonly #blockPositions = new Map<number, Float32Array>();

  private constructor(model: Sam2Model, facts: RoleFacts, sizes: Sam2Sizes, sessions: Sessions) {
    const all = Object.values(sessions);
    this.model = model;
    this.features = featuresOf(facts);
    this.sizes = sizes;
    this.provider = sessions.vision_encoder?.provider ?? 'cpu';
    this.warnings = [...new Set(all.flatMap(({ warning }) => warning ?? []))];
    this.#sessions = sessions;
    this.#wideLabels = wideLabels(facts);
  }

  /**
   * Loads the graphs of a model.
   * @throws AppError `model_invalid` (with the file and what does not fit), `input_missing`, `inference_missing`
   */
  static async open(model: Sam2Model, options: SessionOptions): Promise<Sam2Graphs> {
    const sessions: Sessions = {};
    const facts: Partial<Record<Sam2Role, ModelFacts>> = {};
    try {
      for (const role of SAM2_ROLES) {
        const file = model.files[role];
        if (file === null) {
          refuseMissing(model, role);
          continue;
        }
        const loaded = await readModelFile(file);
        const problem = contractProblem(role, loaded.facts);
        if (problem) throw new AppError('model_invalid', { file, reason: problem });
        facts[role] = loaded.facts;
        sessions[role] = await openSession(loaded, options);
      }
      const sizes = sizesOf(facts, model.constants);
      if ('problem' in sizes)
        throw new AppError('model_invalid', {
          file: model.files[sizes.role] ?? model.name,
          reason: sizes.problem,
        });
      return new Sam2Graphs(model, facts, sizes, sessions);
    } catch (thrown) {
      await Promise.all(Object.values(sessions).map((session) => session.close()));
      throw thrown;
    }
  }

  /** Numbers of `constants.json`. */
  get constants(): Sam2Constants {
    return this.model.constants;
  }

  /** Encodes a picture, `[1, 3, S, S]` float32 (see `inputTensor`). */
  async encodeImage(pixels: FloatTensor): Promise<FrameEmbedding> {
    const out = await this.#run('vision_encoder', { pixel_values: pixels });
    this.#imagePosition ??= tokensOf(out('vision_pos_embed').data, this.sizes.hidden);
    return {
      feats0: out('feats0'),
      feats1: out('feats1'),
      feats2: out('feats2'),
      feats2NoMemory: out('feats2_no_mem'),
    };
  }

  /** Decodes a mask. */
  async decode({ embedding, features, points, labels, mask }: DecodeRequest): Promise<Decoded> {
    const count = Math.max(1, labels.length);
    const side = this.sizes.lowRes;
    const numbers = labels.length > 0 ? labels : [PADDING_LABEL];
    const out = await this.#run('mask_decoder', {
      feats0: embedding.feats0,
      feats1: embedding.feats1,
      feats2_cond: features,
      input_points: { data: labels.length > 0 ? points : PADDING_POINT, shape: [1, 1, count, 2] },
      input_labels: {
        data: this.#wideLabels ? BigInt64Array.from(numbers, BigInt) : Int32Array.from(numbers),
        shape: [1, 1, count],
      },
      input_mask: { data: mask ?? new Float32Array(side * side), shape: [1, 1, side, side] },
      has_input_mask: { data: Float32Array.of(mask ? 1 : 0), shape: [1] },
    });
    const { image, hidden } = this.sizes;
    return {
      lowRes: out('low_res_mask').data,
      highRes: { data: out('high_res_mask').data, shape: [1, 1, image, image] },
      score: out('object_score_logits').data[0] ?? 0,
      iou: out('iou').data[0] ?? 0,
      pointer: out('object_pointer').data,
      singlePointer: this.features.candidates ? out('all_object_pointers').data.slice(0, hidden) : null,
    };
  }

  /**
   * Makes the memory of a frame.
   * @param highRes `[1, 1, S, S]` logits
   * @param binarize 1 takes the mask as hard, 0 as it is
   * @returns `tokens` * `memory` numbers
   */
  async encodeMemory(
    feats2: FloatTensor,
    highRes: FloatTensor,
    score: number,
    binarize: number,
  ): Promise<Float32Array> {
    const out = await this.#run('memory_encoder', {
      feats2,
      high_res_mask: highRes,
      object_score_logits: { data: Float32Array.of(score), shape: [1, 1] },
      binarize: { data: Float32Array.of(binarize), shape: [] },
    });
    this.#memoryPosition ??= out('memory_pos').data;
    return out('memory_tokens').data;
  }

  /** What every memory has for its position before the table: known once one was made, or taken from a snapshot. */
  get memoryPosition(): Float32Array | null {
    return this.#memoryPosition;
  }

  set memoryPosition(position: Float32Array | null) {
    this.#memoryPosition ??= position;
  }

  /** Position vectors of a whole memory: the same for every frame, plus one row of the temporal table. */
  blockPosition(row: number): Float32Array {
    const known = this.#blockPositions.get(row);
    if (known) return known;
    if (!this.#memoryPosition) throw new RangeError('no memory was encoded yet');
    const add = this.constants.memory_temporal_positional_encoding[row] ?? [];
    const position = this.#memoryPosition.map(
      (value, i) => value + Math.fround(add[i % this.sizes.memory] ?? 0),
    );
    this.#blockPositions.set(row, position);
    return position;
  }

  /** Position vectors of pointers, `memory` numbers each; zeros where the model gives them none. */
  async pointerPositions(distances: Float32Array): Promise<Float32Array> {
    const depth = this.sizes.memory;
    const rows = new Float32Array(distances.length * depth);
    if (this.constants.pointer_temporal === 'none' || distances.length === 0) return rows;
    const step = this.sizes.fixedPointers ?? distances.length;
    for (let at = 0; at < distances.length; at += step) {
      const part = new Float32Array(step);
      part.set(distances.subarray(at, at + step));
      const out = await this.#run('pointer_tpos', { normalized_diffs: { data: part, shape: [step] } });
      rows.set(out('pointer_pos').data.subarray(0, rows.length - at * depth), at * depth);
    }
    return rows;
  }

  /**
   * Conditions a frame on its memory.
   * @param memory and `positions`: `[rows, 1, C]`, pointers last
   * @param unrotated tokens at the end that have no place in the picture
   * @returns `[1, D, F, F]`
   */
  async attend(
    feats2: FloatTensor,
    memory: FloatTensor,
    positions: FloatTensor,
    unrotated: number,
  ): Promise<FloatTensor> {
    const { grid, hidden } = this.sizes;
    const shape = [grid * grid, 1, hidden];
    if (!this.#imagePosition) throw new RangeError('no picture was encoded yet');
    const out = await this.#run('memory_attention', {
      current_vision_features: { data: tokensOf(feats2.data, hidden), shape },
      current_vision_position_embeddings: { data: this.#imagePosition, shape },
      memory,
      memory_pos: positions,
      num_object_pointer_tokens: { data: BigInt64Array.of(BigInt(unrotated)), shape: [] },
    });
    return { data: out('conditioned_feats').data, shape: [1, hidden, grid, grid] };
  }

  /** Turns a mask of S * S ones and zeros into what the decoder takes as an earlier mask. */
  async downsampleMask(mask: Float32Array): Promise<Float32Array> {
    const side = this.sizes.image;
    const out = await this.#run('mask_downsample', { mask: { data: mask, shape: [1, 1, side, side] } });
    return out('mask_prompt').data;
  }

  /** Frees the models, once what is running has ended. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await Promise.all(Object.values(this.#sessions).map((session) => session.close()));
  }

  async #run(role: Sam2Role, inputs: Readonly<Record<string, InputTensor>>) {
    const session = this.#sessions[role];
    if (!session)
      throw new AppError('model_invalid', { file: this.model.name, reason: `it has no ${role}.onnx` });
    const running = session.runNamed(inputs);
    this.#running.add(running);
    try {
      const outputs = await running;
      return (name: string): FloatTensor => {
        const output = outputs.get(name);
        if (!output) throw new TypeError(`${role} gave no ${name}`);
        return output;
      };
    } finally {
      this.#running.delete(running);
    }
  }
}

function refuseMissing(model: Sam2Model, role: Sam2Role): void {
  const needed =
    REQUIRED.includes(role) || (role === 'pointer_tpos' && model.constants.pointer_temporal === 'projected');
  if (needed) throw new AppError('model_invalid', { file: model.name, reason: `it has no ${role}.onnx` });
}
