import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { type Page, RUN_FILES } from '../../contract/run-files.ts';
import type { RunEntry } from './run-entry.ts';

/** A new folder that goes away with the test. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'framesift-test-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

const PROBE = {
  container: 'mov,mp4,m4a,3gp,3g2,mj2',
  duration: 4,
  start_time: 0,
  stream_index: 0,
  codec: 'h264',
  profile: 'High',
  coded_width: 160,
  coded_height: 120,
  width: 120,
  height: 160,
  pixel_aspect: { num: 1, den: 1 },
  rotation: 90,
  flipped: false,
  pixel_format: 'yuv420p',
  bit_depth: 8,
  color_range: 'limited',
  color_space: null,
  color_transfer: null,
  color_primaries: null,
  hdr: null,
  interlaced: false,
  frame_rate: { num: 25, den: 1 },
  nominal_frame_rate: { num: 25, den: 1 },
  variable_frame_rate: false,
  time_base: { num: 1, den: 90000 },
  frame_count: 100,
} as const;

const COUNTS = { processed: 100, kept: 60, rejected: 40, error: 0 };

/** What a made-up run folder holds. */
export interface MadeRun {
  readonly complete?: boolean;
  readonly state?: 'running' | 'done' | 'cancelled' | 'failed';
  /** Whether a living process works on it. */
  readonly locked?: boolean;
  readonly source?: string;
  /** Where the source was downloaded from. */
  readonly page?: Page;
  readonly configHash?: string;
  /** Whether each frame of metadata.jsonl is kept. */
  readonly kept?: readonly boolean[];
}

/** Writes a run folder; what is not given is that of a complete run. */
export function makeRun(workspace: string, name: string, made: MadeRun = {}): string {
  const { complete = true, state = 'done', locked = false, configHash = `hash of ${name}` } = made;
  const folder = path.join(workspace, name);
  mkdirSync(folder, { recursive: true });
  const write = (file: string, value: object) =>
    writeFileSync(path.join(folder, file), JSON.stringify(value));
  write(RUN_FILES.run, {
    schema_version: 1,
    tool: { name: 'framesift', version: '0.1.0' },
    source: {
      path: made.source ?? path.join(workspace, 'gone.mp4'),
      size: 1,
      fingerprint: name,
      page: made.page,
    },
    probe: PROBE,
    options: { method: 'all', qualityWeights: [30, 20, 20, 10, 20], png: false },
    config_hash: configHash,
    versions: { ffmpeg: '5.1' },
    counts: complete ? COUNTS : null,
    warnings: ['something odd'],
  });
  write(RUN_FILES.progress, {
    schema_version: 1,
    state,
    pid: 1,
    started_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:05.000Z',
    done: 50,
    total: 100,
    counts: { processed: 50, kept: 50, rejected: 0, error: 0 },
    seconds: 5,
    error: state === 'failed' ? { code: 'disk_full', message: 'No space', hint: 'Free some' } : null,
  });
  const kept = made.kept ?? Array.from({ length: 100 }, () => true);
  const lines = kept.map((isKept, number) =>
    JSON.stringify({
      frame_number: number,
      filename: `frame_${number}.jpg`,
      status: isKept ? 'kept' : 'rejected',
    }),
  );
  writeFileSync(path.join(folder, RUN_FILES.metadata), lines.map((line) => `${line}\n`).join(''));
  if (locked) write(RUN_FILES.lock, { pid: process.pid, host: hostname(), started: null });
  return folder;
}

/** A run that the server was asked for. */
export function madeEntry(change: Partial<RunEntry> = {}): RunEntry {
  return {
    id: 'aaaaaaaaaaaaaaaa',
    former: [],
    input: '/videos/clip.mp4',
    title: null,
    options: resolveOptions(ANALYZE_OPTIONS, { out: '/workspace', method: 'all', workers: 2 }),
    state: 'queued',
    folder: null,
    folder_key: null,
    trashed: false,
    probe: null,
    error: null,
    created_at: '2026-01-02T00:00:00.000Z',
    updated_at: '2026-01-02T00:00:00.000Z',
    ...change,
  };
}
