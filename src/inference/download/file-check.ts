import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A digest that a file must have. */
export interface Digest {
  readonly algorithm: 'sha256' | 'sha512';
  readonly hex: string;
}

/**
 * Reads a subresource integrity of one hash (`sha512-BASE64`).
 * @throws RangeError for any other text
 */
export function digestOfIntegrity(integrity: string): Digest {
  const [, algorithm, base64 = ''] = /^(sha256|sha512)-([A-Za-z0-9+/]+=*)$/.exec(integrity) ?? [];
  if (algorithm !== 'sha256' && algorithm !== 'sha512') throw new RangeError(`no integrity: ${integrity}`);
  return { algorithm, hex: Buffer.from(base64, 'base64').toString('hex') };
}

/** The digest of a file in hexadecimal. */
export async function digestOfFile(file: string, algorithm: Digest['algorithm']): Promise<string> {
  const hash = createHash(algorithm);
  for await (const piece of createReadStream(file)) hash.update(piece);
  return hash.digest('hex');
}

/** The digest that a SHA-256 in hexadecimal stands for; null for null. */
export function sha256Digest(hex: string | null): Digest | null {
  return hex === null ? null : { algorithm: 'sha256', hex };
}

/**
 * What is wrong with a file: nothing (null), it is not there, or why it is another one.
 * @param digest null where only the size is known
 */
export async function fileProblem(
  file: string,
  bytes: number,
  digest: Digest | null,
): Promise<string | null> {
  const facts = await stat(file).catch(() => null);
  if (!facts?.isFile()) return 'missing';
  if (facts.size !== bytes) return `it has ${facts.size} bytes instead of ${bytes}`;
  if (!digest) return null;
  const found = await digestOfFile(file, digest.algorithm);
  return found === digest.hex.toLowerCase() ? null : `its ${digest.algorithm} is ${found}`;
}
