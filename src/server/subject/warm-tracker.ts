import { AppError } from '../../contract/app-error.ts';
import type { SubjectPrompt } from '../../contract/subject-file.ts';
import type { PictureSource } from '../../run/decode-pictures.ts';
import { filterOf, ModelInput } from '../../run/subject/model-input.ts';
import { trackerThreads } from '../../run/subject/prepare-subject.ts';
import { checkFrame, checkPrompts } from '../../run/subject/subject-prompts.ts';
import { rgb8 } from '../../run/written-picture.ts';
import { EmbeddingCache } from '../../subject/sam2/embedding-cache.ts';
import { Sam2Graphs } from '../../subject/sam2/graphs.ts';
import { maskOfLogits } from '../../subject/sam2/resize-logits.ts';
import type { Sam2Model } from '../../subject/sam2/sam2-model.ts';
import { VideoTracker } from '../../subject/sam2/video-tracker.ts';
import type { PictureSize, Prompt } from '../../subject/subject-types.ts';
import { Gate } from '../work/gate.ts';

/** How long models and video stay in memory after they were used last, milliseconds. */
const WARM_MS = 60_000;
/** Embeddings of frames that were pointed at: about six of a model that looks at 1024 pixels. */
const EMBEDDING_BYTES = 128 * 2 ** 20;

/** A run in which somebody points at the subject. */
export interface PointedRun {
  /** Changes with the video and the options of the run. */
  readonly key: string;
  readonly model: Sam2Model;
  readonly gpu: boolean;
  readonly fillHoleArea: number;
  /** Opens its video; done once as long as it stays in memory. */
  readonly open: () => Promise<PictureSource>;
}

/** What the tracker makes of a prompt. */
export interface PointedMask extends PictureSize {
  /** Logit. */
  readonly score: number;
  /** One byte a pixel, 255 inside; null where nothing is found. */
  readonly mask: Uint8Array | null;
}

interface OpenModel {
  readonly key: string;
  readonly graphs: Sam2Graphs;
}

/** A run in memory, with the frames that were pointed at. */
interface OpenVideo {
  readonly key: string;
  readonly source: PictureSource;
}

interface OpenFrames {
  readonly key: string;
  readonly input: ModelInput;
  readonly embeddings: EmbeddingCache;
  /** Inputs of frames whose embedding is about to be made. */
  readonly pixels: Map<number, Uint8Array>;
}

