import { ANALYZE_OPTIONS, type AnalyzeOptions } from '../../contract/analyze-options.ts';
import type { ScenesAnswer } from '../../contract/http.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { sceneThresholdOf } from '../../decode/decode-method.ts';
import type { TimeSpan } from '../../decode/scene-scores.ts';
import { checkOptions } from '../../run/check-options.ts';
import { checkPart, lengthOf } from './guessed-estimates.ts';
import { estimateScenes } from './scene-estimate.ts';
import type { SceneSampler } from './scene-sampler.ts';
import type { ProbedSource, SourceProber } from './source-prober.ts';

/** A video of so few slices is looked at from end to end. */
const FEW_SLICES = 16;

/** What is asked about the scene cuts of a source. */
export interface ScenesQuestion {
  /** Real path. */
  readonly path: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether to look at more of the video than an earlier question did. */
  readonly more: boolean;
}

/** What looks at the source. */
export interface ScenesMeans {
  readonly prober: SourceProber;
  readonly sampler: SceneSampler;
}

/** The chosen part of a source; where the container does not say how long it is, its packets do. */
async function partOf(
  prober: SourceProber,
  probed: ProbedSource,
  { start, end }: AnalyzeOptions,
  signal: AbortSignal,
): Promise<TimeSpan> {
  const length = lengthOf(probed.video) ?? (await prober.index(probed, signal)).index.endTime;
  const from = start ?? 0;
  return { from, to: Math.max(from, Math.min(end ?? length, length)) };
}

/**
 * How many frames the scene method would pick, from a sample of the video.
 * @throws AppError for a file that cannot be analysed; `unknown_option`, `invalid_option`, `usage`, `range_empty`;
 * `cancelled`
 */
export async function answerScenes(
  { prober, sampler }: ScenesMeans,
  { path, options: given, more }: ScenesQuestion,
  signal: AbortSignal,
): Promise<ScenesAnswer> {
  const options = resolveOptions(ANALYZE_OPTIONS, given);
  checkOptions({ ...options, preFilter: 'off' });
  const probed = await prober.probe(path, options, signal);
  if (probed.source.pictures) return { frames: null, range: null, looked_at: 0, more: false };
  checkPart(probed.video, options);
  const part = await partOf(prober, probed, options, signal);
  const sample = await sampler.sample(probed, part, more, signal);
  const { frames, range, lookedAt } = estimateScenes(sample.cuts(sceneThresholdOf(options)), sample.slices);
  // A number that is near enough needs no further looking, but the rest of a short video is soon seen.
  const unsure = frames === null || range !== null || sample.slices <= FEW_SLICES;
  return { frames, range, looked_at: lookedAt, more: unsure && sample.canGrow };
}
