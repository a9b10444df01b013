import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PROBE } from '../decode/video.fixture.ts';
import { continueRunFolder, folderName, openRunFolder, readProgressFile, readRunFile } from './run-folder.ts';
import { diskIo } from './run-io.ts';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'framesift-folder-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
});

const identity = { source: { path: '/videos/clip.mp4' }, fingerprint: 'one', configHash: 'hash' };
const open = (resume = true, changes: Partial<typeof identity> = {}) =>
  openRunFolder(diskIo, parent, { ...identity, ...changes }, resume, () => new Date(2026, 4, 6, 7, 8, 9));

describe('folderName', () => {
  it.each([
    ['/a/clip.mp4', 'clip'],
    ['/a/clip.part.1.mkv', 'clip.part.1'],
    ['/a/.hidden', '.hidden'],
    ['/a/no ending', 'no ending'],
    ['/a/dots....mp4', 'dots'],
    ['/a/ .mp4', 'video'],
  ])('of %s is %s', (file, name) => {
    expect(folderName({ path: file })).toBe(name);
  });

  it('of a folder of pictures is its whole name; of one picture, that of its file', () => {
    const names = ['a.jpg', 'b.jpg'];
    const folder = { folder: '/a/summer.2026', names };
    expect(folderName({ path: '/a/summer.2026', pictures: folder })).toBe('summer.2026');
    expect(folderName({ path: '/a/b.jpg', pictures: { folder: '/a', names: ['b.jpg'] } })).toBe('b');
  });
});

describe('openRunFolder', () => {
  it('takes a folder that holds nothing but what a killed session left', async () => {
    mkdirSync(path.join(parent, 'clip'));
    writeFileSync(path.join(parent, 'clip/.framesift-tmp-1-2'), 'half');
    const { path: folder, mode, release } = await open();
    expect({ folder, mode }).toEqual({ folder: path.join(parent, 'clip'), mode: 'new' });
    expect(readdirSync(folder)).toEqual(['run.lock']);
    await release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    [
      'a folder with anything else in it',
      () => {
        mkdirSync(path.join(parent, 'clip'));
        writeFileSync(path.join(parent, 'clip/holiday.jpg'), '');
      },
    ],
    [
      'a run.json that is no run',
      () => {
        mkdirSync(path.join(parent, 'clip'));
        writeFileSync(path.join(parent, 'clip/run.json'), '{"schema_version":99}');
      },
    ],
    ['a file', () => writeFileSync(path.join(parent, 'clip'), '')],
  ])('goes round %s', async (_, make) => {
    make();
    const { path: folder, release } = await open();
    expect(folder).toBe(path.join(parent, 'clip-2'));
    await release();
  });

  it('is refused while another run is in the folder', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: 'run_locked' });
    await first.release();
    await (await open()).release();
  });

  it('gives the lock back when something fails behind it', async () => {
    let broken = true;
    const io = {
      ...diskIo,
      list: (folder: string) => {
        if (broken && readdirSync(folder).includes('run.lock')) throw new Error('broken disk');
        return diskIo.list(folder);
      },
    };
    const again = () => openRunFolder(io, parent, identity, true, () => new Date());
    await expect(again()).rejects.toThrow('broken disk');
    broken = false;
    await (await again()).release();
  });
});

describe('continueRunFolder', () => {
  const runJson = (counts: object | null) => ({
    schema_version: 1,
    tool: { name: 'framesift', version: '0.1.0' },
    source: { path: '/videos/clip.mp4', size: 1, fingerprint: 'one' },
    probe: PROBE,
    options: {},
    config_hash: 'hash',
    versions: {},
    counts,
    warnings: [],
  });
  const made = (name: string, counts: object | null = null) => {
    const folder = path.join(parent, name);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'run.json'), JSON.stringify(runJson(counts)));
    return folder;
  };

  it('goes on with a folder whatever its name, and leaves its namesake alone', async () => {
    const namesake = made('clip');
    const folder = made('clip_20260101_000000');
    writeFileSync(path.join(folder, '.framesift-tmp-1-2'), 'half');
    const opened = await continueRunFolder(diskIo, folder, identity);
    expect(opened).toMatchObject({ path: folder, mode: 'resumed', earlier: { config_hash: 'hash' } });
    expect(readdirSync(folder).sort()).toEqual(['run.json', 'run.lock']);
    await opened.release();
    expect(readdirSync(folder)).toEqual(['run.json']);
    expect(readdirSync(namesake)).toEqual(['run.json']);
  });

  it('takes a complete one as it is', async () => {
    const counts = { processed: 1, kept: 1, rejected: 0, error: 0 };
    const opened = await continueRunFolder(diskIo, made('clip', counts), identity);
    expect(opened.mode).toBe('reused');
    await opened.release();
  });

  it('refuses one of other options, one that is being worked on, and none', async () => {
    const folder = made('clip');
    const other = continueRunFolder(diskIo, folder, { ...identity, configHash: 'other' });
    await expect(other).rejects.toMatchObject({ code: 'run_invalid' });
    const opened = await continueRunFolder(diskIo, folder, identity);
    const again = continueRunFolder(diskIo, folder, identity);
    await expect(again).rejects.toMatchObject({ code: 'run_locked' });
    await opened.release();
    const none = continueRunFolder(diskIo, path.join(parent, 'none'), identity);
    await expect(none).rejects.toMatchObject({ code: 'run_missing' });
  });
});

describe('run.json and progress.json that are missing or broken', () => {
  it('read as nothing', async () => {
    expect(await readRunFile(diskIo, parent)).toBeNull();
    expect(await readProgressFile(diskIo, parent)).toBeNull();
    for (const name of ['run.json', 'progress.json']) writeFileSync(path.join(parent, name), '{"half":');
    expect(await readRunFile(diskIo, parent)).toBeNull();
    expect(await readProgressFile(diskIo, parent)).toBeNull();
  });
});
