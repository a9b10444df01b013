/** Bytes hashed at the head, in the middle and at the tail of a file. */
const SAMPLE_BYTES = 1024 * 1024;

/** A part of a file. */
export interface FileSample {
  /** First byte, from 0. */
  readonly position: number;
  /** Bytes. */
  readonly length: number;
}

/** What the fingerprint of a file is made of: SHA-256 over the head, then over the samples in their order. */
export interface FingerprintParts {
  /** ASCII text. */
  readonly head: string;
  readonly samples: readonly FileSample[];
}

/**
 * The one recipe of fingerprints, for files of the server and of the browser: the size in decimal digits and a line
 * feed, then three samples of 1 MiB (head, middle, tail), or the whole file up to 3 MiB. Name and times play no part, so
 * a moved or renamed file stays the same.
 * @param size of the file, bytes
 * @param length of a sample, bytes; files of up to three times that are read whole
 */
export function fingerprintParts(size: number, length = SAMPLE_BYTES): FingerprintParts {
  const positions = [0, Math.floor((size - length) / 2), size - length];
  const samples =
    size <= 3 * length
      ? [{ position: 0, length: size }]
      : positions.map((position) => ({ position, length }));
  return { head: `${size}\n`, samples };
}
