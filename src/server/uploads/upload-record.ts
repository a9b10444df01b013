import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

/** What is known of a file that is or was being sent. */
const uploadRecordSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** Wanted name, already safe. */
  name: z.string().min(1),
  /** Bytes in all. */
  size: z.int().min(0),
  created_at: z.iso.datetime(),
  /** Fingerprint of the whole file, as the page said it. */
  fingerprint: z.string().nullable().default(null),
  /** Name in the folder of the uploads, once it has arrived whole. */
  file: z.string().min(1).nullable(),
  /** Name in the trash, once it is deleted. */
  trashed: z.string().min(1).nullable().default(null),
});
/** What is known of a file that is or was being sent. */
export type UploadRecord = z.output<typeof uploadRecordSchema>;

/** The records of a folder of uploads: one small JSON file each. */
export class UploadRecords {
  readonly #folder: string;

  /** @param folder of the records, which must exist before the first one is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  /** The record of an id; null where there is none that can be read. */
  async read(id: string): Promise<UploadRecord | null> {
    const text = await readFile(this.#path(id), 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      const record = uploadRecordSchema.parse(JSON.parse(text));
      return record.id === id ? record : null;
    } catch {
      return null;
    }
  }

  /** Writes a record, whole or not at all. */
  async write(record: UploadRecord): Promise<void> {
    await writeFileAtomic(this.#path(record.id), `${JSON.stringify(record)}\n`);
  }

  /** Forgets a record. */
  async remove(id: string): Promise<void> {
    await unlink(this.#path(id)).catch(() => undefined);
  }

  /** Ids that have a record, readable or not. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    return names.flatMap((name) => /^([0-9a-f]{32})\.json$/.exec(name)?.[1] ?? []);
  }

  /** All readable records, newest first. */
  async list(): Promise<UploadRecord[]> {
    const all = await Promise.all((await this.ids()).map((id) => this.read(id)));
    const records = all.filter((record) => record !== null);
    return records.sort((a, b) => b.created_at.localeCompare(a.created_at) || a.id.localeCompare(b.id));
  }

  /** When a record was written, milliseconds; null where there is none. */
  async writtenAt(id: string): Promise<number | null> {
    const facts = await stat(this.#path(id)).catch(() => null);
    return facts?.mtimeMs ?? null;
  }
}
