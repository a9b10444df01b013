import { basename } from 'node:path';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import type { ProbeAnswer } from '../../contract/http.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import type { FfmpegPrograms } from '../../decode/ffmpeg-programs.ts';
import { checkOptions } from '../../run/check-options.ts';
import { chainOf, settleRun } from '../../run/prepare-run.ts';
import { wantedLanes } from '../../run/run-settings.ts';
import { stillChain, stillsOf } from '../../run/stills/prepare-stills.ts';
import { checkPart, guessedEstimates } from './guessed-estimates.ts';
import { indexedEstimates } from './indexed-estimates.ts';
import type { SourceProber } from './source-prober.ts';
import { sourceWarnings } from './source-warnings.ts';
import { stillEstimates } from './still-estimates.ts';

/** What is asked about a source. */
export interface ProbeQuestion {
  /** Real path. */
  readonly path: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether to read the packets, so that the counts are exact. */
  readonly index: boolean;
}

/**
 * Facts about a source and what each method would do with it.
 * @throws AppError for a file that cannot be analysed; `unknown_option`, `invalid_option`, `usage`, `range_empty`;
 * `cancelled`
 */
export async function answerProbe(
  prober: SourceProber,
  programs: FfmpegPrograms,
  question: ProbeQuestion,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const options = resolveOptions(ANALYZE_OPTIONS, question.options);
  // While the form is being filled in, a pre-filter may still lack its limits.
  checkOptions({ ...options, preFilter: 'off' });
  const probed = await prober.probe(question.path, options, signal);
  const { source, video, sample } = probed;
  const stills = stillsOf(source, { ...options, method: 'all' }, programs.ffmpeg);
  const chain = stills ? stillChain(video) : await chainOf(programs, video, options);
  const looked = { video, chain, stills };
  const machine = { bytes: source.size, lanes: wantedLanes(options.workers) };
  const guessed = guessedEstimates(looked, sample, options, machine);
  const facts = { source, name: basename(source.path), probe: video.probe };
  if (!question.index && !stills) {
    checkPart(video, options);
    return { ...facts, estimates: guessed, warnings: sourceWarnings(looked, options, null) };
  }
  const map = await prober.index(probed, signal);
  const run = settleRun(looked, map, options);
  const estimates = stills
    ? stillEstimates(run, options, machine)
    : indexedEstimates(run, options, guessed, machine);
  return { ...facts, estimates, warnings: sourceWarnings(looked, options, map) };
}
