/**
 * Whether tests try every case of a sweep, as where CI is set. Else they try a part of them, always the same, so that
 * they take minutes on two processors: a sweep shows one behaviour again on other clips, at other moments or in other ways.
 */
export const EVERY_CASE = !['', '0', 'false'].includes(process.env.CI ?? '');

/** Cases of a sweep to try: all of them, or, unless {@link EVERY_CASE}, only `few`, evenly spread. */
export function casesOf<const T>(cases: readonly T[], few: number): T[] {
  if (EVERY_CASE || few >= cases.length) return [...cases];
  return Array.from({ length: few }, (_, i) => cases[Math.floor((i * cases.length) / few)] as T);
}
