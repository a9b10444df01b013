import { AppError } from '../../contract/app-error.ts';
import type { FrameRecord } from '../../contract/record.ts';
import { roundTo } from '../../contract/round.ts';
import { type FaceReference, RUN_FILES } from '../../contract/run-files.ts';
import { compareFaces, decodeEmbedding } from '../../faces/people/compare.ts';
import { readEmbeddings } from '../people/run-faces.ts';
import { frameDistance } from './face-comparison.ts';

/**
 * Records with the distances to other people than those of the analysis; nothing is written.
 * @param dimensions numbers of an embedding
 * @throws AppError `run_invalid` where embeddings are missing
 */
export async function comparedRecords(
  folder: string,
  records: readonly FrameRecord[],
  references: readonly FaceReference[],
  dimensions: number,
): Promise<FrameRecord[]> {
  const embeddings = await readEmbeddings(folder, dimensions);
  const vectors = references.map(({ embedding }) => decodeEmbedding(embedding));
  const { distances, nearest } = compareFaces(embeddings, dimensions, vectors);
  return records.map((record) => {
    if (!record.faces) return record;
    const faces = record.faces.map((face) => {
      const row = face.embedding;
      if (row === null) return { ...face, person: null, distance: null };
      const distance = distances[row];
      const person = references[nearest[row] ?? 0]?.person;
      if (distance === undefined || person === undefined) {
        const reason = `${RUN_FILES.embeddings} ends before the faces of frame ${record.frame_number}`;
        throw new AppError('run_invalid', { path: folder, reason });
      }
      return { ...face, person, distance: roundTo(distance, 4) };
    });
    return { ...record, faces, face_distance: frameDistance(faces) };
  });
}
