import { readModelFile } from '../inference/model-file.ts';
import type { ProviderName } from '../inference/providers.ts';
import { type ModelSession, openSession, type SessionOptions } from '../inference/session.ts';
import type { PixelsAt } from '../kernel/pixels.ts';
import { eyesClosed } from './align/eye-state.ts';
import { fiveOfLandmarks } from './align/five-points.ts';
import { findLandmarks } from './align/landmarker.ts';
import { type Pose, poseOf } from './align/pose.ts';
import { inverse, similarityTo } from './align/similarity.ts';
import type { Detector, LoadedModel } from './detect/detector.ts';
import { type FacePreference, largestFaces } from './detect/largest-faces.ts';
import { openDetector } from './detect/open-detector.ts';
import type { Box, Detection, FivePoints, Picture, Point } from './face-types.ts';
import type { FacePack } from './packs/face-pack.ts';
import { type Embedding, type Recogniser, recogniserOf } from './recognise/recogniser.ts';
import { type Trust, trustOf } from './recognise/trust.ts';
import { Workspace } from './workspace.ts';

/** How a reader looks at pictures; what is left out follows the pack. */
export interface ReaderOptions extends Partial<SessionOptions> {
  /** Least score of a face, 0..1. */
  readonly confidence?: number;
  /** UltraFace only: also look at four overlapping parts of the picture, for small faces. */
  readonly tiles?: boolean;
  /** SCRFD only: sides of its square canvases. */
  readonly canvases?: readonly number[];
  /** YuNet only: longest side of the picture on its canvas. */
  readonly longestSide?: number;
  /** `detector`: its own points even where the pack has landmarks. */
  readonly points?: 'best' | 'detector';
  /** Keep only so many faces. Default: all. */
  readonly maxFaces?: number;
  readonly preference?: FacePreference;
}

/** One face of a picture. */
export interface Face {
  readonly box: Box;
  /** The detector's score, 0..1. */
  readonly score: number;
  readonly points: FivePoints | null;
  /** 512 numbers of length 1; null without points or without a recogniser. */
  readonly embedding: Float32Array | null;
  /** Length of the embedding before: a measure of how clear the face is. */
  readonly norm: number | null;
  /** Of the box, in pixels. */
  readonly height: number;
  readonly pose: Pose | null;
  /** How surely both eyes are closed, 0..1; null where that cannot be told. */
  readonly eyesClosed: number | null;
  readonly trust: Trust;
}

/** Below this height in pixels the state of the eyes is not judged. */
const LEAST_EYE_FACE = 80;
/** Crops that are embedded at a time. */
const CROP_GROUP = 16;

interface Models {
  readonly detector: Detector;
  readonly landmarks: ModelSession | null;
  readonly eyes: ModelSession | null;
  readonly recogniser: Recogniser | null;
}

/** A face on its way. */
interface Placed {
  readonly detection: Detection;
  readonly points: FivePoints | null;
  readonly eyesClosed: number | null;
}

