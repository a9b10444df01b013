import { LRUCache } from 'lru-cache';
import type { FfmpegPrograms } from '../../decode/ffmpeg-programs.ts';
import type { ProbedVideo } from '../../decode/probe.ts';
import { readSceneScores, type TimeSpan } from '../../decode/scene-scores.ts';
import { wantedLanes } from '../../run/run-settings.ts';
import { Gate } from '../work/gate.ts';
import { SharedWork } from '../work/shared-work.ts';
import { SceneSample, sliceCount } from './scene-sample.ts';
import type { ProbedSource } from './source-prober.ts';

/** No slice is begun later in a round than this, milliseconds. */
const ROUND_MS = 2500;
/** None goes on for longer: there may be hours between keyframes, milliseconds. */
const LONGEST_ROUND_MS = 20_000;
const MOST_SAMPLES = 64;

/**
 * Looks at slices of videos for scene cuts, a round of a few seconds at a time, and remembers their scores, so that any
 * threshold can be counted. One video at a time is looked at.
 */
export class SceneSampler {
  readonly #programs: () => Promise<FfmpegPrograms>;
  readonly #gate = new Gate(1);
  readonly #rounds = new SharedWork<void>();
  readonly #samples = new LRUCache<string, SceneSample>({ max: MOST_SAMPLES });

  /** @param programs finds FFmpeg */
  constructor(programs: () => Promise<FfmpegPrograms>) {
    this.#programs = programs;
  }

  /**
   * The sample of a part of a video.
   * @param more whether to look at more of it than an earlier call did
   * @throws AppError `cancelled`; what was seen until then is kept
   */
  async sample(
    { stamp, video }: ProbedSource,
    part: TimeSpan,
    more: boolean,
    signal: AbortSignal,
  ): Promise<SceneSample> {
    const key = `${stamp} ${part.from} ${part.to}`;
    const sample = this.#samples.get(key) ?? new SceneSample(part, sliceCount(part, video.probe));
    this.#samples.set(key, sample);
    if (sample.canGrow && (more || sample.spentMs === 0)) {
      await this.#rounds.run(key, signal, (shared) =>
        this.#gate.run(shared, () => this.#round(sample, video, shared)),
      );
    }
    return sample;
  }

  async #round(sample: SceneSample, video: ProbedVideo, signal: AbortSignal): Promise<void> {
    const programs = await this.#programs();
    const begun = performance.now();
    const limit = AbortSignal.timeout(LONGEST_ROUND_MS);
    const lane = async (): Promise<void> => {
      while (performance.now() - begun < ROUND_MS) {
        const slice = sample.take();
        if (slice === null) return;
        try {
          const span = sample.spanOf(slice);
          const scores = await readSceneScores(programs, video, span, AbortSignal.any([signal, limit]));
          if (scores !== null) sample.add(slice, scores);
        } catch (thrown) {
          sample.putBack(slice);
          if (signal.aborted || !limit.aborted) throw thrown;
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: wantedLanes(null) }, lane));
    sample.spentMs += performance.now() - begun;
  }
}
