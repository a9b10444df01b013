import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunBook } from './run-book.ts';
import { RunEntries } from './run-entries.ts';
import { RunFolders } from './run-folders.ts';
import { folderId } from './run-ids.ts';
import { folderKey } from './run-jobs.ts';
import { madeEntry, makeRun, newFolder } from './runs.fixture.ts';

async function book() {
  const workspace = newFolder();
  const entries = new RunEntries(null, () => undefined);
  const runs = new RunBook(entries, new RunFolders(workspace), () => null);
  /** A run that this server has made in a folder. */
  const made = async (id: string, folder: string, state: 'done' | 'running' = 'done') =>
    entries.enqueue(madeEntry({ id, state, folder, folder_key: await folderKey(folder) }));
  const listed = async () => {
    await runs.renew();
    return runs.summaries.map(({ id, name }) => `${id} ${name}`).sort();
  };
  return { workspace, entries, runs, made, listed };
}

describe('the list of runs', () => {
  it('holds folders of the command line under the id of their path', async () => {
    const { workspace, listed, runs } = await book();
    const clip = makeRun(workspace, 'clip');
    expect(await listed()).toEqual([`${folderId(clip)} clip`]);
    expect(folderId('/work/downloads/clip')).toMatch(/^[0-9a-f]{16}$/);
    expect(runs.find(folderId(clip))?.facts?.folder).toBe(clip);
  });

  it('holds a run of this server once, under its first id; that of its folder stands for it', async () => {
    const { workspace, made, listed, runs } = await book();
    const clip = makeRun(workspace, 'clip');
    await made('1111111111111111', clip);
    expect(await listed()).toEqual(['1111111111111111 clip']);
    expect(runs.find(folderId(clip))?.id).toBe('1111111111111111');
  });

  it('follows a folder that was renamed because another run took its name', async () => {
    const { workspace, made, listed, runs } = await book();
    const clip = makeRun(workspace, 'clip');
    await made('1111111111111111', clip);
    await listed();
    const aside = path.join(workspace, 'clip_20260101_000000');
    renameSync(clip, aside);
    makeRun(workspace, 'clip', { configHash: 'other' });
    await made('2222222222222222', clip, 'running');
    expect(await listed()).toEqual(['1111111111111111 clip_20260101_000000', '2222222222222222 clip']);
    expect(runs.find(folderId(clip))?.id).toBe('2222222222222222');
    expect(runs.find(folderId(aside))?.id).toBe('1111111111111111');
  });

  it('tells two runs apart of which one has the id that belongs to the name of the other', async () => {
    const { workspace, made, listed } = await book();
    const clip = makeRun(workspace, 'clip');
    await made(folderId(clip), clip);
    await listed();
    renameSync(clip, path.join(workspace, 'aside'));
    makeRun(workspace, 'clip', { configHash: 'other' });
    const lines = await listed();
    expect(lines).toContain(`${folderId(clip)} aside`);
    expect(lines).toHaveLength(2);
    expect(new Set(lines.map((line) => line.slice(0, 16))).size).toBe(2);
  });

  it('holds a folder once that several runs have come to; earlier ids stand for the latest', async () => {
    const { workspace, made, listed, runs, entries } = await book();
    const clip = makeRun(workspace, 'clip');
    await made('1111111111111111', clip);
    await made('2222222222222222', clip);
    expect(await listed()).toEqual(['2222222222222222 clip']);
    await made('3333333333333333', clip, 'running');
    expect(await listed()).toEqual(['3333333333333333 clip']);
    for (const id of ['1111111111111111', '2222222222222222', folderId(clip)])
      expect(runs.find(id)?.id).toBe('3333333333333333');
    expect(entries.all).toHaveLength(1);
  });

  it('forgets a run whose folder is gone, unless it lies in the trash', async () => {
    const { workspace, made, listed, entries } = await book();
    const clip = makeRun(workspace, 'clip');
    await made('1111111111111111', clip);
    await listed();
    entries.note('1111111111111111', { trashed: true });
    const trash = path.join(newFolder(), 'clip');
    renameSync(clip, trash);
    expect(await listed()).toEqual([]);
    renameSync(trash, clip);
    expect(await listed()).toEqual(['1111111111111111 clip']);
    rmSync(clip, { recursive: true });
    expect(await listed()).toEqual([]);
    expect(entries.all).toEqual([]);
  });

  it('does not take a folder for gone that was made behind the back of a look', async () => {
    const { workspace, made, runs, entries, listed } = await book();
    await runs.renew();
    await made('1111111111111111', makeRun(workspace, 'clip'));
    runs.join();
    expect(runs.summaries).toMatchObject([{ id: '1111111111111111', state: 'done' }]);
    expect(await listed()).toEqual(['1111111111111111 clip']);
    expect(entries.all).toHaveLength(1);
  });

  it('forgets a run of an earlier server whose folder is gone', async () => {
    const { runs, entries, listed } = await book();
    entries.enqueue(madeEntry({ state: 'interrupted', folder: '/gone', folder_key: '1:2' }));
    runs.expectFolders();
    expect(await listed()).toEqual([]);
    expect(entries.all).toEqual([]);
  });

  it('shows waiting runs with their places', async () => {
    const { entries, runs } = await book();
    entries.enqueue(madeEntry({ id: '1111111111111111', state: 'running' }));
    entries.enqueue(madeEntry({ id: '2222222222222222' }));
    entries.enqueue(madeEntry({ id: '3333333333333333' }));
    runs.join();
    const place = (id: string) => runs.summaries.find((run) => run.id === id)?.queue_place;
    expect(['1', '2', '3'].map((digit) => place(digit.repeat(16)))).toEqual([null, 1, 2]);
    entries.enqueue(madeEntry({ id: '2222222222222222' }));
    runs.join();
    expect([place('2'.repeat(16)), place('3'.repeat(16))]).toEqual([2, 1]);
  });
});
