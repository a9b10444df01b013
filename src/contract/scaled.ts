/** Values of 4 decimals stand in columns as whole numbers: times this. */
export const SCORE_SCALE = 10_000;
/** A scaled value that was not measured. */
export const NOT_MEASURED = -0x8000_0000;

const LARGEST = 0x7fff_ffff;

/** A value times {@link SCORE_SCALE}, or {@link NOT_MEASURED} for null and NaN. */
export function scaled(value: number | null): number {
  if (value === null || Number.isNaN(value)) return NOT_MEASURED;
  return Math.max(-LARGEST, Math.min(LARGEST, Math.round(value * SCORE_SCALE)));
}

/** The very double that JSON gave, or NaN. */
export function unscaled(whole: number): number {
  return whole === NOT_MEASURED ? Number.NaN : whole / SCORE_SCALE;
}