/** Finds and describes the faces of pictures with one pack; one picture after the other. */
export class FaceReader {
  readonly pack: FacePack;
  /** What the models run on. */
  readonly provider: ProviderName;
  /** What a person should know, for example that no graphics processor can be used. */
  readonly warnings: readonly string[];
  readonly #models: Models;
  readonly #sessions: readonly ModelSession[];
  readonly #options: ReaderOptions;
  readonly #workspace: Workspace;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    pack: FacePack,
    models: Models,
    sessions: readonly ModelSession[],
    options: ReaderOptions,
  ) {
    this.pack = pack;
    this.provider = sessions[0]?.provider ?? 'cpu';
    this.warnings = [...new Set(sessions.flatMap(({ warning }) => warning ?? []))];
    this.#models = models;
    this.#sessions = sessions;
    this.#options = options;
    const cropPixels = (models.recogniser?.size ?? 0) ** 2 * CROP_GROUP;
    this.#workspace = new Workspace(Math.max(models.detector.canvasPixels, cropPixels));
  }

  /**
   * Loads the models of a pack; with one thread for each unless told otherwise.
   * @throws AppError `inference_missing`, `model_invalid`
   */
  static async open(pack: FacePack, options: ReaderOptions = {}): Promise<FaceReader> {
    const { threads = 1, gpu = false } = options;
    const sessions: ModelSession[] = [];
    const open = async (file: string): Promise<LoadedModel> => {
      const model = await readModelFile(file);
      const session = await openSession(model, { threads, gpu });
      sessions.push(session);
      return { session, facts: model.facts };
    };
    try {
      const detector = openDetector(pack.detector, await open(pack.detector.file), options);
      const useLandmarks = options.points !== 'detector' && pack.landmarks !== null;
      const landmarks = useLandmarks && pack.landmarks ? (await open(pack.landmarks)).session : null;
      const eyes = landmarks && pack.eyes ? (await open(pack.eyes)).session : null;
      const able = pack.recogniser && pack.recognitionProblem === null ? pack.recogniser : null;
      const recogniser = able && recogniserOf(await open(able.file), able.planes);
      return new FaceReader(pack, { detector, landmarks, eyes, recogniser }, sessions, options);
    } catch (thrown) {
      await Promise.all(sessions.map((session) => session.close()));
      throw thrown;
    }
  }

  /**
   * The faces of a picture, best score first, also those that are too weak to be trusted.
   * @throws AppError `inference_failed`
   */
  read(picture: Picture): Promise<Face[]> {
    const result = this.#turn.then(() => this.#read(picture));
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Frees the models, once the last picture is read. */
  async close(): Promise<void> {
    await this.#turn;
    await Promise.all(this.#sessions.map((session) => session.close()));
  }

  async #read(picture: Picture): Promise<Face[]> {
    const pixels = this.#workspace.load(picture);
    const { maxFaces = Number.POSITIVE_INFINITY, preference } = this.#options;
    const found = await this.#models.detector.detect(this.#workspace, pixels);
    const placed: Placed[] = [];
    for (const detection of largestFaces(found, maxFaces, picture, preference))
      placed.push(await this.#place(pixels, detection));
    const embeddings = await this.#embed(placed);
    return placed.map((face, i) => this.#face(face, embeddings[i] ?? null));
  }

  async #place(pixels: PixelsAt, detection: Detection): Promise<Placed> {
    const { landmarks: session, eyes } = this.#models;
    this.#workspace.clear();
    if (!session) return { detection, points: detection.points, eyesClosed: null };
    const landmarks = await findLandmarks(session, this.#workspace, pixels, detection.box);
    if (!landmarks) return { detection, points: detection.points, eyesClosed: null };
    const closed = eyes && (await this.#eyes(eyes, pixels, detection.box, landmarks));
    return { detection, points: fiveOfLandmarks(landmarks), eyesClosed: closed };
  }

  async #eyes(session: ModelSession, pixels: PixelsAt, box: Box, landmarks: readonly Point[]) {
    if (box[3] - box[1] < LEAST_EYE_FACE) return null;
    return await eyesClosed(session, this.#workspace, pixels, landmarks);
  }

  /** An embedding for each face, null where it has no points. */
  async #embed(faces: readonly Placed[]): Promise<(Embedding | null)[]> {
    const { recogniser } = this.#models;
    const results: (Embedding | null)[] = faces.map(() => null);
    if (!recogniser) return results;
    const maps = faces.flatMap(({ points }, face) => {
      const map = points && similarityTo(points, recogniser.size);
      return map ? [{ face, toPicture: inverse(map) }] : [];
    });
    for (let i = 0; i < maps.length; i += CROP_GROUP) {
      const group = maps.slice(i, i + CROP_GROUP);
      this.#workspace.clear();
      const crops = group.map(({ toPicture }) => this.#workspace.crop(toPicture, recogniser.size));
      const embeddings = await recogniser.embed(this.#workspace, crops);
      group.forEach(({ face }, k) => {
        results[face] = embeddings[k] ?? null;
      });
    }
    return results;
  }

  #face({ detection, points, eyesClosed }: Placed, embedding: Embedding | null): Face {
    const height = detection.box[3] - detection.box[1];
    return {
      box: detection.box,
      score: detection.score,
      points,
      embedding: embedding?.vector ?? null,
      norm: embedding?.norm ?? null,
      height,
      pose: points && poseOf(points),
      eyesClosed,
      trust: trustOf(height, embedding?.norm ?? null, this.pack.recogniser?.leastNorm ?? null),
    };
  }
}
