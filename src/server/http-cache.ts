/** For answers that may change: asked for again each time, with the ETag. */
const CHECKED = 'private, no-cache';
/** For answers whose address names their contents. */
const FOR_EVER = 'private, max-age=31536000, immutable';

/** Headers that let an answer be kept. */
export function cacheHeaders(tag: string, forEver: boolean): Record<string, string> {
  return { ETag: `"${tag}"`, 'Cache-Control': forEver ? FOR_EVER : CHECKED };
}

/** Whether the one who asks has this answer already. */
export function hasTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((text) => text.trim().replace(/^W\//, ''));
  return tags.includes(`"${tag}"`) || tags.includes('*');
}

/** The best of our compressions that the one who asks understands; null = none. */
export function compressionFor(acceptEncoding: string | undefined): 'br' | 'gzip' | null {
  const accepted = new Map(
    (acceptEncoding ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  const wanted = (name: string) => (accepted.get(name) ?? accepted.get('*') ?? 0) > 0;
  return wanted('br') ? 'br' : wanted('gzip') ? 'gzip' : null;
}
