/** Side of the squares in which values are turned over, so that both sides stay in the processor's cache. */
const TILE = 32;

/**
 * Turns planes into tokens: `[1, depth, F, F]` to `[F * F, 1, depth]`.
 * @param out where they go; new values unless given
 */
export function tokensOf(planes: Float32Array, depth: number, out = new Float32Array(planes.length)) {
  const count = planes.length / depth;
  for (let top = 0; top < depth; top += TILE) {
    for (let left = 0; left < count; left += TILE) {
      const [bottom, right] = [Math.min(depth, top + TILE), Math.min(count, left + TILE)];
      for (let token = left; token < right; token++)
        for (let channel = top; channel < bottom; channel++)
          out[token * depth + channel] = planes[channel * count + token] ?? 0;
    }
  }
  return out;
}

/**
 * Position vectors of pointer tokens: each pointer is cut into `share` tokens, which all get the vector of the pointer.
 * @param rows one vector of `depth` numbers a pointer
 */
export function repeatPositions(rows: Float32Array, depth: number, share: number): Float32Array {
  const out = new Float32Array(rows.length * share);
  for (let at = 0; at < rows.length; at += depth) {
    const row = rows.subarray(at, at + depth);
    for (let i = 0; i < share; i++) out.set(row, at * share + i * depth);
  }
  return out;
}
