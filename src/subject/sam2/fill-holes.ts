/** What a filled pixel gets (SAM 2, fill_holes_in_mask_scores). */
const FILLED = 0.1;

/**
 * Fills holes of a square mask of logits: regions outside (logit <= 0, neighbours also over corners) of at most `area`
 * pixels become just inside.
 * @returns new logits, or the same where nothing is to be filled
 */
export function fillHoles(logits: Float32Array, area: number): Float32Array {
  if (area <= 0) return logits;
  const side = Math.sqrt(logits.length);
  const seen = new Uint8Array(logits.length);
  const region = new Int32Array(logits.length);
  let out: Float32Array | null = null;
  for (let start = 0; start < logits.length; start++) {
    if (seen[start] || (logits[start] ?? 0) > 0) continue;
    seen[start] = 1;
    region[0] = start;
    let found = 1;
    for (let next = 0; next < found; next++) {
      const at = region[next] ?? 0;
      const x = at % side;
      const y = (at - x) / side;
      const [left, right] = [Math.max(0, x - 1), Math.min(side - 1, x + 1)];
      for (let ny = Math.max(0, y - 1); ny <= Math.min(side - 1, y + 1); ny++) {
        for (let nx = left; nx <= right; nx++) {
          const neighbour = ny * side + nx;
          if (seen[neighbour] || (logits[neighbour] ?? 0) > 0) continue;
          seen[neighbour] = 1;
          region[found++] = neighbour;
        }
      }
    }
    if (found > area) continue;
    out ??= logits.slice();
    for (let i = 0; i < found; i++) out[region[i] ?? 0] = FILLED;
  }
  return out ?? logits;
}
