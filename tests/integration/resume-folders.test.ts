import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodePictures, findFfmpeg, type RunEvent, readRun } from '../../dist/index.js';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { progressOf, recordedLines, runState } from '../support/run-state.ts';
import { SYNTHETIC } from '../support/synthetic-clips.ts';

let cwd = '';
let clip = '';
let out = '';
let folder = '';
beforeEach(async () => {
  cwd = temporaryFolder();
  clip = await alternatingClip(cwd, 'clip.mp4', 0.4, '64x48');
  out = path.join(cwd, 'out');
  folder = path.join(out, 'clip');
});

/** Every file of a folder with its time, contents' size and inode. */
function marks(of: string): Record<string, string> {
  const entries = readdirSync(of).map((name) => {
    const { mtimeMs, size, ino } = statSync(path.join(of, name));
    return [name, `${mtimeMs} ${size} ${ino}`];
  });
  return Object.fromEntries(entries);
}

describe('an existing run folder', () => {
  it('of the same source and options is reused: nothing is decoded, no file is touched', async () => {
    const first = await libraryRun(clip, out);
    const before = marks(folder);
    const again = await libraryRun(clip, out);
    expect(again).toMatchObject({ mode: 'reused', run: folder, counts: first.counts, analysed: [] });
    expect(marks(folder)).toEqual(before);
  });

  it('of other options is renamed with its time stamp and stays intact', async () => {
    await libraryRun(clip, out, {}, { now: () => new Date(2026, 0, 2, 3, 4, 5) });
    const before = runState(folder);
    for (const jpgQuality of [50, 60]) {
      const next = await libraryRun(clip, out, { jpgQuality }, { now: () => new Date(2026, 0, 2, 3, 4, 5) });
      expect(next).toMatchObject({ mode: 'new', run: folder });
    }
    expect(readdirSync(out).sort()).toEqual(['clip', 'clip_20260102_030405', 'clip_20260102_030405-2']);
    expect(runState(path.join(out, 'clip_20260102_030405'))).toEqual(before);
    expect(runState(folder)).not.toEqual(before);
  });

  it('is renamed with --no-resume, too, and the new run is the same', async () => {
    await libraryRun(clip, out);
    const before = runState(folder);
    expect(await libraryRun(clip, out, { resume: false })).toMatchObject({ mode: 'new', run: folder });
    const names = readdirSync(out);
    expect(names).toHaveLength(2);
    for (const name of names) expect(runState(path.join(out, name))).toEqual(before);
    expect(names.find((name) => name !== 'clip')).toMatch(/^clip_\d{8}_\d{6}$/);
  });

  it('is found again when the source was renamed or moved, and says so; pictures come from it there', async () => {
    await libraryRun(clip, out, { preFilter: 'metrics', preMinSharpness: 100 });
    const state = runState(folder);
    const renamed = path.join(cwd, 'renamed.mp4');
    renameSync(clip, renamed);
    // Nobody has told the run yet: it finds the file by its contents.
    const programs = await findFfmpeg();
    const { run: file, records } = await readRun(folder);
    const taken: number[] = [];
    const take = (number: number) => void taken.push(number);
    const signal = new AbortController().signal;
    expect(await decodePictures(file, records.slice(0, 2), take, { programs, signal, workers: 1 })).toEqual(
      [],
    );
    expect(taken.sort()).toEqual([0, 1]);
    const messages: string[] = [];
    const emit = (event: RunEvent) => {
      if (event.event === 'log') messages.push(event.message);
    };
    const options = { preFilter: 'metrics', preMinSharpness: 100 };
    expect(await libraryRun(renamed, out, options, { emit })).toMatchObject({ mode: 'reused', run: folder });
    expect(messages).toEqual([`the same was analysed before as ${clip}: its run is used`]);
    expect((await readRun(folder)).run.source).toEqual({ ...file.source, path: renamed });
    expect(runState(folder).records).toEqual(state.records);
    // Other options, or other contents under the old name, are another run.
    expect(await libraryRun(renamed, out)).toMatchObject({ mode: 'new', run: path.join(out, 'renamed') });
    await alternatingClip(cwd, 'clip.mp4', 0.3, '64x48');
    expect(await libraryRun(clip, out, options)).toMatchObject({ mode: 'new', run: `${folder}-2` });
  });

  it('of another source of the same name stays, the new one is NAME-2, and each finds its own again', async () => {
    await libraryRun(clip, out);
    const before = marks(folder);
    mkdirSync(path.join(cwd, 'other'));
    const other = await alternatingClip(path.join(cwd, 'other'), 'clip.mkv', 0.2, '64x48');
    expect(await libraryRun(other, out)).toMatchObject({ mode: 'new', run: `${folder}-2` });
    expect(await libraryRun(other, out)).toMatchObject({ mode: 'reused', run: `${folder}-2` });
    expect(await libraryRun(clip, out)).toMatchObject({ mode: 'reused', run: folder });
    expect(marks(folder)).toEqual(before);
  });

  it('that is not ours is never touched, whatever is in it', async () => {
    mkdirSync(path.join(folder, 'deep'), { recursive: true });
    writeFileSync(path.join(folder, 'run.json'), '{"not":"ours"}');
    writeFileSync(`${folder}-2`, 'a file');
    const before = marks(folder);
    expect(await libraryRun(clip, out)).toMatchObject({ mode: 'new', run: `${folder}-3` });
    expect(marks(folder)).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(['deep', 'run.json']);
  });

  it('is found again after the source was moved, and after it was copied with other times', async () => {
    await libraryRun(clip, out);
    mkdirSync(path.join(cwd, 'moved'));
    const moved = path.join(cwd, 'moved/clip.mp4');
    renameSync(clip, moved);
    expect(await libraryRun(moved, out)).toMatchObject({ mode: 'reused', run: folder, analysed: [] });
    const before = marks(folder);
    cpSync(moved, clip);
    expect(await libraryRun(clip, out)).toMatchObject({ mode: 'reused', run: folder, analysed: [] });
    expect(marks(folder)).toEqual(before);
    // A copy under another name beside the original is a source of its own.
    const copy = path.join(cwd, 'copy.mp4');
    renameSync(clip, copy);
    expect(await libraryRun(copy, out)).toMatchObject({ mode: 'new', run: path.join(out, 'copy') });
  });
});

