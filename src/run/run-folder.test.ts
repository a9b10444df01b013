import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { folderName, openRunFolder, readProgressFile, readRunFile } from './run-folder.ts';
import { diskIo } from './run-io.ts';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'framesift-folder-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
});

const identity = { sourceFile: '/videos/clip.mp4', fingerprint: 'one', configHash: 'hash' };
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
    expect(folderName(file)).toBe(name);
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

describe('run.json and progress.json that are missing or broken', () => {
  it('read as nothing', async () => {
    expect(await readRunFile(diskIo, parent)).toBeNull();
    expect(await readProgressFile(diskIo, parent)).toBeNull();
    for (const name of ['run.json', 'progress.json']) writeFileSync(path.join(parent, name), '{"half":');
    expect(await readRunFile(diskIo, parent)).toBeNull();
    expect(await readProgressFile(diskIo, parent)).toBeNull();
  });
});
