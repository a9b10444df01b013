import path from 'node:path';
import { type FrameRecord, serializeRecord } from '../../contract/record.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import { recoverRecords, storedEmbeddings } from '../journal.ts';
import { replaceRecords } from '../replace-records.ts';
import type { RunIo } from '../run-io.ts';
import { FaceComparison, frameDistance } from './face-comparison.ts';
import { EMBEDDING_BYTES } from './face-settings.ts';
import type { PreparedFaces } from './prepare-faces.ts';

/** The rows of an embeddings file, one after the other. */
class RowReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next row; null behind the last whole one. */
  async next(): Promise<Uint16Array | null> {
    while (this.#rest.length < EMBEDDING_BYTES) {
      const { done, value } = await this.#pieces.next();
      if (done) return null;
      this.#rest = Buffer.concat([this.#rest, value]);
    }
    const bytes = this.#rest.subarray(0, EMBEDDING_BYTES);
    this.#rest = this.#rest.subarray(EMBEDDING_BYTES);
    return Uint16Array.from({ length: EMBEDDING_BYTES / 2 }, (_, i) => bytes.readUInt16LE(i * 2));
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}

/** A record with the distances to other people. */
async function compared(
  record: FrameRecord,
  rows: RowReader,
  comparison: FaceComparison,
): Promise<FrameRecord> {
  if (!record.faces) return record;
  const faces: typeof record.faces = [];
  for (const face of record.faces) {
    const embedding = face.embedding === null ? null : await rows.next();
    faces.push({ ...face, ...comparison.of(embedding) });
  }
  return { ...record, faces, face_distance: frameDistance(faces) };
}

/**
 * Compares the stored faces of a run with the people that are asked for now; the records are replaced in one step, and
 * only where a distance is another one. Nothing is decoded.
 */
export async function compareAgain(io: RunIo, folder: string, { facts }: PreparedFaces): Promise<void> {
  const file = path.join(folder, RUN_FILES.metadata);
  const comparison = new FaceComparison(facts.references, facts.dimensions);
  const rows = new RowReader(io.readPieces(path.join(folder, RUN_FILES.embeddings)));
  const stored = await storedEmbeddings(io, folder);
  await replaceRecords(io, folder, 'compared', async (add) => {
    let changed = false;
    await recoverRecords(io.readPieces(file), stored, async (record) => {
      const line = serializeRecord(await compared(record, rows, comparison));
      changed ||= line !== serializeRecord(record);
      await add(line);
    });
    return changed;
  }).finally(() => rows.close());
}

/** Whether a run was compared with other people, or with other models, than are asked for now. */
export function isComparedOtherwise(
  before: PreparedFaces['facts'] | undefined,
  { facts }: PreparedFaces,
): boolean {
  return JSON.stringify(before) !== JSON.stringify(facts);
}
