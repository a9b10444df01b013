import { z } from 'zod';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import type { CriteriaOptions } from '../contract/criteria-options.ts';
import { weightsFromList } from '../contract/metric.ts';
import { readRun, type StoredRun } from '../run/read-run.ts';
import { type Criteria, criteriaFromOptions } from '../select/criteria.ts';
import { type SelectedRecords, selectRecords } from '../select/select.ts';
import { faceWarnings } from './face-warnings.ts';
import { maskWarnings } from './mask-warnings.ts';

/** A run folder with the frames that criteria select from it. */
export interface SelectedRun extends StoredRun {
  readonly criteria: Criteria;
  readonly selected: SelectedRecords;
  /** What a person should know about the thresholds: sentences. */
  readonly warnings: readonly string[];
}

const runOptions = z.object({ qualityWeights: ANALYZE_OPTIONS.qualityWeights.schema });

/**
 * Applies thresholds to a run that was read already.
 * @throws AppError `usage` for thresholds that contradict each other
 */
export function selectFromStored(stored: StoredRun, options: CriteriaOptions): SelectedRun {
  const saved = runOptions.safeParse(stored.run.options);
  const weights = weightsFromList(saved.data?.qualityWeights ?? ANALYZE_OPTIONS.qualityWeights.default);
  const { run, records, review } = stored;
  const criteria = criteriaFromOptions(options, weights, run.faces);
  const selected = selectRecords(records, criteria, review);
  const isIdle = options.facePack !== null && options.maxFaceDistance === null;
  const idle = isIdle ? ['--face-pack has no effect without --max-face-distance'] : [];
  const warnings = [...idle, ...faceWarnings(run, records, criteria), ...maskWarnings(records, criteria)];
  return { ...stored, criteria, selected, warnings };
}

/**
 * Reads a run folder and applies thresholds to it.
 * @throws AppError `run_missing`, `run_invalid`, `usage`
 */
export async function selectFromRun(folder: string, options: CriteriaOptions): Promise<SelectedRun> {
  return selectFromStored(await readRun(folder), options);
}
