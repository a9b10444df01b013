import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as tar from 'tar';
import { type Entry, openPromise } from 'yauzl';
import { AppError } from '../../contract/app-error.ts';
import { fileProblem, sha256Digest } from './file-check.ts';
import type { ModelFileSpec } from './model-bundle.ts';

/** Most entries that are looked at. */
const MOST_ENTRIES = 10_000;

function refuse(archive: string, thrown: unknown): never {
  if (thrown instanceof AppError) throw thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  throw new AppError('archive_invalid', { file: archive, reason }, { cause: thrown });
}

/** Moves an unpacked file to its name if it is what it must be. */
async function place(draft: string, folder: string, spec: ModelFileSpec, archive: string): Promise<void> {
  const problem = await fileProblem(draft, spec.bytes, sha256Digest(spec.sha256));
  if (problem && problem !== 'missing') {
    await rm(draft, { force: true });
    throw new AppError('archive_invalid', { file: archive, reason: `${spec.name}: ${problem}` });
  }
  if (!problem) await rename(draft, path.join(folder, spec.name));
}

/** A folder inside the target for what is not checked yet; gone afterwards, whatever happens. */
async function withDrafts<T>(folder: string, work: (drafts: string) => Promise<T>): Promise<T> {
  const drafts = path.join(folder, '.unpacking');
  await rm(drafts, { recursive: true, force: true });
  await mkdir(drafts, { recursive: true });
  try {
    return await work(drafts);
  } finally {
    await rm(drafts, { recursive: true, force: true });
  }
}

/**
 * Takes named files out of a folder of a gzipped tar archive; nothing else is written.
 * @throws AppError `archive_invalid`
 */
export async function unpackTar(
  archive: string,
  inner: string,
  wanted: readonly ModelFileSpec[],
  folder: string,
): Promise<void> {
  const specs = new Map(wanted.map((spec) => [`${inner}/${spec.name}`, spec]));
  await withDrafts(folder, async (drafts) => {
    const options = {
      file: archive,
      cwd: drafts,
      strict: true,
      strip: inner.split('/').length,
      filter: (name: string, entry: { size?: number; type?: unknown }) =>
        specs.get(name)?.bytes === entry.size && entry.type === 'File',
    };
    await tar.extract(options).catch((thrown: unknown) => refuse(archive, thrown));
    for (const spec of wanted) await place(path.join(drafts, spec.name), folder, spec, archive);
  });
}

/** The entries of a zip archive that are wanted, by their base names; the first of each name counts. */
async function wantedEntries(archive: string, wanted: readonly ModelFileSpec[]) {
  // Names that are absolute or lead out of the folder end this with an error.
  const zip = await openPromise(archive, { autoClose: false, validateEntrySizes: true });
  try {
    const found = new Map<ModelFileSpec, Entry>();
    let entries = 0;
    for await (const entry of zip.eachEntry()) {
      if (++entries > MOST_ENTRIES) throw new Error(`it has more than ${MOST_ENTRIES} entries`);
      const spec = wanted.find(({ name }) => name === path.posix.basename(entry.fileName));
      if (!spec || found.has(spec) || entry.fileName.endsWith('/')) continue;
      if (entry.uncompressedSize !== spec.bytes)
        throw new Error(`${spec.name} has ${entry.uncompressedSize} bytes instead of ${spec.bytes}`);
      found.set(spec, entry);
    }
    return { zip, found };
  } catch (thrown) {
    zip.close();
    throw thrown;
  }
}

/**
 * Takes named files out of a zip archive, wherever they lie in it; nothing else is written, and nothing at all when any
 * name of the archive is absolute or leads out of the folder.
 * @throws AppError `archive_invalid`
 */
export async function unpackZip(
  archive: string,
  wanted: readonly ModelFileSpec[],
  folder: string,
): Promise<void> {
  const { zip, found } = await wantedEntries(archive, wanted).catch((thrown: unknown) =>
    refuse(archive, thrown),
  );
  try {
    await withDrafts(folder, async (drafts) => {
      for (const [spec, entry] of found) {
        const draft = path.join(drafts, spec.name);
        try {
          await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(draft));
        } catch (thrown) {
          refuse(archive, thrown);
        }
        await place(draft, folder, spec, archive);
      }
    });
  } finally {
    zip.close();
  }
}
