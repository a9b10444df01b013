import { AppError } from '../contract/app-error.ts';
import type { CriteriaOptions } from '../contract/criteria-options.ts';
import { METRICS, type Metric, type QualityWeights, weightsFromList } from '../contract/metric.ts';
import { flagOf } from '../contract/option-text.ts';

/** Inclusive bounds in points, or in seconds for a time; null = no bound. */
export interface Bounds {
  readonly min: number | null;
  readonly max: number | null;
}

/** What decides whether a frame is kept. The bounds of the other mode are remembered but have no effect. */
export interface Criteria {
  readonly mode: 'overall' | 'individual';
  readonly weights: QualityWeights;
  /** Seconds as a player shows them; in effect in either mode. */
  readonly time: Bounds;
  readonly quality: Bounds;
  readonly metrics: Readonly<Record<Metric, Bounds>>;
}

/** What can be bounded. */
export type BoundName = 'time' | 'quality' | Metric;

type BoundOption = Exclude<keyof CriteriaOptions, 'filterMode' | 'weights'>;

const OPTIONS_OF: Readonly<Record<BoundName, { min: BoundOption; max: BoundOption }>> = {
  time: { min: 'minTime', max: 'maxTime' },
  quality: { min: 'minQuality', max: 'maxQuality' },
  sharpness: { min: 'minSharpness', max: 'maxSharpness' },
  edge_strength: { min: 'minEdgeStrength', max: 'maxEdgeStrength' },
  contrast: { min: 'minContrast', max: 'maxContrast' },
  brightness: { min: 'minBrightness', max: 'maxBrightness' },
  entropy: { min: 'minEntropy', max: 'maxEntropy' },
};

const isBounded = ({ min, max }: Bounds): boolean => min !== null || max !== null;

function resolveMode(
  options: CriteriaOptions,
  quality: Bounds,
  metrics: readonly Bounds[],
): Criteria['mode'] {
  if (options.filterMode !== 'auto') return options.filterMode;
  const individual = metrics.some(isBounded);
  if (individual && isBounded(quality)) {
    throw new AppError('usage', {
      detail:
        'Bounds on quality and on single metrics are both given: name --filter-mode overall or --filter-mode individual',
    });
  }
  return individual ? 'individual' : 'overall';
}

function checkBounds(name: BoundName, { min, max }: Bounds): void {
  if (min === null || max === null || min <= max) return;
  const { min: low, max: high } = OPTIONS_OF[name];
  throw new AppError('usage', {
    detail: `--${flagOf(low)} ${min} is above --${flagOf(high)} ${max}, so no frame can pass`,
  });
}

/** The names whose bounds are in effect. */
function effectiveNames(mode: Criteria['mode']): readonly BoundName[] {
  return ['time', ...(mode === 'overall' ? (['quality'] as const) : METRICS)];
}

/** The bounds of a name, whichever mode they belong to. */
export function boundsOf(criteria: Criteria, name: BoundName): Bounds {
  return name === 'quality' || name === 'time' ? criteria[name] : criteria.metrics[name];
}

/**
 * The criteria that thresholds as options stand for.
 * @param runWeights the weights of the run, used unless `weights` is given
 * @throws AppError `usage` when quality and metric bounds are mixed without a filter mode, or a minimum lies
 * above its maximum
 */
export function criteriaFromOptions(options: CriteriaOptions, runWeights: QualityWeights): Criteria {
  const bounds = (name: BoundName): Bounds => ({
    min: options[OPTIONS_OF[name].min],
    max: options[OPTIONS_OF[name].max],
  });
  const metrics = {
    sharpness: bounds('sharpness'),
    edge_strength: bounds('edge_strength'),
    contrast: bounds('contrast'),
    brightness: bounds('brightness'),
    entropy: bounds('entropy'),
  };
  const quality = bounds('quality');
  const mode = resolveMode(options, quality, Object.values(metrics));
  const weights = options.weights ? weightsFromList(options.weights) : runWeights;
  const criteria = { mode, weights, time: bounds('time'), quality, metrics };
  for (const name of effectiveNames(mode)) checkBounds(name, boundsOf(criteria, name));
  return criteria;
}

/** The options that repeat these criteria: mode, weights and the bounds that have an effect. */
export function criteriaToOptions(criteria: Criteria): Partial<CriteriaOptions> {
  const { weights, mode } = criteria;
  const options: Partial<CriteriaOptions> = {
    filterMode: mode,
    weights: [
      weights.sharpness,
      weights.edge_strength,
      weights.contrast,
      weights.brightness,
      weights.entropy,
    ],
  };
  for (const name of effectiveNames(mode)) {
    const { min, max } = boundsOf(criteria, name);
    if (min !== null) options[OPTIONS_OF[name].min] = min;
    if (max !== null) options[OPTIONS_OF[name].max] = max;
  }
  return options;
}

/** Criteria without any bound: every kept record stays. */
export function openCriteria(runWeights: QualityWeights): Criteria {
  const none: Bounds = { min: null, max: null };
  return {
    mode: 'overall',
    weights: runWeights,
    time: none,
    quality: none,
    metrics: { sharpness: none, edge_strength: none, contrast: none, brightness: none, entropy: none },
  };
}
