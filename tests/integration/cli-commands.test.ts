import { copyFile, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { runEventSchema } from '../../src/contract/events.ts';
import { manifestFileSchema } from '../../src/contract/run-files.ts';
import { framesift, jsonLines } from '../support/cli.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { commandLine } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';
import { linesWithoutShots } from '../support/run-state.ts';

afterEach(() => vi.unstubAllEnvs());
/** A folder with one finished run of a clip of 30 frames, which the tests share, and what `--json` printed. */
async function analyzeOnce() {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'framesift-commands-')));
  const clip = await makeClip('small.mp4', ...scenesInput('96x64', 10), ...h264(10));
  await copyFile(clip, path.join(folder, 'clip.mp4'));
  const old = ['--quality-weights', '30', '20', '20', '10', '20', '--no-resume'];
  const args = ['analyze', ...old, 'clip.mp4', '--method', 'all', '--json'];
  const result = await framesift(args, { cwd: folder });
  expect(result.stderr).toBe('');
  expect(result.exitCode).toBe(0);
  return { folder, run: path.join(folder, 'downloads/clip'), events: jsonLines(result.stdout) };
}

let shared: ReturnType<typeof analyzeOnce> | null = null;
const analyzed = () => {
  shared ??= analyzeOnce();
  return shared;
};
afterAll(async () => rm((await analyzed()).folder, { recursive: true, force: true }));

describe('framesift analyze --json', () => {
  it('prints one valid event a line, a frame event for every record, and ends with done', async () => {
    const { run, events } = await analyzed();
    const parsed = events.map((event) => runEventSchema.parse(event));
    expect(parsed).toEqual(events);
    const stages = parsed.flatMap((event) => (event.event === 'stage' ? [event.stage] : []));
    expect(stages).toEqual(['probe', 'index', 'analyze', 'finish']);
    const records = parsed.flatMap((event) => (event.event === 'frame' ? [event.record] : []));
    // Shots are told when the run ends.
    expect(records).toEqual(linesWithoutShots(run).map((line): unknown => JSON.parse(line)));
    expect(records).toHaveLength(30);
    const end = parsed.at(-1);
    expect(end).toMatchObject({ event: 'done', run, counts: { processed: 30, kept: 30 } });
    expect(parsed.filter(({ event }) => event === 'progress').length).toBeGreaterThan(0);
  });
});

describe('framesift filter and export', () => {
  it('filter --json is one line with kept, total and reasons; the reasons add up', async () => {
    const { run } = await analyzed();
    const bounds = ['--min-sharpness', '20', '--max-entropy', '90', '--min-contrast', '10'];
    const { out } = await commandLine('filter', run, '--filter-mode', 'individual', ...bounds, '--json');
    expect(out).toHaveLength(1);
    const result: { kept: number[]; total: number; reasons: Record<string, number> } = JSON.parse(
      out[0] ?? '',
    );
    expect(Object.keys(result)).toEqual(['kept', 'total', 'reasons']);
    expect(result.total).toBe(30);
    const dropped = Object.values(result.reasons).reduce((sum, count) => sum + count, 0);
    expect(result.kept.length + dropped).toBe(30);
    const everything = await commandLine('filter', run, '--json');
    expect(JSON.parse(everything.out[0] ?? '')).toEqual({
      kept: Array.from({ length: 30 }, (_, i) => i),
      total: 30,
      reasons: {},
    });
  });

  it('every threshold of the design is an option, and filtering writes nothing', async () => {
    const { run } = await analyzed();
    const before = await readdir(run);
    const metrics = ['quality', 'sharpness', 'edge-strength', 'contrast', 'brightness', 'entropy'];
    const bounds = metrics.flatMap((name) => [`--min-${name}`, '0', `--max-${name}`, '100']);
    const weights = ['--weights', '30', '20', '20', '10', '20'];
    const { exitCode, out } = await commandLine(
      'filter',
      run,
      '--filter-mode',
      'overall',
      ...bounds,
      ...weights,
    );
    expect(exitCode).toBe(0);
    expect(out[0]).toBe('30 of 30 frames pass');
    expect(await readdir(run)).toEqual(before);
  });

  it('export copies the same frames into <run>_exported_<time>, or into --to, never over something', async () => {
    const { folder, run } = await analyzed();
    const kept = await commandLine('filter', run, '--min-sharpness', '20', '--json');
    const { exitCode, stdout } = await framesift(['export', run, '--min-sharpness', '20', '--json'], {
      cwd: folder,
    });
    expect(exitCode).toBe(0);
    const lines = jsonLines(stdout);
    expect(lines).toHaveLength(1);
    const runs = await readdir(path.dirname(run));
    const name = runs.find((entry) => /^clip_exported_\d{8}_\d{6}$/.test(entry)) ?? '';
    const target = path.join(path.dirname(run), name);
    expect(lines[0]).toMatchObject({ folder: target, total: 30 });
    const manifest = manifestFileSchema.parse(
      JSON.parse(await readFile(path.join(target, 'manifest.json'), 'utf8')),
    );
    expect(manifest.frames.map((frame) => frame.frame_number)).toEqual(JSON.parse(kept.out[0] ?? '').kept);
    for (const { filename } of manifest.frames) {
      const [copy, picture] = await Promise.all([target, run].map((at) => readFile(path.join(at, filename))));
      expect(copy?.equals(picture ?? Buffer.alloc(0))).toBe(true);
    }
    const to = path.join(folder, 'chosen');
    expect((await commandLine('export', run, '--to', to)).out).toEqual([`30 of 30 frames exported\n${to}`]);
    const again = await commandLine('export', run, '--to', to);
    expect([again.exitCode, again.code]).toEqual([4, 'output_exists']);
  });

  it('a folder that is no run, and thresholds that nothing passes, are named', async () => {
    const { folder, run } = await analyzed();
    const none = await commandLine('filter', folder);
    expect([none.exitCode, none.code]).toEqual([4, 'run_missing']);
    const empty = await commandLine('export', run, '--min-quality', '100');
    expect([empty.exitCode, empty.code]).toEqual([1, 'nothing_selected']);
    expect((await commandLine('filter', run, '--min-quality', '100')).exitCode).toBe(0);
  });
});

