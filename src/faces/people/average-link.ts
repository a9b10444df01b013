/**
 * Agglomerative clustering with average linkage (UPGMA): the two clusters whose members are nearest to each other on
 * average are joined, as long as that average is at most `within`.
 *
 * Follows chains of nearest neighbours (F. Murtagh, 1983), which gives the same clusters as joining the nearest pair each
 * time, in quadratic time. What has no neighbour within reach will never get one, and is set aside.
 * @param distances square matrix, row after row; used up
 * @param weights how many members each item stands for
 * @returns for each item the least item of its cluster
 */
export function averageLink(distances: Float32Array, weights: readonly number[], within: number): Int32Array {
  const count = weights.length;
  const weight = Float64Array.from(weights);
  const label = Int32Array.from({ length: count }, (_, i) => i);
  const open = new Set(label);
  const chain: number[] = [];
  while (open.size > 0) {
    if (chain.length === 0) for (const first of open) if (chain.push(first)) break;
    const tip = chain.at(-1) ?? 0;
    const before = chain.at(-2) ?? -1;
    const { near, distance } = nearestOf(distances, count, tip, before, open);
    if (!(distance <= within)) {
      open.delete(tip);
      chain.pop();
    } else if (near === before) {
      chain.length -= 2;
      const [kept, gone] = tip < near ? [tip, near] : [near, tip];
      join(distances, weight, kept, gone, open);
      open.delete(gone);
      label[gone] = kept;
    } else chain.push(near);
  }
  for (let i = 0; i < count; i++) label[i] = label[label[i] ?? i] ?? i;
  return label;
}

/** The nearest open neighbour; of equally near ones the one before in the chain, else the first. */
function nearestOf(
  distances: Float32Array,
  count: number,
  tip: number,
  before: number,
  open: ReadonlySet<number>,
) {
  const from = tip * count;
  let near = before;
  let distance = before < 0 ? Number.POSITIVE_INFINITY : (distances[from + before] ?? 0);
  for (const other of open) {
    const found = distances[from + other] ?? 0;
    if (other === tip || found > distance) continue;
    if (found === distance && (near === before || other > near)) continue;
    near = other;
    distance = found;
  }
  return { near, distance };
}

/** Distances from the joined cluster: the mean over the members of both. */
function join(
  distances: Float32Array,
  weight: Float64Array,
  kept: number,
  gone: number,
  open: ReadonlySet<number>,
): void {
  const count = weight.length;
  const [a, b] = [weight[kept] ?? 1, weight[gone] ?? 1];
  for (const other of open) {
    if (other === kept || other === gone) continue;
    const mean =
      ((distances[kept * count + other] ?? 0) * a + (distances[gone * count + other] ?? 0) * b) / (a + b);
    distances[kept * count + other] = mean;
    distances[other * count + kept] = mean;
  }
  weight[kept] = a + b;
}