describe('records that are gone or damaged in a complete run', () => {
  it.each(
    casesOf(
      [
        { name: 'gone from the end', damage: (lines: string[]) => lines.slice(0, 2) },
        { name: 'all gone', damage: () => [] },
        { name: 'gone with the file', damage: () => null },
        { name: 'broken in the middle', damage: (lines: string[]) => lines.with(2, '{"frame_number":2,') },
        { name: 'gone from the middle', damage: (lines: string[]) => lines.toSpliced(2, 1) },
      ],
      2,
    ),
  )('are analysed again ($name)', async ({ damage }) => {
    const { counts } = await libraryRun(clip, out);
    writeFileSync(path.join(folder, 'review.json'), '{"schema_version":1,"pinned":[3],"rejected":[]}');
    const before = runState(folder);
    const file = path.join(folder, 'metadata.jsonl');
    const left = damage(readFileSync(file, 'utf8').split('\n').slice(0, -1));
    if (left === null) rmSync(file);
    else writeFileSync(file, left.map((line) => `${line}\n`).join(''));
    const again = await libraryRun(clip, out);
    expect(again).toMatchObject({ mode: 'resumed', counts });
    expect(again.analysed.length).toBe(counts.processed);
    const aside = readdirSync(folder).filter((name) => /^metadata_\d{8}_\d{6}\.jsonl$/.test(name));
    expect(aside.length).toBe(left === null ? 0 : 1);
    for (const name of aside) rmSync(path.join(folder, name));
    expect(runState(folder)).toEqual(before);
    expect(await libraryRun(clip, out)).toMatchObject({ mode: 'reused', analysed: [] });
  });
});

describe('pictures that are gone', () => {
  it.each(
    casesOf(
      [
        { name: 'all', options: {} },
        { name: 'png', options: { png: true } },
        { name: 'interval', options: { method: 'interval', interval: 0.1 } },
        { name: 'pre-filter', options: { preFilter: 'overall', preMinQuality: 40 } },
      ],
      1,
    ),
  )('or empty are written again, the same as before ($name)', async ({ options }) => {
    const { counts } = await libraryRun(clip, out, options);
    const before = runState(folder);
    const times = marks(folder);
    const pictures = readdirSync(folder).filter((name) => name.startsWith('frame_'));
    expect(pictures.length).toBe(counts.kept);
    const [first = '', second = ''] = pictures;
    const last = pictures.at(-1) ?? '';
    rmSync(path.join(folder, first));
    rmSync(path.join(folder, last));
    truncateSync(path.join(folder, second), 0);
    expect(await libraryRun(clip, out, options)).toMatchObject({ mode: 'reused', counts, analysed: [] });
    expect(runState(folder)).toEqual(before);
    const changed = Object.keys(times).filter((name) => marks(folder)[name] !== times[name]);
    expect(changed.sort()).toEqual([...new Set([first, second, last])].sort());
  });

  it('and leftovers of a killed session do not stay', async () => {
    await libraryRun(clip, out);
    const before = runState(folder);
    // A killed session as it could have been: not complete, with a picture that nothing records.
    const abort = new AbortController();
    const other = path.join(cwd, 'other');
    const stopped = libraryRun(
      clip,
      other,
      {},
      {
        signal: abort.signal,
        emit: ({ event }) => event === 'frame' && abort.abort(),
      },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const half = path.join(other, 'clip');
    expect(progressOf(half).state).toBe('cancelled');
    writeFileSync(path.join(half, 'frame_000777.jpg'), 'left over');
    writeFileSync(path.join(half, '.framesift-tmp-1-0'), 'left over');
    expect(await libraryRun(clip, other)).toMatchObject({ mode: 'resumed' });
    expect(runState(half)).toEqual(before);
  });
});

describe('a run of frames that share their times, killed between two of them', () => {
  it.each([
    ['keyframes', {}],
    ['interval', { interval: 0.3 }],
  ])('records each frame once (%s)', async (method, more) => {
    const twins = await SYNTHETIC['two frames at every time']();
    const options = { method, ...more };
    const { run } = await libraryRun(twins, out, options);
    const before = runState(run);
    const lines = recordedLines(run);
    for (const left of [1, 5]) {
      const file = path.join(run, 'run.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), counts: null }));
      writeFileSync(path.join(run, 'metadata.jsonl'), `${lines.slice(0, left).join('\n')}\n`);
      const { mode, analysed } = await libraryRun(twins, out, options);
      expect({ mode, analysed: analysed.length }).toEqual({ mode: 'resumed', analysed: lines.length - left });
      expect(runState(run)).toEqual(before);
    }
  });
});
