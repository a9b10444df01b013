import { roundTo } from '../../contract/round.ts';
import { type Face, FaceReader } from '../../faces/face-reader.ts';
import { encodeHalves } from '../../faces/people/half-floats.ts';
import type { PixelKind } from '../frame-protocol.ts';
import type { FaceSettings, FoundFace } from './face-settings.ts';

/** A picture as it is about to be written. */
export interface WrittenPicture {
  readonly width: number;
  readonly height: number;
  readonly kind: PixelKind;
  /** Without padding; 16-bit values in the machine's byte order. */
  readonly data: Uint8Array;
}

/** The upper byte of 16-bit values. */
function upperBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  const values = new Uint16Array(buffer, byteOffset, length / 2);
  return Uint8Array.from(values, (value) => value >> 8);
}

function repeated(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i] ?? 0, i * 3, i * 3 + 3);
  return rgb;
}

/** Packed 8-bit RGB of a picture; that of an 8-bit colour picture is the picture itself. */
function rgb8({ kind, data }: WrittenPicture): Uint8Array {
  const bytes = kind.endsWith('16') ? upperBytes(data) : data;
  return kind.startsWith('grey') ? repeated(bytes) : bytes;
}

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