/** A tracker that answers at once: model, video and frames of the last run stay in memory for a while. One prompt at a time. */
export class WarmTracker {
  readonly #gate = new Gate(1);
  readonly #warmMs: number;
  #model: OpenModel | null = null;
  #video: OpenVideo | null = null;
  #frames: OpenFrames | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(warmMs = WARM_MS) {
    this.#warmMs = warmMs;
  }

  /** Whether a model is loaded. */
  get isWarm(): boolean {
    return this.#model !== null;
  }

  /**
   * What the subject of a frame would be; the same mask that tracking begins with where it was chosen like this.
   * @throws AppError `subject_prompt_outside`, `frame_damaged`, `inference_missing`, `model_invalid`, `inference_failed`,
   * `cancelled`, and what opening and decoding the video throw
   */
  point(run: PointedRun, frame: number, prompt: Prompt, signal: AbortSignal): Promise<PointedMask> {
    return this.#turn(signal, async () => {
      const { source } = await this.#videoOf(run);
      const { range, size } = source;
      const { box, points, labels } = prompt;
      checkPrompts([{ frame_number: frame, box, points, labels }], range, size);
      const { graphs, embeddings } = await this.#embed(run, frame, signal);
      const how = { ...size, length: frame + 1, embeddings, fillHoleArea: run.fillHoleArea };
      const tracker = new VideoTracker(graphs, how);
      const given = { points, labels, ...(box && { box }), refine: false };
      const { score, lowRes } = await tracker.addPoints(frame, given);
      return { ...size, score, mask: score > 0 ? maskOfLogits(lowRes, size.width, size.height) : null };
    });
  }

  /**
   * Gets everything into memory that a prompt on a frame needs.
   * @returns size of the picture
   * @throws AppError as {@link point}
   */
  prepare(run: PointedRun, frame: number, signal: AbortSignal): Promise<PictureSize> {
    return this.#turn(signal, async () => {
      const { range, size } = (await this.#videoOf(run)).source;
      checkFrame(frame, range);
      await this.#embed(run, frame, signal);
      return size;
    });
  }

  /**
   * Sees to it that prompts fit the video of a run.
   * @throws AppError `subject_prompt_outside`, `cancelled`, and what opening the video throws
   */
  check(run: PointedRun, prompts: readonly SubjectPrompt[], signal: AbortSignal): Promise<void> {
    return this.#turn(signal, async () => {
      const { range, size } = (await this.#videoOf(run)).source;
      checkPrompts(prompts, range, size);
    });
  }

  /** Frees the memory, once the last prompt is answered. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#gate.run(new AbortController().signal, () => this.#close());
  }

  #turn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#gate.run(signal, async () => {
      clearTimeout(this.#timer);
      try {
        return await work();
      } finally {
        this.#timer = setTimeout(() => void this.close(), this.#warmMs);
        this.#timer.unref();
      }
    });
  }

  async #videoOf({ key, open }: PointedRun): Promise<OpenVideo> {
    if (this.#video?.key === key) return this.#video;
    this.#video = { key, source: await open() };
    return this.#video;
  }

  async #graphsOf({ model, gpu }: PointedRun): Promise<Sam2Graphs> {
    const key = `${model.sha256} ${gpu}`;
    if (this.#model?.key === key) return this.#model.graphs;
    await this.#closeModel();
    const graphs = await Sam2Graphs.open(model, { threads: trackerThreads(), gpu });
    this.#model = { key, graphs };
    return graphs;
  }

  #framesOf({ key: run, model }: PointedRun, graphs: Sam2Graphs): OpenFrames {
    const key = `${model.sha256} ${run}`;
    if (this.#frames?.key === key) return this.#frames;
    const { constants } = model;
    const pixels = new Map<number, Uint8Array>();
    const take = async (frame: number): Promise<Uint8Array> => {
      const input = pixels.get(frame);
      if (!input) throw new RangeError(`frame ${frame} is not decoded`);
      return input;
    };
    const embeddings = new EmbeddingCache(graphs, { input: take, bytes: EMBEDDING_BYTES });
    const input = new ModelInput(constants.image_size, filterOf(constants), null);
    this.#frames = { key, input, embeddings, pixels };
    return this.#frames;
  }

  /** Decodes a frame as the run does, and has the model look at it; both once. */
  async #embed(run: PointedRun, frame: number, signal: AbortSignal) {
    const graphs = await this.#graphsOf(run);
    const { embeddings, input, pixels } = this.#framesOf(run, graphs);
    if (!embeddings.has(frame)) {
      const { source } = await this.#videoOf(run);
      const wanted = { frame_number: frame, pts: source.map.index.ptsOf(frame) };
      const lost = await source.decode(
        [wanted],
        async (_, { pixels: data, format: { width, height, pixels: kind } }) => {
          pixels.set(frame, input.resize(rgb8({ width, height, kind, data }), width, height));
        },
        { signal, workers: 1 },
      );
      if (lost.length > 0) throw new AppError('frame_damaged', { frame });
      await embeddings.embedding(frame).finally(() => pixels.delete(frame));
    }
    if (signal.aborted) throw new AppError('cancelled');
    return { graphs, embeddings };
  }

  async #closeModel(): Promise<void> {
    const open = this.#model;
    this.#model = null;
    this.#frames = null;
    await open?.graphs.close();
  }

  async #close(): Promise<void> {
    this.#video = null;
    await this.#closeModel();
  }
}
