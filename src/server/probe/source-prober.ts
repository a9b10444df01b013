import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import type { Source } from '../../contract/run-files.ts';
import { mapStream } from '../../decode/analyze-stream.ts';
import type { FfmpegPrograms } from '../../decode/ffmpeg-programs.ts';
import { type KeySample, sampleKeys } from '../../decode/key-sample.ts';
import type { ProbedVideo } from '../../decode/probe.ts';
import type { StreamMap } from '../../decode/stream-map.ts';
import { probeSource } from '../../run/prepare-run.ts';
import { mapStills } from '../../run/stills/prepare-stills.ts';
import { openLocal } from '../../source/open-local.ts';
import { Gate } from '../work/gate.ts';
import { SharedWork } from '../work/shared-work.ts';

/** A source looked at: what stands in it and what can be told quickly about its frames. */
export interface ProbedSource {
  /** Tells this state of this file from every other. */
  readonly stamp: string;
  readonly source: Source;
  readonly video: ProbedVideo;
  readonly sample: KeySample | null;
}

const MOST_PROBED = 64;
/** Memory for indexes of streams; an hour of 30 frames a second takes about a megabyte. */
const MOST_INDEX_BYTES = 64 * 2 ** 20;
const BYTES_A_FRAME = 10;

function stampOf(path: string, facts: BigIntStats): string {
  return [path, facts.dev, facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(' ');
}

/**
 * Looks at sources for the page and remembers what it saw, as long as a file stays as it is. Two files at once are
 * looked at, one at a time is indexed, as that reads the whole file.
 */
export class SourceProber {
  readonly #programs: () => Promise<FfmpegPrograms>;
  readonly #probing = new Gate(2);
  readonly #indexing = new Gate(1);
  readonly #probes = new SharedWork<ProbedSource>();
  readonly #indexes = new SharedWork<StreamMap>();
  readonly #probed = new LRUCache<string, ProbedSource>({ max: MOST_PROBED });
  readonly #indexed = new LRUCache<string, StreamMap>({
    maxSize: MOST_INDEX_BYTES,
    sizeCalculation: (map) => 1 + map.index.length * BYTES_A_FRAME,
  });

  /** @param programs finds FFmpeg */
  constructor(programs: () => Promise<FfmpegPrograms>) {
    this.#programs = programs;
  }

  /**
   * Facts about a file, or about the pictures of a folder.
   * @param path real path
   * @throws AppError for a file that cannot be analysed, `cancelled`
   */
  async probe(
    path: string,
    { stream, glob }: Pick<AnalyzeOptions, 'stream' | 'glob'>,
    signal: AbortSignal,
  ): Promise<ProbedSource> {
    const facts = await stat(path, { bigint: true }).catch(() => null);
    if (facts === null) throw new AppError('input_missing', { path });
    const stamp = `${stampOf(path, facts)} ${stream} ${facts.isDirectory() ? glob : ''}`;
    const known = this.#probed.get(stamp);
    if (known) return known;
    return this.#probes.run(stamp, signal, (shared) =>
      this.#probing.run(shared, async () => {
        const programs = await this.#programs();
        const source = await openLocal(path, { glob, links: false });
        const video = await probeSource(programs, source, stream, shared);
        const sample = source.pictures ? null : await sampleKeys(programs, video, shared);
        const probed = { stamp, source, video, sample };
        this.#probed.set(stamp, probed);
        return probed;
      }),
    );
  }

  /**
   * The index of a file's video stream, from its packets.
   * @throws AppError `input_no_frames`, `decode_failed`, `cancelled`
   */
  async index({ stamp, source, video }: ProbedSource, signal: AbortSignal): Promise<StreamMap> {
    if (source.pictures) return mapStills(source.pictures);
    const known = this.#indexed.get(stamp);
    if (known) return known;
    return this.#indexes.run(stamp, signal, (shared) =>
      this.#indexing.run(shared, async () => {
        const map = await mapStream(await this.#programs(), video, shared);
        this.#indexed.set(stamp, map);
        return map;
      }),
    );
  }
}
