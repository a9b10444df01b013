import { faceSchema } from '../../contract/record.ts';
import { NOT_MEASURED, SCORE_SCALE } from '../../contract/scaled.ts';
import type { FaceColumns } from '../../select/face-columns.ts';
import { bytesOf, type LineCursor } from './line-cursor.ts';

const DECIMALS = 4;
const MOST = 0x7fff_ffff;
const POINTS = 5;

/** What stands before the value of each key of a face as the pipeline writes it. */
const BEFORE = Object.keys(faceSchema.shape).map((key, place) =>
  bytesOf(`${place === 0 ? '{' : ','}"${key}":`),
);
const COUNT = bytesOf(',"face_count":');
const CONFIDENCE = bytesOf(',"max_face_confidence":');
const FACES = bytesOf(',"faces":');
const DISTANCE = bytesOf(',"face_distance":');
const OPEN = bytesOf('[');
const CLOSE = bytesOf(']');
const COMMA = bytesOf(',');
const FACE_END = bytesOf('}');

/** Reads what a line says about faces into columns, as long as it looks exactly as the pipeline writes it. */
export class FaceScanner {
  readonly #cursor: LineCursor;

  constructor(cursor: LineCursor) {
    this.#cursor = cursor;
  }

  /**
   * Takes the keys of the faces where they stand here, and adds the faces to the row that comes next.
   * @returns whether faces were looked for
   * @throws UNUSUAL
   */
  scan(faces: FaceColumns): boolean {
    const cursor = this.#cursor;
    if (!cursor.takes(COUNT)) return false;
    this.#skipped(0);
    cursor.expect(CONFIDENCE);
    this.#skipped(DECIMALS);
    cursor.expect(FACES);
    const known = !cursor.takesNull();
    if (known) this.#faces(faces);
    cursor.expect(DISTANCE);
    this.#skipped(DECIMALS);
    return known;
  }

  #skipped(decimals: number): void {
    if (!this.#cursor.takesNull()) this.#cursor.number(decimals);
  }

  #faces(faces: FaceColumns): void {
    const cursor = this.#cursor;
    cursor.expect(OPEN);
    if (cursor.takes(CLOSE)) return;
    do this.#face(faces);
    while (cursor.takes(COMMA));
    cursor.expect(CLOSE);
  }

  #face(faces: FaceColumns): void {
    const cursor = this.#cursor;
    const place = faces.addFace();
    const { values } = faces;
    let key = 0;
    const next = () => cursor.expect(BEFORE[key++] ?? FACE_END);
    next();
    for (let edge = 0; edge < 4; edge++) {
      cursor.expect(edge === 0 ? OPEN : COMMA);
      values.box[4 * place + edge] = cursor.number(DECIMALS) / SCORE_SCALE;
    }
    cursor.expect(CLOSE);
    next();
    values.confidence[place] = cursor.numberWithin(DECIMALS, 0, SCORE_SCALE);
    next();
    values.area[place] = cursor.numberWithin(DECIMALS, 0, 100 * SCORE_SCALE);
    next();
    this.#points();
    next();
    values.embedding[place] = cursor.takesNull() ? -1 : cursor.numberWithin(0, 0, MOST);
    next();
    if (!cursor.takesNull()) cursor.numberWithin(DECIMALS, 0, Number.POSITIVE_INFINITY);
    next();
    values.yaw[place] = this.#scaled(-MOST, MOST);
    next();
    this.#skipped(DECIMALS);
    next();
    this.#skipped(DECIMALS);
    next();
    values.eyesClosed[place] = this.#scaled(0, SCORE_SCALE);
    next();
    values.weak[place] = cursor.truth() ? 1 : 0;
    next();
    values.person[place] = cursor.takesNull() ? 0 : faces.addPerson(cursor.text());
    next();
    values.distance[place] = this.#scaled(-MOST, MOST);
    cursor.expect(FACE_END);
  }

  #points(): void {
    const cursor = this.#cursor;
    if (cursor.takesNull()) return;
    for (let point = 0; point < POINTS; point++) {
      cursor.expect(point === 0 ? OPEN : COMMA);
      cursor.expect(OPEN);
      cursor.number(DECIMALS);
      cursor.expect(COMMA);
      cursor.number(DECIMALS);
      cursor.expect(CLOSE);
    }
    cursor.expect(CLOSE);
  }

  #scaled(low: number, high: number): number {
    return this.#cursor.takesNull() ? NOT_MEASURED : this.#cursor.numberWithin(DECIMALS, low, high);
  }
}
