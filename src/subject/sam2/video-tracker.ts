import type { FloatTensor } from '../../inference/session.ts';
import { toBfloat16 } from './bfloat16.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import { fillHoles } from './fill-holes.ts';
import type { Decoded, Sam2Graphs } from './graphs.ts';
import { type BankState, type FrameState, MemoryBank, type Remembered } from './memory-bank.ts';
import { fitBank, type MemorySelection } from './memory-selection.ts';
import { MemoryTensors } from './memory-tensors.ts';
import {
  joinPoints,
  type ModelPoints,
  maskLogits,
  modelMask,
  modelPoints,
  type PointPrompt,
  pointsOfMask,
} from './prompts.ts';
import { resizeLogits } from './resize-logits.ts';
import { SAM2_RULES, type TrackerRules } from './tracker-rules.ts';

/** What a tracker works on, and how. */
export interface TrackerOptions {
  /** Frames of the video, or of the part that is tracked; they are numbered from 0. */
  readonly length: number;
  /** Size of the written picture in pixels, in which prompts are given. */
  readonly width: number;
  readonly height: number;
  /** Shared between the trackers of the same frames. */
  readonly embeddings: EmbeddingCache;
  /** Holes of up to so many pixels of the low-resolution mask are filled. Default 0; SAM 2's own predictor takes 8. */
  readonly fillHoleArea?: number;
  /**
   * A prompt on a frame that was tracked before makes it a frame that all others remember. Otherwise it helps only the
   * frames behind it, and is lost when tracking passes over it again. Default: true.
   */
  readonly correctAsCond?: boolean;
  readonly rules?: TrackerRules;
}

/** Points on one frame. */
export interface FramePrompt extends PointPrompt {
  /** Forgets earlier points of the frame. Default: true. */
  readonly clear?: boolean;
  /** Refines the mask that the frame has. Default: true; false points at something else. */
  readonly refine?: boolean;
  /** Low-resolution logits of the frame's mask, for a frame so far back that the tracker no longer holds its own. */
  readonly previous?: Float32Array;
}

/** Which way, and how far. */
export interface PropagateOptions {
  /** First frame. Default: the earliest prompted one. */
  readonly start?: number;
  /** Last frame. Default: the end of the video, or its beginning in reverse. */
  readonly end?: number;
  readonly reverse?: boolean;
  readonly signal?: AbortSignal;
}

/** Earlier masks are clamped to this before they are given to the decoder. */
const MOST_LOGIT = 32;
/** Score of a mask that was given, and the reverse for an empty one. */
const SURE_SCORE = 10;
const NO_POINTS: ModelPoints = { points: new Float32Array(0), labels: [] };

type PromptState = FrameState & { readonly asTracked: boolean };

/** Everything that a tracker knows. */
export interface TrackerState {
  readonly bank: BankState;
  readonly points: readonly (readonly [frame: number, points: ModelPoints])[];
  readonly pending: readonly (readonly [frame: number, state: PromptState])[];
  readonly passed: Uint8Array;
  readonly memoryPosition: Float32Array | null;
}

/**
 * Follows one object through a video, as SAM 2's video predictor does it (sam2_video_predictor.py). One call at a time;
 * prompts can be added again after frames were tracked. Memory does not grow with the length of the video.
 */
export class VideoTracker {
  readonly #graphs: Sam2Graphs;
  readonly #options: TrackerOptions;
  readonly #rules: TrackerRules;
  readonly #bank: MemoryBank;
  readonly #tensors: MemoryTensors;
  readonly #points = new Map<number, ModelPoints>();
  /** Prompted frames whose memory is still to be made. */
  readonly #pending = new Map<number, PromptState>();
  /** 1 for frames tracked forwards last, 2 for backwards. */
  readonly #passed: Uint8Array;

  constructor(graphs: Sam2Graphs, options: TrackerOptions) {
    this.#graphs = graphs;
    this.#options = options;
    this.#rules = options.rules ?? SAM2_RULES;
    this.#bank = new MemoryBank(graphs.constants.max_object_pointers);
    this.#tensors = new MemoryTensors(graphs.sizes.memory);
    this.#passed = new Uint8Array(options.length);
  }

  /** Frames whose memories are held. */
  get memories(): number {
    return this.#bank.size + this.#pending.size;
  }

