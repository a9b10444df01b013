import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import type { FrameRecord } from '../../contract/record.ts';
import { type FaceKey, RUN_FILES, type RunFile } from '../../contract/run-files.ts';
import { halvesOf } from '../../faces/people/compare.ts';
import type { FaceFact } from '../../faces/people/medoid.ts';

/** A face that can be compared. */
export interface RunFace extends FaceKey, FaceFact {
  /** Of its frame, seconds. */
  readonly time: number;
}

/** The faces of a run by their row in face_embeddings.f16; null for rows that no record names. */
export type RunFaces = readonly (RunFace | null)[];

function* facesOf(records: Iterable<FrameRecord>): Generator<readonly [row: number, face: RunFace]> {
  for (const { frame_number, time, faces } of records) {
    for (const [face, { embedding, embedding_norm, box, weak }] of (faces ?? []).entries()) {
      if (embedding === null) continue;
      const height = box[3] - box[1];
      yield [embedding, { frame_number, face, time, norm: embedding_norm, height, weak }];
    }
  }
}

/**
 * The faces of the records whose embedding is there.
 *
 * A run that is still growing may have more rows than records name, or fewer; what is there counts. A complete one must have
 * exactly the rows that its records name.
 * @param rows in the file of embeddings
 * @throws AppError `run_invalid`
 */
export function runFaces(
  folder: string,
  run: RunFile,
  records: Iterable<FrameRecord>,
  rows: number,
): RunFaces {
  const found: (RunFace | null)[] = Array.from({ length: rows }, () => null);
  let named = 0;
  for (const [row, face] of facesOf(records)) {
    named++;
    if (row < rows) found[row] = face;
  }
  const whole = named === rows && found.every((face) => face !== null);
  if (run.counts === null || whole) return found;
  const reason = `${RUN_FILES.embeddings} holds ${rows} rows, and the records name ${named}`;
  throw new AppError('run_invalid', { path: folder, reason });
}

/**
 * face_embeddings.f16 of a run: whole rows of half floats, without a last one that is not whole yet. No file means none.
 * @throws AppError `run_invalid`
 */
export async function readEmbeddings(folder: string, dimensions: number): Promise<Uint16Array> {
  if (dimensions === 0) return new Uint16Array(0);
  try {
    const bytes = await readFile(path.join(folder, RUN_FILES.embeddings));
    const rowBytes = dimensions * 2;
    return halvesOf(bytes.subarray(0, bytes.length - (bytes.length % rowBytes)));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return new Uint16Array(0);
    const reason = `${RUN_FILES.embeddings}: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw new AppError('run_invalid', { path: folder, reason }, { cause: thrown });
  }
}
