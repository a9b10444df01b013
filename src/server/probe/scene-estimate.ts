/** How many frames the scene method would pick, from a sample. */
export interface SceneEstimate {
  /** About so many; null = nothing was looked at. */
  readonly frames: number | null;
  /** Between these in four of five cases; null where that is near enough to {@link frames}. */
  readonly range: { readonly least: number; readonly most: number } | null;
  /** Share of the part that was looked at, 0 to 1. */
  readonly lookedAt: number;
}

/** Between its tenth and its ninetieth hundredth a normal distribution is so many deviations wide on either side. */
const FOUR_OF_FIVE = 1.2816;
/** A number stands for the range where its ends are no further apart than this. */
const NEAR = 1.7;
/** Digits that an extrapolated number has. */
const DIGITS = 2;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** How much more the counts of the slices differ than those of a Poisson process: 1 and above. */
function dispersionOf(counts: readonly number[]): number {
  const mean = sum(counts) / counts.length;
  if (counts.length < 2 || mean === 0) return 1;
  const variance = sum(counts.map((count) => (count - mean) ** 2)) / (counts.length - 1);
  return Math.max(1, variance / mean);
}

/** Limits of the mean of a Poisson process that was seen to give a count (Wilson and Hilferty's approximation). */
function limitsOf(count: number, deviations: number): { readonly least: number; readonly most: number } {
  const limit = (of: number, side: number) =>
    of === 0 ? 0 : of * Math.max(0, 1 - 1 / (9 * of) + (side * deviations) / (3 * Math.sqrt(of))) ** 3;
  return { least: limit(count, -1), most: limit(count + 1, 1) };
}

function rounded(value: number): number {
  return Number(Math.round(value).toPrecision(DIGITS));
}

/**
 * Extrapolates from the slices that were looked at to all of them: cluster sampling with slices of equal length.
 * @param cuts number of cuts in each slice that was looked at
 * @param slices number of slices in all
 */
export function estimateScenes(cuts: readonly number[], slices: number): SceneEstimate {
  const lookedAt = cuts.length / slices;
  if (cuts.length === 0) return { frames: null, range: null, lookedAt };
  const seen = sum(cuts);
  if (cuts.length === slices) return { frames: 1 + seen, range: null, lookedAt };
  const unseen = (slices - cuts.length) / cuts.length;
  const limits = limitsOf(seen, FOUR_OF_FIVE * Math.sqrt(dispersionOf(cuts)));
  const least = rounded(1 + seen + unseen * limits.least);
  const most = rounded(1 + seen + unseen * limits.most);
  const isNear = most <= NEAR * least;
  return {
    frames: rounded(1 + seen + unseen * seen),
    range: isNear ? null : { least, most },
    lookedAt,
  };
}
