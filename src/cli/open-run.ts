import { z } from 'zod';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import type { CriteriaOptions } from '../contract/criteria-options.ts';
import { weightsFromList } from '../contract/metric.ts';
import { readRun, type StoredRun } from '../run/read-run.ts';
import { type Criteria, criteriaFromOptions } from '../select/criteria.ts';
import { type SelectedRecords, selectRecords } from '../select/select.ts';

/** A run folder with the frames that criteria select from it. */
export interface SelectedRun extends StoredRun {
  readonly criteria: Criteria;
  readonly selected: SelectedRecords;
}

const runOptions = z.object({ qualityWeights: ANALYZE_OPTIONS.qualityWeights.schema });

/** Reads a run folder and applies thresholds to it. */
export async function selectFromRun(folder: string, options: CriteriaOptions): Promise<SelectedRun> {
  const stored = await readRun(folder);
  const saved = runOptions.safeParse(stored.run.options);
  const weights = weightsFromList(saved.data?.qualityWeights ?? ANALYZE_OPTIONS.qualityWeights.default);
  const criteria = criteriaFromOptions(options, weights);
  return { ...stored, criteria, selected: selectRecords(stored.records, criteria, stored.review) };
}
