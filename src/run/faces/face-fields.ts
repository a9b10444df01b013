import type { FaceRecord, FrameRecord } from '../../contract/record.ts';
import { type FaceComparison, frameDistance } from './face-comparison.ts';
import type { FoundFace } from './face-settings.ts';

/** What a record says of faces. */
export type FaceFields = Pick<FrameRecord, 'face_count' | 'max_face_confidence' | 'faces' | 'face_distance'>;

/** Of a frame that nobody looked at. */
export const NO_FACE_FIELDS: FaceFields = {
  face_count: null,
  max_face_confidence: null,
  faces: null,
  face_distance: null,
};

/**
 * What a record says of the faces that were found.
 * @param firstRow row that the first embedding gets
 */
export function faceFields(
  found: readonly FoundFace[],
  comparison: FaceComparison,
  firstRow: number,
): FaceFields {
  let row = firstRow;
  const faces = found.map(({ facts, embedding }): FaceRecord => {
    const { box, confidence, area_pct, points, ...rest } = facts;
    const place = embedding === null ? null : row++;
    const { embedding_norm, yaw, pitch, roll, eyes_closed, weak } = rest;
    return {
      ...{ box, confidence, area_pct, points, embedding: place, embedding_norm },
      ...{ yaw, pitch, roll, eyes_closed, weak },
      ...comparison.of(embedding),
    };
  });
  return {
    face_count: faces.length,
    max_face_confidence: faces.length === 0 ? null : Math.max(...faces.map(({ confidence }) => confidence)),
    faces,
    face_distance: frameDistance(faces),
  };
}

/** Embeddings of a record, counted. */
export function embeddingCount({ faces }: Pick<FrameRecord, 'faces'>): number {
  return faces?.reduce((count, { embedding }) => count + (embedding === null ? 0 : 1), 0) ?? 0;
}
