import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import {
  ANALYZE_OPTIONS,
  type AnalyzeContext,
  type AnalyzeResult,
  analyze,
  openSource,
  type RunEvent,
  readRun,
  resolveOptions,
  type StoredRun,
} from '../../dist/index.js';
import { rememberedFfmpeg } from './remembered-ffmpeg.ts';

/** One finished analysis with everything that it left behind. */
export interface Analysed extends Omit<AnalyzeResult, 'run'> {
  /** The run folder. */
  readonly folder: string;
  /** Contents of run.json. */
  readonly file: StoredRun['run'];
  readonly records: StoredRun['records'];
  readonly events: readonly RunEvent[];
  /** Names of the pictures in the run folder. */
  readonly pictures: readonly string[];
  /** Records of frames that could be decoded. */
  readonly decoded: StoredRun['records'];
}

/**
 * Analyses a clip through the library, into a new folder below `parent`.
 * @param options by camelCase name, as the option table has them; one worker unless they say otherwise
 */
export async function analyzeClip(
  clip: string,
  parent: string,
  options: Record<string, unknown> = {},
  context: Partial<AnalyzeContext> = {},
): Promise<Analysed> {
  const out = await mkdtemp(path.join(parent, 'run-'));
  const events: RunEvent[] = [];
  const resolved = resolveOptions(ANALYZE_OPTIONS, { out, workers: 1, ...options });
  const { run: folder, ...result } = await analyze(clip, await openSource(clip), resolved, {
    programs: await rememberedFfmpeg(),
    emit: (event) => events.push(event),
    signal: new AbortController().signal,
    ...context,
  });
  const { run: file, records } = await readRun(folder);
  const names = await readdir(folder);
  const pictures = names.filter((name) => name.startsWith('frame_')).sort();
  const decoded = records.filter(({ status }) => status !== 'error');
  return { ...result, folder, file, records, events, pictures, decoded };
}

/**
 * For a file whose tests look at the same runs: analyses a clip with some options once and gives the run to every test
 * that asks for it. Nobody may change it.
 */
export function sharedRuns(): (clip: string, options?: Record<string, unknown>) => Promise<Analysed> {
  let folder: Promise<string> | null = null;
  const runs = new Map<string, Promise<Analysed>>();
  afterAll(async () => folder && rm(await folder, { recursive: true, force: true }));
  return async (clip, options = {}) => {
    folder ??= mkdtemp(path.join(tmpdir(), 'framesift-test-'));
    const parent = await folder;
    const key = JSON.stringify([clip, options]);
    const run = runs.get(key) ?? analyzeClip(clip, parent, options);
    runs.set(key, run);
    return run;
  };
}
