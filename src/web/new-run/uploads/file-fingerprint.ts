import { fingerprintParts } from '../../../contract/fingerprint.ts';

/**
 * Fingerprint of a file that a person chose, as the server makes it of its own files. Reads 3 MiB at most.
 * @returns 64 hexadecimal digits; null where the browser cannot hash, as on pages that are neither of this machine nor
 * behind TLS
 * @throws DOMException where the file cannot be read
 */
export async function fileFingerprint(file: Blob): Promise<string | null> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const { head, samples } = fingerprintParts(file.size);
  const parts = samples.map(({ position, length }) => file.slice(position, position + length));
  const digest = await subtle.digest('SHA-256', await new Blob([head, ...parts]).arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
