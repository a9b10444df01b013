/** Width and height of a thumbnail, pixels. */
export const THUMBNAIL_SIDE = 64;

/**
 * A picture as a square of luma values, each the mean of what it covers.
 * @param pixels packed 8-bit RGB, `side` by `side`
 * @param side at least {@link THUMBNAIL_SIDE}
 */
export function thumbnailOf(pixels: Uint8Array, side: number): Uint8Array {
  const sums = new Float64Array(THUMBNAIL_SIDE ** 2);
  const counts = new Uint32Array(THUMBNAIL_SIDE ** 2);
  for (let y = 0; y < side; y++) {
    const row = Math.floor((y * THUMBNAIL_SIDE) / side) * THUMBNAIL_SIDE;
    for (let x = 0; x < side; x++) {
      const at = (y * side + x) * 3;
      const cell = row + Math.floor((x * THUMBNAIL_SIDE) / side);
      const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
      sums[cell] = (sums[cell] ?? 0) + 0.299 * red + 0.587 * green + 0.114 * blue;
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return Uint8Array.from(sums, (sum, cell) => Math.round(sum / Math.max(counts[cell] ?? 1, 1)));
}
