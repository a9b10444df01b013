import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUN_FILES } from '../../contract/run-files.ts';
import { readFacts } from './folder-facts.ts';
import { RunFolders } from './run-folders.ts';
import { makeRun, newFolder } from './runs.fixture.ts';

const LONG_AGO = new Date('2026-01-01T00:00:00Z');

describe('the folders of a workspace', () => {
  it('are those that hold a run', async () => {
    const workspace = newFolder();
    makeRun(workspace, 'clip');
    makeRun(workspace, '.framesift');
    mkdirSync(path.join(workspace, 'no run'));
    mkdirSync(path.join(workspace, 'broken'));
    writeFileSync(path.join(workspace, 'broken/run.json'), '{"schema_version": 1');
    writeFileSync(path.join(workspace, 'run.json'), '{}');
    symlinkSync(makeRun(newFolder(), 'elsewhere'), path.join(workspace, 'link'));
    const folders = new RunFolders(workspace);
    await folders.scan();
    expect(folders.all.map(({ folder }) => path.basename(folder))).toEqual(['clip']);
  });

  it('appear, change their names and disappear', async () => {
    const workspace = newFolder();
    const folders = new RunFolders(workspace);
    await folders.scan();
    expect(folders.all).toEqual([]);
    const clip = makeRun(workspace, 'clip');
    await folders.scan();
    const key = folders.at(clip)?.key ?? '';
    renameSync(clip, path.join(workspace, 'clip_old'));
    makeRun(workspace, 'clip', { configHash: 'other' });
    await folders.scan();
    expect(folders.withKey(key)?.folder).toBe(path.join(workspace, 'clip_old'));
    expect(folders.at(clip)?.key).not.toBe(key);
    expect(folders.at(clip)?.run.config_hash).toBe('other');
    rmSync(clip, { recursive: true });
    await folders.scan();
    expect(folders.all).toHaveLength(1);
  });

  it('are not lost when they are renamed while they are looked at', async () => {
    const workspace = newFolder();
    const names = ['a', 'b'];
    makeRun(workspace, 'a');
    const folders = new RunFolders(workspace);
    await folders.scan();
    const [{ key } = { key: '' }] = folders.all;
    for (let i = 0; i < 300; i++) {
      const looking = folders.scan();
      // The rename falls somewhere between listing and reading.
      for (let turns = i % 12; turns > 0; turns--) await new Promise(setImmediate);
      renameSync(path.join(workspace, names[i % 2] ?? ''), path.join(workspace, names[(i + 1) % 2] ?? ''));
      await looking;
      expect(folders.withKey(key), `${i}`).not.toBeNull();
    }
  });

  it('stay known while the workspace cannot be listed', async () => {
    const parent = newFolder();
    const workspace = path.join(parent, 'downloads');
    makeRun(workspace, 'clip');
    const folders = new RunFolders(workspace);
    await folders.scan();
    renameSync(workspace, path.join(parent, 'elsewhere'));
    writeFileSync(workspace, 'a file in its place');
    await expect(folders.scan()).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(folders.all).toHaveLength(1);
  });

  it.each(Object.values(RUN_FILES))('are none whose %s is a link, a pipe or a folder', async (file) => {
    const workspace = newFolder();
    const place = (name: string) => {
      const folder = makeRun(workspace, name);
      rmSync(path.join(folder, file), { force: true });
      return path.join(folder, file);
    };
    writeFileSync(path.join(workspace, 'target'), '{}');
    symlinkSync(path.join(workspace, 'target'), place('linked'));
    symlinkSync('nowhere', place('dangling'));
    execFileSync('mkfifo', [place('piped')]);
    mkdirSync(place('folder'));
    const folders = new RunFolders(workspace);
    await folders.scan();
    expect(folders.all).toEqual([]);
  });

  it('of a workspace that is not there are none', async () => {
    const folders = new RunFolders('/no/such/folder');
    await folders.scan();
    expect(folders.all).toEqual([]);
  });
});

describe('what a folder says', () => {
  it('is not read again as long as nothing was written', async () => {
    const folder = makeRun(newFolder(), 'clip');
    utimesSync(folder, LONG_AGO, LONG_AGO);
    const first = await readFacts(folder, null);
    // Written in place, which no run does: a look that read it again would see it.
    writeFileSync(path.join(folder, 'run.json'), '{}');
    expect(await readFacts(folder, first)).toEqual(first);
    utimesSync(folder, LONG_AGO, new Date(LONG_AGO.getTime() + 1000));
    expect(await readFacts(folder, first)).toBeNull();
  });

  it('is read again where it was written just before', async () => {
    const folder = makeRun(newFolder(), 'clip', { complete: false, state: 'running' });
    const first = await readFacts(folder, null);
    const { atime, mtime } = statSync(folder);
    makeRun(path.dirname(folder), 'clip');
    utimesSync(folder, atime, mtime);
    expect((await readFacts(folder, first))?.run.counts).not.toBeNull();
  });

  it('is read again while somebody works on it, as that can end without a trace', async () => {
    const folder = makeRun(newFolder(), 'clip', { complete: false, state: 'running', locked: true });
    utimesSync(folder, LONG_AGO, LONG_AGO);
    const first = await readFacts(folder, null);
    expect(first?.holder).toBe(process.pid);
    const gone = JSON.stringify({ pid: 2 ** 22 - 1, host: 'here', started: null });
    writeFileSync(
      path.join(folder, 'run.lock'),
      gone.replace('"here"', JSON.stringify((await import('node:os')).hostname())),
    );
    utimesSync(folder, LONG_AGO, LONG_AGO);
    expect((await readFacts(folder, first))?.holder).toBeNull();
  });

  it('shows pictures of a run as soon as there are some, and those of the whole run when it has ended', async () => {
    const workspace = newFolder();
    const growing = { complete: false, state: 'running', locked: true } as const;
    const begun = await readFacts(makeRun(workspace, 'clip', { ...growing, kept: [] }), null);
    expect(begun?.sample).toEqual([]);
    const few = await readFacts(
      makeRun(workspace, 'clip', { ...growing, kept: [true, true, true, true] }),
      begun,
    );
    expect(few?.sample).toHaveLength(3);
    const folder = makeRun(workspace, 'clip', { kept: Array.from({ length: 3000 }, () => true) });
    rmSync(path.join(folder, 'run.lock'));
    const ended = await readFacts(folder, few);
    expect(ended?.sample.at(-1)).toBeGreaterThan(1000);
  });

  it('tells whether the video is where it was', async () => {
    const workspace = newFolder();
    const source = path.join(workspace, 'clip.mp4');
    writeFileSync(source, 'x');
    const folder = makeRun(workspace, 'clip', { source });
    const first = await readFacts(folder, null);
    expect(first?.sourceMissing).toBe(false);
    rmSync(source);
    expect((await readFacts(folder, first))?.sourceMissing).toBe(false);
    expect((await readFacts(folder, first, Date.now() + 60_000))?.sourceMissing).toBe(true);
  });
});
