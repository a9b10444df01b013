/**
 * Tells the shot of a frame.
 * @param starts numbers of the first frames of all shots, rising; the first one is that of the range
 * @returns from a frame number to the shot's number, from 0; frames before the first start count as its own
 */
export function shotIdsOf(starts: readonly number[]): (frameNumber: number) => number {
  return (frameNumber) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= frameNumber) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  };
}