describe('framesift presets and doctor', () => {
  it('a preset is saved, listed, shown, used and deleted', async () => {
    const { run } = await analyzed();
    vi.stubEnv('FRAMESIFT_CONFIG_DIR', temporaryFolder());
    const options = ['--min-sharpness', '20', '--method', 'interval', '--interval', '2'];
    expect((await commandLine('presets', 'save', 'sharp ones', ...options)).exitCode).toBe(0);
    const listed = await commandLine('presets', 'list', '--json');
    expect(listed.out).toEqual(['{"presets":["sharp ones"]}']);
    const shown = await commandLine('presets', 'show', 'sharp ones', '--json');
    expect(JSON.parse(shown.out[0] ?? '')).toEqual({
      name: 'sharp ones',
      options: { minSharpness: 20, method: 'interval', interval: 2 },
    });
    const twice = await commandLine('presets', 'save', 'sharp ones', '--min-quality', '1');
    expect(twice.exitCode).not.toBe(0);
    const used = await commandLine('filter', run, '--preset', 'sharp ones', '--json');
    expect(used.out).toEqual((await commandLine('filter', run, '--min-sharpness', '20', '--json')).out);
    const won = await commandLine('filter', run, '--preset', 'sharp ones', '--min-sharpness', '0', '--json');
    expect(JSON.parse(won.out[0] ?? '').kept).toHaveLength(30);
    expect((await commandLine('presets', 'delete', 'sharp ones')).exitCode).toBe(0);
    expect((await commandLine('presets', 'show', 'sharp ones')).code).toBe('preset_missing');
  });

  it('doctor says what works, what is missing and how to get it; --json is one line', async () => {
    const { exitCode, stdout } = await framesift(['doctor', '--json'], { cwd: temporaryFolder() });
    expect(exitCode).toBe(0);
    const [report, ...more] = jsonLines(stdout);
    expect(more).toEqual([]);
    expect(report).toMatchObject({
      schema_version: 1,
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'ffmpeg', status: 'ok' }),
        expect.objectContaining({ name: 'faces', status: 'ok' }),
        expect.objectContaining({ name: 'face models' }),
        expect.objectContaining({ name: 'models run on', detail: 'the processor' }),
        expect.objectContaining({ name: 'subject', status: 'ok' }),
        expect.objectContaining({ name: 'mask models' }),
      ]),
    });
    const people = await commandLine('doctor');
    expect(people.out.join('\n')).toContain('ok       ffmpeg: ');
  });
});
