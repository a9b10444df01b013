import { ANALYZE_OPTIONS, type AnalyzeOptions } from '../../contract/analyze-options.ts';
import type { RunDetail, RunLog, RunSummary } from '../../contract/http.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import type { FaceFacts } from '../../contract/run-files.ts';
import type { FolderFacts } from './folder-facts.ts';
import type { KnownRun } from './run-book.ts';

/**
 * Every option of a run that this version knows, with its value.
 * @throws AppError `invalid_option` for a value of another version
 */
export function optionsOf({ entry, facts }: KnownRun, workspace: string): AnalyzeOptions {
  const given = entry?.options ?? facts?.run.options ?? {};
  const known = Object.entries(given).filter(([name]) => Object.hasOwn(ANALYZE_OPTIONS, name));
  return resolveOptions(ANALYZE_OPTIONS, { ...Object.fromEntries(known), out: workspace });
}

function runFaces({ pack, max_distance, references }: FaceFacts): RunDetail['faces'] {
  return { pack, max_distance, people: [...new Set(references.map(({ person }) => person))] };
}

/** Everything that is known of a run. */
export function detailOf(run: KnownRun, summary: RunSummary, workspace: string): RunDetail {
  const options = optionsOf(run, workspace);
  const file = run.facts?.run ?? null;
  const { probe } = summary;
  const stored = probe && { width: probe.coded_width, height: probe.coded_height };
  const turned = probe !== null && (probe.rotation === 90 || probe.rotation === 270);
  const unsquared = stored && (turned ? { width: stored.height, height: stored.width } : stored);
  return {
    ...summary,
    all_options: { ...options },
    versions: { ...file?.versions },
    config_hash: file?.config_hash ?? null,
    quality_weights: options.qualityWeights,
    page: file?.source.page ?? null,
    pictures: file?.source.pictures?.names ?? null,
    faces: file?.faces ? runFaces(file.faces) : null,
    picture_size: options.keepPixelAspect ? unsquared : probe && { width: probe.width, height: probe.height },
  };
}

/** What can be told of a run that this server has not started: its warnings and its error. */
export function logOfFolder({ run, progress }: FolderFacts, at: string): RunLog {
  const warnings = run.warnings.map((message) => ({ at, level: 'warn' as const, message }));
  const error = progress?.error ? [{ at, level: 'error' as const, message: progress.error.message }] : [];
  return { stage: null, progress: null, download: null, lines: [...warnings, ...error] };
}
