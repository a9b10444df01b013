import { NOT_MEASURED, unscaled } from '../../../contract/scaled.ts';
import { distanceLimit } from '../../../select/criteria.ts';
import { scaledMaximum } from '../../../select/face-criterion.ts';
import { formatCounted, formatDistance } from '../../format/numbers.ts';
import type { SiftModel } from '../model/sift-model.ts';

/** A face of a frame as it is shown. Numbers that are not known are NaN. */
export interface ShownFace {
  /** Place among the faces of the frame, from 0. */
  readonly face: number;
  /** Left, top, right and bottom in pixels of the picture. */
  readonly box: readonly [number, number, number, number];
  readonly confidence: number;
  /** Percent of the picture. */
  readonly area: number;
  readonly yaw: number;
  readonly eyesClosed: number;
  readonly distance: number;
  /** Nearest person of the references. */
  readonly person: string | null;
  readonly weak: boolean;
  /** It has an embedding, so that others can be compared with it. */
  readonly comparable: boolean;
  /** It is near enough to be that person. */
  readonly same: boolean;
  /** Up to where it would be; null = not known. */
  readonly limit: number | null;
}

/** Whether the faces of a row were looked for. */
export function facesKnown({ data }: SiftModel, row: number): boolean {
  const { any, known } = data.columns.faces;
  return any && known[row] === 1;
}

/** Faces of a row. */
export function faceCountOf({ data }: SiftModel, row: number): number {
  const { any, starts } = data.columns.faces;
  return any ? (starts[row + 1] ?? 0) - (starts[row] ?? 0) : 0;
}

/** Up to which distance a face counts as the person: what is limited, else what the models say. */
export function sameLimit(model: SiftModel): number | null {
  return distanceLimit(model.criteria.value.faces) ?? model.runFaces.value?.max_distance ?? null;
}

/** The faces of a row, surest first; none where nobody looked. */
export function facesOf(model: SiftModel, row: number): ShownFace[] {
  const { starts, values, people } = model.data.columns.faces;
  const first = facesKnown(model, row) ? (starts[row] ?? 0) : 0;
  const limit = sameLimit(model);
  const value = (column: Int32Array, place: number) => unscaled(column[place] ?? NOT_MEASURED);
  return Array.from({ length: facesKnown(model, row) ? faceCountOf(model, row) : 0 }, (_, face) => {
    const place = first + face;
    const [left = 0, top = 0, right = 0, bottom = 0] = values.box.subarray(4 * place, 4 * place + 4);
    const distance = value(values.distance, place);
    return {
      face,
      box: [left, top, right, bottom] as const,
      confidence: value(values.confidence, place),
      area: value(values.area, place),
      yaw: value(values.yaw, place),
      eyesClosed: value(values.eyesClosed, place),
      distance,
      person: people[(values.person[place] ?? 0) - 1] ?? null,
      weak: values.weak[place] === 1,
      comparable: (values.embedding[place] ?? -1) >= 0,
      same: limit !== null && distance <= limit,
      limit,
    };
  });
}

/** How far a face is from its person, on the true side of the limit that it is compared with. */
export function distanceWords({ distance, limit }: ShownFace): string {
  return formatDistance(distance, limit === null ? [] : [limit]);
}

/** Who a face is or is not, and how far: `anna 0.312`, `not anna 0.891`; empty where it was compared with nobody. */
export function faceWords(face: ShownFace): string {
  if (face.person === null || Number.isNaN(face.distance)) return '';
  const words = `${face.person} ${distanceWords(face)}`;
  return face.limit === null || face.same ? words : `not ${words}`;
}

/** The first person of a row that one of its faces is near enough to be; null = none. */
function sameOf(model: SiftModel, row: number): string | null {
  const { starts, values, people } = model.data.columns.faces;
  const most = scaledMaximum(sameLimit(model) ?? -1);
  const end = starts[row + 1] ?? 0;
  for (let place = starts[row] ?? 0; place < end; place++) {
    const distance = values.distance[place] ?? NOT_MEASURED;
    if (distance === NOT_MEASURED || distance > most) continue;
    const person = people[(values.person[place] ?? 0) - 1];
    if (person !== undefined) return person;
  }
  return null;
}

/** Who is on the frame in a cell: the person, or how many faces there are; empty where there is none. */
export function faceMark(model: SiftModel, row: number): string {
  const count = faceCountOf(model, row);
  if (count === 0) return '';
  const person = sameOf(model, row);
  if (person === null) return String(count);
  return count > 1 ? `${person} +${count - 1}` : person;
}

/** {@link faceMark} as a screen reader says it. */
export function faceSentence(model: SiftModel, row: number): string {
  const count = faceCountOf(model, row);
  const person = count === 0 ? null : sameOf(model, row);
  if (person === null) return formatCounted(count, 'face');
  return count > 1 ? `${person} and ${formatCounted(count - 1, 'more face')}` : person;
}
