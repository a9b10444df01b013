import type { UploadView } from '../../../contract/uploads.ts';

/** A file that lies whole on the machine of the server. */
export interface HereFile {
  readonly name: string;
  /** Absolute path on the machine of the server. */
  readonly path: string;
}

/** What is known of a chosen file before anything of it is sent. */
export interface FileFacts {
  /** null where the browser cannot tell. */
  readonly fingerprint: string | null;
  /** The same file, where the server has it already. */
  readonly here: HereFile | null;
  /** Id of an upload of the same file that is not whole yet; it goes on. */
  readonly begun: string | null;
}

/** Nothing is known: the file is simply sent. */
export const UNKNOWN_FILE: FileFacts = { fingerprint: null, here: null, begun: null };

/**
 * What the uploads of the server say of a file.
 * @param uploads newest first
 */
export function factsAmong(
  { fingerprint, size }: { readonly fingerprint: string; readonly size: number },
  uploads: readonly UploadView[],
): FileFacts {
  const same = uploads.filter((one) => one.fingerprint === fingerprint && one.size === size);
  const [here] = same.flatMap(({ name, path }) => (path === null ? [] : [{ name, path }]));
  const begun = same.find(({ path }) => path === null);
  return { fingerprint, here: here ?? null, begun: begun?.id ?? null };
}
