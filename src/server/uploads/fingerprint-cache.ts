import { lstat, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { fingerprintFile } from '../../source/fingerprint.ts';

const cacheSchema = z.record(
  z.string().describe('Absolute path'),
  z.object({
    stamp: z.string().describe('Changes whenever the file does'),
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);
type Known = z.output<typeof cacheSchema>[string];

/** A file changed so shortly before it was looked at may change again within the same tick of its clock. */
const RACY_MS = 2000;
/** Files read at the same time. */
const AT_ONCE = 4;

interface Standing {
  readonly stamp: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** Size and times, and those that no program can set; null for what is no file or cannot be looked at. */
async function standingOf(path: string): Promise<Standing | null> {
  const facts = await lstat(path, { bigint: true }).catch(() => null);
  if (!facts?.isFile()) return null;
  const { size, mtimeNs, ctimeNs, ino, ctimeMs } = facts;
  return { stamp: `${size} ${mtimeNs} ${ctimeNs} ${ino}`, changedAt: Number(ctimeMs) };
}

async function readCache(file: string): Promise<Map<string, Known>> {
  try {
    return new Map(Object.entries(cacheSchema.parse(JSON.parse(await readFile(file, 'utf8')))));
  } catch {
    return new Map(); // the first time, or damaged: it is only a cache
  }
}

/** Fingerprints of files that seldom change. Each is made once, and again when its file has changed since. */
export class FingerprintCache {
  readonly #file: string;
  #known: Promise<Map<string, Known>> | null = null;
  #saving: Promise<void> = Promise.resolve();

  /** @param file in which they outlive the server */
  constructor(file: string) {
    this.#file = file;
  }

  /**
   * The fingerprints of exactly these files; what was known of others is forgotten.
   * @param paths absolute
   * @returns by path; those that cannot be read are left out
   */
  async of(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    this.#known ??= readCache(this.#file);
    const known = await this.#known;
    const before = new Map(known);
    const found = new Map<string, string>();
    for (let i = 0; i < paths.length; i += AT_ONCE) {
      const looks = paths.slice(i, i + AT_ONCE).map(async (path) => {
        const fingerprint = await this.#fingerprint(path, known);
        if (fingerprint !== null) found.set(path, fingerprint);
      });
      await Promise.all(looks);
    }
    const wanted = new Set(paths);
    for (const path of known.keys()) if (!wanted.has(path)) known.delete(path);
    const changed = before.size !== known.size || [...known].some(([path, one]) => before.get(path) !== one);
    if (changed) this.#save(known);
    return found;
  }

  async #fingerprint(path: string, known: Map<string, Known>): Promise<string | null> {
    const standing = await standingOf(path);
    if (standing === null) return null;
    const { stamp, changedAt } = standing;
    const earlier = known.get(path);
    if (earlier?.stamp === stamp) return earlier.fingerprint;
    const now = Date.now();
    const found = await fingerprintFile(path).catch(() => null);
    if (found === null) return null;
    const settled = now - changedAt > RACY_MS && (await standingOf(path))?.stamp === stamp;
    if (settled) known.set(path, { stamp, fingerprint: found.fingerprint });
    return found.fingerprint;
  }

  #save(known: ReadonlyMap<string, Known>): void {
    const text = `${JSON.stringify(Object.fromEntries(known))}\n`;
    this.#saving = this.#saving
      .then(() => mkdir(dirname(this.#file), { recursive: true }))
      .then(() => writeFileAtomic(this.#file, text))
      .catch(() => undefined); // it costs time, and nothing else
  }
}
