/** Why one source did not give a file; the next one may. */
export class DownloadError extends Error {
  /** Whether the same address may give the rest when asked again. */
  readonly again: boolean;

  constructor(message: string, { again = false, cause }: { again?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'DownloadError';
    this.again = again;
  }
}

/** What the network said, in one line; the last cause is the one that tells most. */
export function networkReason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown.cause instanceof Error) return networkReason(thrown.cause);
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return thrown.message.split('\n')[0] || code || thrown.name;
}
