/** The five measured qualities of a frame, in the order in which reasons are named and weights are given. */
export const METRICS = ['sharpness', 'edge_strength', 'contrast', 'brightness', 'entropy'] as const;

/** Name of one measured quality. */
export type Metric = (typeof METRICS)[number];

/** Weights of the five metrics in the quality score; any non-negative numbers, they need not add up to 100. */
export type QualityWeights = Readonly<Record<Metric, number>>;

/** Turns five numbers in the order of {@link METRICS} into named weights. */
export function weightsFromList(list: readonly [number, number, number, number, number]): QualityWeights {
  const [sharpness, edge_strength, contrast, brightness, entropy] = list;
  return { sharpness, edge_strength, contrast, brightness, entropy };
}
