import { NOT_MEASURED, unscaled } from '../../../contract/scaled.ts';
import { distanceLimit } from '../../../select/criteria.ts';
import { distanceText } from '../filters/face-limits.ts';
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
    };
  });
}

/** Who a face is, or is nearest to, and how far: `anna 0.3121`; empty where it was compared with nobody. */
export function faceWords({ person, distance }: ShownFace): string {
  if (person === null || Number.isNaN(distance)) return '';
  return `${person} ${distanceText(distance)}`;
}