  /**
   * Says with points and a box what the object is on a frame. On a frame that has a mask already, that mask is refined
   * where the model can do so.
   * @throws RangeError for a frame outside, no point at all, or labels that do not fit; AppError `inference_failed`
   */
  async addPoints(frame: number, prompt: FramePrompt): Promise<FrameState> {
    this.#check(frame);
    const { clear = true } = prompt;
    const given = modelPoints(prompt, this.#options, this.#graphs.sizes.image, this.#rules.boxLabels);
    const before = clear ? undefined : this.#points.get(frame);
    const points = before ? joinPoints(before, given) : given;
    this.#points.set(frame, points);
    const earlier = this.#pending.get(frame) ?? this.#bank.at(frame);
    const mask = prompt.refine === false ? undefined : (prompt.previous ?? earlier?.lowRes);
    const embedding = await this.#options.embeddings.embedding(frame);
    const passed = this.#passed[frame] ?? 0;
    const features =
      passed === 0
        ? this.#rules.promptedFeatures(embedding)
        : await this.#condition(frame, embedding.feats2, passed === 2);
    const decoded = await this.#graphs.decode({
      embedding,
      features,
      ...points,
      mask: mask ? mask.map((value) => Math.min(MOST_LOGIT, Math.max(-MOST_LOGIT, value))) : null,
    });
    return this.#prompted(this.#stateOf(frame, decoded));
  }

  /** Everything that the tracker knows, as plain data. */
  snapshot(): TrackerState {
    return {
      bank: this.#bank.state,
      points: [...this.#points],
      pending: [...this.#pending],
      passed: this.#passed.slice(),
      memoryPosition: this.#graphs.memoryPosition,
    };
  }

  /** Takes what another tracker of the same frames and model knew; it goes on as that one would have, to the bit. */
  restore({ bank, points, pending, passed, memoryPosition }: TrackerState): void {
    this.#graphs.memoryPosition = memoryPosition;
    this.#bank.restore(bank);
    for (const [frame, given] of points) this.#points.set(frame, given);
    for (const [frame, state] of pending) this.#pending.set(frame, state);
    this.#passed.set(passed);
  }

  /** Takes the prompts of a frame back; a frame that was tracked before counts as tracked again. */
  withdraw(frame: number): void {
    this.#points.delete(frame);
    this.#pending.delete(frame);
    this.#bank.withdraw(frame);
  }

  /**
   * Gives the mask of the object on a frame: a byte a pixel of the written picture, anything but 0 is inside. Exact where
   * the model has `mask_downsample`, the decoder takes a mask and gives its candidates; else the pointer comes from the
   * mask's box and inmost point.
   * @throws RangeError for a frame outside, or a mask of another size; AppError `inference_failed`
   */
  async addMask(frame: number, mask: Uint8Array): Promise<FrameState> {
    this.#check(frame);
    const { image, lowRes } = this.#graphs.sizes;
    const resized = modelMask(mask, this.#options, image);
    const empty = !resized.includes(1);
    const { no_obj_ptr: absent } = this.#graphs.constants;
    const pointer = empty && absent ? Float32Array.from(absent) : await this.#pointerOfMask(frame, resized);
    this.#points.delete(frame);
    return this.#prompted({
      frame,
      score: empty ? -SURE_SCORE : SURE_SCORE,
      iou: 1,
      lowRes: fillHoles(maskLogits(resized, image, lowRes), this.#options.fillHoleArea ?? 0),
      pointer,
    });
  }

  /**
   * Tracks frame after frame, from `start` to `end`; prompted frames come out as they were prompted. Stopping early leaves
   * the tracker as it is after the last frame that came out.
   * @throws RangeError without any prompt; the signal's reason; AppError `inference_failed`; what `input` throws
   */
  async *propagate(options: PropagateOptions = {}): AsyncGenerator<FrameState, void, undefined> {
    await this.#remember();
    const { length, embeddings } = this.#options;
    const { prompted } = this.#bank;
    if (prompted.length === 0) throw new RangeError('no frame has a prompt');
    const { reverse = false, signal, start = Math.min(...prompted) } = options;
    this.#check(start);
    const step = reverse ? -1 : 1;
    const end = reverse ? Math.max(0, options.end ?? 0) : Math.min(length - 1, options.end ?? length - 1);
    // As upstream: there is nothing to do backwards from the first frame.
    if (reverse && start === 0) return;
    for (let frame = start; (end - frame) * step >= 0; frame += step) {
      signal?.throwIfAborted();
      if (frame !== end && !this.#bank.promptedAt(frame + step)) embeddings.prefetch(frame + step);
      const state = this.#bank.promptedAt(frame) ?? (await this.#track(frame, reverse));
      this.#passed[frame] = reverse ? 2 : 1;
      const { score, iou, lowRes, pointer } = state;
      yield { frame, score, iou, lowRes, pointer };
    }
  }

  #check(frame: number): void {
    if (!(Number.isInteger(frame) && frame >= 0 && frame < this.#options.length))
      throw new RangeError(`frame ${frame} is not one of ${this.#options.length}`);
  }

  async #track(frame: number, reverse: boolean): Promise<FrameState> {
    const embedding = await this.#options.embeddings.embedding(frame);
    const features = await this.#condition(frame, embedding.feats2, reverse);
    const decoded = await this.#graphs.decode({ embedding, features, ...NO_POINTS, mask: null });
    const state = this.#stateOf(frame, decoded);
    const memory = await this.#memoryOf(embedding.feats2, decoded.highRes, state.score, false);
    this.#bank.addTracked({ ...state, memory });
    return state;
  }

  #stateOf(frame: number, { score, iou, lowRes, pointer }: Decoded): FrameState {
    return { frame, score, iou, pointer, lowRes: fillHoles(lowRes, this.#options.fillHoleArea ?? 0) };
  }

  #prompted(state: FrameState): FrameState {
    const { correctAsCond = true } = this.#options;
    const asTracked = this.#passed[state.frame] !== 0 && !correctAsCond;
    this.#pending.set(state.frame, { ...state, asTracked });
    return state;
  }

  /** The memories of the prompts since the last time, from their stored low-resolution masks. */
  async #remember(): Promise<void> {
    const { image } = this.#graphs.sizes;
    for (const [frame, { asTracked, ...state }] of this.#pending) {
      const { feats2 } = await this.#options.embeddings.embedding(frame);
      const highRes = { data: resizeLogits(state.lowRes, image, image), shape: [1, 1, image, image] };
      const memory = await this.#memoryOf(feats2, highRes, state.score, true);
      this.#bank.addPrompted({ ...state, memory }, asTracked);
      this.#pending.delete(frame);
    }
  }

  async #memoryOf(
    feats2: FloatTensor,
    highRes: FloatTensor,
    score: number,
    prompted: boolean,
  ): Promise<Uint16Array> {
    const { memoryScore, binarize } = this.#rules;
    return toBfloat16(
      await this.#graphs.encodeMemory(feats2, highRes, memoryScore(score), binarize(prompted)),
    );
  }

  /** Features of a frame in the light of what is remembered. */
  async #condition(frame: number, feats2: FloatTensor, reverse: boolean): Promise<FloatTensor> {
    const { sizes, constants } = this.#graphs;
    const { length } = this.#options;
    const divisor = this.#rules.pointerDivisor(length, constants.max_object_pointers);
    const { spatial, pointers } = this.#select(frame, reverse);
    const distances = Float32Array.from(pointers, ([, distance]) => distance / divisor);
    const rows = await this.#graphs.pointerPositions(distances);
    const { memory, positions } = this.#tensors.join({
      blocks: spatial.map(([at, row]) => ({
        state: this.#held(at),
        position: this.#graphs.blockPosition(row),
      })),
      pointers: pointers.map(([at]) => this.#held(at)),
      pointerPositions: this.#rules.pointerTokens(rows, sizes.memory, sizes.pointerTokens),
    });
    const unrotated = this.#rules.unrotated(pointers.length * sizes.pointerTokens);
    return await this.#graphs.attend(feats2, memory, positions, unrotated);
  }

  #select(frame: number, reverse: boolean): MemorySelection {
    const { sizes, constants } = this.#graphs;
    const { prompted, isTracked } = this.#bank;
    const [blocks, pointers] = [constants.num_maskmem, constants.max_object_pointers];
    const { length } = this.#options;
    const all = this.#rules.selectMemory({ frame, length, prompted, isTracked, reverse, blocks, pointers });
    return sizes.fixedBlocks === null
      ? all
      : fitBank(all, prompted, frame, { blocks: sizes.fixedBlocks, pointers }, this.#rules.fillBank);
  }

  #held(frame: number): Remembered {
    const state = this.#bank.at(frame);
    if (!state) throw new RangeError(`frame ${frame} holds no memory`);
    return state;
  }

  async #pointerOfMask(frame: number, mask: Float32Array): Promise<Float32Array> {
    const embedding = await this.#options.embeddings.embedding(frame);
    if (this.#graphs.features.maskSeed) {
      const earlier = await this.#graphs.downsampleMask(mask);
      const { feats2: features } = embedding;
      const decoded = await this.#graphs.decode({ embedding, features, ...NO_POINTS, mask: earlier });
      return decoded.singlePointer ?? decoded.pointer;
    }
    const points = pointsOfMask(mask, this.#graphs.sizes.image, this.#rules.boxLabels) ?? NO_POINTS;
    const features = this.#rules.promptedFeatures(embedding);
    return (await this.#graphs.decode({ embedding, features, ...points, mask: null })).pointer;
  }
}
