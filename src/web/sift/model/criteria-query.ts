import { toAppError } from '../../../contract/app-error.ts';
import { CRITERIA_OPTIONS, type CriteriaOptions } from '../../../contract/criteria-options.ts';
import { METRICS, type QualityWeights } from '../../../contract/metric.ts';
import type { OptionSpec } from '../../../contract/option-spec.ts';
import {
  type BoundName,
  boundsOf,
  type Criteria,
  criteriaFromOptions,
  criteriaToOptions,
  openCriteria,
  type RunFaces,
} from '../../../select/criteria.ts';

const NAMES = Object.keys(CRITERIA_OPTIONS) as (keyof CriteriaOptions)[];

/** The query names of the criteria: those of the flags, in camelCase. */
export const CRITERIA_NAMES: ReadonlySet<string> = new Set(NAMES);

/** Criteria as a query or a preset gave them. */
export interface ParsedCriteria {
  readonly criteria: Criteria;
  /** What could not be understood, a sentence each; the rest is in effect. */
  readonly problems: readonly string[];
}

const fromText = (spec: OptionSpec, text: string): unknown =>
  spec.kind === 'switch' && text === 'true' ? true : spec.fromText(text);

/** Criteria of values that were given by option name, as texts or as they are stored in a preset. */
function parseGiven(
  given: ReadonlyMap<string, unknown>,
  runWeights: QualityWeights,
  runFaces: RunFaces | null,
): ParsedCriteria {
  const problems: string[] = [];
  const options: Record<string, unknown> = {};
  for (const name of NAMES) {
    const spec: OptionSpec = CRITERIA_OPTIONS[name];
    options[name] = spec.default;
    const value = given.get(name);
    if (value === undefined) continue;
    const parsed = spec.schema.safeParse(typeof value === 'string' ? fromText(spec, value) : value);
    if (parsed.success) options[name] = parsed.data;
    else problems.push(`${name} cannot be ${String(value)}.`);
  }
  try {
    // Each value went through the schema of its option.
    return { criteria: criteriaFromOptions(options as CriteriaOptions, runWeights, runFaces), problems };
  } catch (thrown) {
    const criteria = openCriteria(runWeights, runFaces);
    return { criteria, problems: [...problems, `${toAppError(thrown).message}.`] };
  }
}

/**
 * The criteria in the query of an address.
 * @param runFaces what the run says of its faces; null = it has none
 */
export function criteriaFromQuery(
  query: URLSearchParams,
  runWeights: QualityWeights,
  runFaces: RunFaces | null = null,
): ParsedCriteria {
  return parseGiven(new Map(query), runWeights, runFaces);
}

/**
 * The criteria in a preset; its other options are left alone.
 * @param runFaces what the run says of its faces; null = it has none
 */
export function criteriaFromPreset(
  options: Readonly<Record<string, unknown>>,
  runWeights: QualityWeights,
  runFaces: RunFaces | null = null,
): ParsedCriteria {
  return parseGiven(new Map(Object.entries(options)), runWeights, runFaces);
}

const sameWeights = (a: QualityWeights, b: QualityWeights): boolean =>
  METRICS.every((metric) => a[metric] === b[metric]);

const isBounded = (criteria: Criteria, name: BoundName): boolean => {
  const { min, max } = boundsOf(criteria, name);
  return min !== null || max !== null;
};

/**
 * The options that stand for criteria, only those that differ from no criteria at all: also the bounds of the other
 * mode, which are remembered although they have no effect, but no weights that are the run's own.
 */
export function criteriaToValues(
  criteria: Criteria,
  runWeights: QualityWeights,
): Readonly<Record<string, unknown>> {
  const { filterMode: _, ...own } = criteriaToOptions(criteria);
  const other = criteriaToOptions({
    ...criteria,
    mode: criteria.mode === 'overall' ? 'individual' : 'overall',
  });
  const values: Record<string, unknown> = {};
  const individual = METRICS.some((metric) => isBounded(criteria, metric));
  const auto = individual ? 'individual' : 'overall';
  if (criteria.mode !== auto || (individual && isBounded(criteria, 'quality'))) {
    values.filterMode = criteria.mode;
  }
  if (!sameWeights(criteria.weights, runWeights)) values.weights = own.weights;
  for (const name of NAMES) {
    if (name === 'filterMode' || name === 'weights') continue;
    const value = own[name] ?? other[name];
    if (value !== undefined) values[name] = value;
  }
  // A distance that nobody set follows from the run.
  if (criteria.faces.maxDistance === null) {
    delete values.maxFaceDistance;
    delete values.facePack;
  }
  return values;
}

/** {@link criteriaToValues} as they stand in the query of an address. */
export function criteriaToQuery(criteria: Criteria, runWeights: QualityWeights): Map<string, string> {
  const values = Object.entries(criteriaToValues(criteria, runWeights));
  return new Map(values.map(([name, value]) => [name, String(value)]));
}
