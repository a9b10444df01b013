/** `face`: to be trusted. `weak`: too small for a sure distance. `none`: most likely no face at all. */
export type Trust = 'face' | 'weak' | 'none';

/** Height of a face in pixels below which its distance drifts by 0.1 and more. */
const LEAST_HEIGHT = 40;

/**
 * How far a face can be trusted.
 * @param height of its box, in pixels
 * @param norm length of its embedding; null without one
 * @param leastNorm the pack's limit; null where none is known
 */
export function trustOf(height: number, norm: number | null, leastNorm: number | null): Trust {
  if (norm !== null && leastNorm !== null && norm < leastNorm) return 'none';
  return height < LEAST_HEIGHT ? 'weak' : 'face';
}
