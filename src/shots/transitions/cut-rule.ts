/** Frames before and behind a cut that must stay on their side of it: shorter changes are flashes. */
export const LASTING = 4;

/** How many times as large as its neighbours' median a cut's change must be. */
const STANDING_OUT = 6;
/** Neighbours on each side. */
const NEIGHBOURS = 3;
/** Share of a cut's change that must still be there between frames further apart. */
const STAYING = 0.65;

/** Distances of one frame from the frames before it: [0] from the last one, [1] from the one before that ... */
export type Backward = readonly number[];

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/**
 * Whether a frame is the first one of a new shot after a hard cut: it differs enough from the one before, more than its
 * neighbours do, and the difference lasts.
 * @param frames by number from the first one on; LASTING distances each where there are so many earlier frames
 * @param place of the frame in question, with LASTING frames behind it unless the video ends
 */
export function isCut(
  at: (place: number) => Backward | undefined,
  place: number,
  threshold: number,
): boolean {
  const change = at(place)?.[0];
  if (change === undefined || change < threshold) return false;
  const around: number[] = [];
  for (let other = place - NEIGHBOURS; other <= place + NEIGHBOURS; other++) {
    const value = other === place ? undefined : at(other)?.[0];
    if (value !== undefined) around.push(value);
  }
  if (around.length > 0 && change < STANDING_OUT * median(around)) return false;
  const stays = (value: number | undefined) => value === undefined || value >= STAYING * change;
  for (let step = 1; step <= LASTING; step++) {
    if (!stays(at(place + step)?.[step]) || !stays(at(place)?.[step])) return false;
  }
  return true;
}
