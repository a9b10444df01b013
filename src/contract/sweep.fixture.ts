/**
 * Whether every case of every test is tried: always, unless FRAMESIFT_TESTS is `few`. Then a part is, always the same, for a
 * first answer within minutes on two processors; it does not stand in for all of them.
 */
export const EVERY_CASE = process.env.FRAMESIFT_TESTS !== 'few';

/** Cases of a sweep to try: all of them, or, unless {@link EVERY_CASE}, only `few`, evenly spread. */
export function casesOf<const T>(cases: readonly T[], few: number): T[] {
  if (EVERY_CASE || few >= cases.length) return [...cases];
  return Array.from({ length: few }, (_, i) => cases[Math.floor((i * cases.length) / few)] as T);
}
