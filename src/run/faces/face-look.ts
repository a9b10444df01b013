import { roundTo } from '../../contract/round.ts';
import { type Face, FaceReader } from '../../faces/face-reader.ts';
import { encodeHalves } from '../../faces/people/half-floats.ts';
import { rgb8, type WrittenPicture } from '../written-picture.ts';
import type { FaceSettings, FoundFace } from './face-settings.ts';

const four = (value: number) => roundTo(value, 4);
const fourOrNull = (value: number | null) => (value === null ? null : four(value));

/** Share of a picture that a box covers, percent; what lies outside does not count. */
function areaPercent([x1, y1, x2, y2]: Face['box'], { width, height }: WrittenPicture): number {
  const across = Math.max(0, Math.min(x2, width) - Math.max(x1, 0));
  const down = Math.max(0, Math.min(y2, height) - Math.max(y1, 0));
  return (across * down * 100) / (width * height);
}

function foundFace(face: Face, picture: WrittenPicture): FoundFace {
  const { box, score, points, pose, norm, embedding, eyesClosed, trust } = face;
  return {
    facts: {
      box: [four(box[0]), four(box[1]), four(box[2]), four(box[3])],
      confidence: four(score),
      area_pct: four(areaPercent(box, picture)),
      points: points?.map(([x, y]): [number, number] => [four(x), four(y)]) ?? null,
      embedding_norm: fourOrNull(norm),
      yaw: pose && four(pose.yaw),
      pitch: pose && four(pose.pitch),
      roll: pose && four(pose.roll),
      eyes_closed: fourOrNull(eyesClosed),
      weak: trust === 'weak',
    },
    embedding: embedding && encodeHalves(embedding),
  };
}

/** Looks for the faces of a run's pictures; each worker has its own. */
export class FaceLook {
  readonly #reader: FaceReader;

  private constructor(reader: FaceReader) {
    this.#reader = reader;
  }

  /**
   * Loads the models.
   * @throws AppError `inference_missing`, `model_invalid`
   */
  static async open({ pack, confidence, tiles, gpu }: FaceSettings): Promise<FaceLook> {
    return new FaceLook(await FaceReader.open(pack, { confidence, tiles, gpu }));
  }

  /** Frees the models. */
  close(): Promise<void> {
    return this.#reader.close();
  }

  /**
   * The faces of a picture, surest first, without those that are most likely none.
   * @throws AppError `inference_failed`
   */
  async read(picture: WrittenPicture): Promise<FoundFace[]> {
    const { width, height } = picture;
    const faces = await this.#reader.read({ pixels: rgb8(picture), width, height });
    return faces.filter(({ trust }) => trust !== 'none').map((face) => foundFace(face, picture));
  }
}
