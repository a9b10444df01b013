import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunTrash } from './run-trash.ts';
import { madeEntry, makeRun, newFolder } from './runs.fixture.ts';

function trashIn(workspace = newFolder()) {
  const state = path.join(workspace, '.framesift');
  return { workspace, trash: new RunTrash(state, workspace), folder: path.join(state, 'trash') };
}

describe('a deleted run', () => {
  it('is moved as it is, and back', async () => {
    const { workspace, trash } = trashIn();
    const clip = makeRun(workspace, 'my clip_é');
    const before = readdirSync(clip).sort();
    const { trash_id, path: place } = await trash.putFolder(clip);
    expect(existsSync(clip)).toBe(false);
    expect(place).toMatch(/\.framesift\/trash\/my clip_é_\d{8}_\d{6}$/);
    expect(readdirSync(place).sort()).toEqual(before);
    expect(trash_id).toMatch(/^[\w-]{1,64}$/);
    expect(await trash.take(trash_id)).toEqual({ folder: clip });
    expect(readdirSync(clip).sort()).toEqual(before);
  });

  it('does not take the place of another one', async () => {
    const { workspace, trash } = trashIn();
    const first = await trash.putFolder(makeRun(workspace, 'clip', { configHash: 'first' }));
    const second = await trash.putFolder(makeRun(workspace, 'clip', { configHash: 'second' }));
    makeRun(workspace, 'clip', { configHash: 'third' });
    expect(first.path).not.toBe(second.path);
    expect(await trash.take(second.trash_id)).toEqual({ folder: path.join(workspace, 'clip-2') });
    expect(await trash.take(first.trash_id)).toEqual({ folder: path.join(workspace, 'clip-3') });
  });

  it('keeps the time stamp in its own name', async () => {
    const { workspace, trash } = trashIn();
    const aside = makeRun(workspace, 'clip_20260101_000000');
    const { trash_id } = await trash.putFolder(aside);
    expect(await trash.take(trash_id)).toEqual({ folder: aside });
  });

  it('cannot be one on which somebody works', async () => {
    const { workspace, trash } = trashIn();
    const clip = makeRun(workspace, 'clip', { locked: true });
    await expect(trash.putFolder(clip)).rejects.toMatchObject({ code: 'run_locked' });
    expect(existsSync(clip)).toBe(true);
  });

  it('that never had a folder is kept too', async () => {
    const { trash, folder } = trashIn();
    const entry = madeEntry({ state: 'failed' });
    const { trash_id, path: place } = await trash.putEntry(entry);
    expect(path.dirname(place)).toBe(folder);
    expect(await trash.take(trash_id)).toEqual({ entry });
    await expect(trash.take(trash_id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that is not there is not found', async () => {
    const { trash, folder } = trashIn();
    await expect(trash.take('0123456789abcdef')).rejects.toMatchObject({ code: 'not_found' });
    mkdirSync(folder, { recursive: true });
    await expect(trash.take('..')).rejects.toMatchObject({ code: 'not_found' });
  });
});
