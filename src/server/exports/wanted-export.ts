import { AppError } from '../../contract/app-error.ts';
import { CRITERIA_OPTIONS } from '../../contract/criteria-options.ts';
import { EXPORT_OPTIONS } from '../../contract/export-options.ts';
import type { ExportBody } from '../../contract/http.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { styleOf } from '../../export/export-style.ts';
import type { PlanRequest } from '../../export/plan-export.ts';
import { selectFromStored } from '../../export/select-run.ts';
import { TOOL } from '../../tool.ts';
import type { AllowedRoots } from '../allowed-roots.ts';
import type { Runs } from '../server-context.ts';
import type { StoredRuns } from './stored-runs.ts';

/** An export that was asked for. */
export interface WantedExport extends PlanRequest {
  /** What a person should know about the thresholds. */
  readonly warnings: readonly string[];
}

/**
 * What a request for an export comes to: the kept set is the one of `framesift filter`, by the same function over the
 * run and the verdicts as they lie on disk.
 * @throws AppError `not_found`, `run_missing`, `run_invalid`, `unknown_option`, `invalid_option`, `usage`,
 * `path_refused` for a folder that may not be shown
 */
export async function wantedExport(
  { runs, roots }: { runs: Pick<Runs, 'folderOf'>; roots: AllowedRoots },
  stored: StoredRuns,
  runId: string,
  body: ExportBody,
): Promise<WantedExport> {
  const folder = await runs.folderOf(runId);
  const thresholds = resolveOptions(CRITERIA_OPTIONS, body.criteria);
  const options = resolveOptions(EXPORT_OPTIONS, body.options);
  if (options.to !== null) {
    throw new AppError('request_invalid', {
      reason: 'options.to: the parent folder stands beside the options',
    });
  }
  const parent = body.to === null ? null : await roots.resolveFolder(body.to);
  const { run, review, criteria, selected, warnings } = selectFromStored(
    await stored.read(folder),
    thresholds,
  );
  return {
    folder,
    run,
    review,
    criteria,
    selected,
    warnings,
    link: options.link,
    style: styleOf(options),
    tool: TOOL,
    now: new Date(),
    ...(parent !== null && { parent }),
  };
}
