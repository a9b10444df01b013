import { open } from 'node:fs/promises';

const SIGNATURES: readonly [kind: string, pattern: RegExp][] = [
  ['HLS playlist', /^\s*#EXTM3U/],
  ['concat script', /^\s*(?:ffconcat version|file\s)/],
  ['DASH manifest', /<(?:\w+:)?MPD[\s>]/],
  ['SDP session', /^v=0\r?\n/],
  ['playlist', /^\s*\[playlist\]/i],
  ['SMIL playlist', /<smil[\s>]/i],
  ['ASX playlist', /<asx[\s>]/i],
];

/** Which kind of playlist or script a text is, by its first kilobytes; null when it is none. */
export function playlistKindOf(head: string): string | null {
  return SIGNATURES.find(([, pattern]) => pattern.test(head))?.[0] ?? null;
}

/** Which kind of playlist or script a file is, whatever its name; null when it is none. */
export async function playlistKind(file: string): Promise<string | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return playlistKindOf(buffer.subarray(0, bytesRead).toString('latin1'));
  } finally {
    await handle.close();
  }
}
