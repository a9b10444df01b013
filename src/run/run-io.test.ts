import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { diskIo, replaceFile } from './run-io.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'framesift-io-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});
const at = (...names: string[]) => path.join(folder, ...names);
const text = (name: string) => readFileSync(at(name), 'utf8');

describe('diskIo', () => {
  it('takes what does not exist as nothing', async () => {
    expect(await diskIo.readText(at('a'))).toBeNull();
    expect(await diskIo.sizeOf(at('a'))).toBeNull();
    expect(await diskIo.list(at('a'))).toEqual([]);
    for await (const piece of diskIo.readPieces(at('a'))) expect.fail(`${piece}`);
    await diskIo.discard(at('a'));
  });

  it('makes a folder with its parents, and says when it was there', async () => {
    expect(await diskIo.makeFolder(at('a/b/c'))).toBe(true);
    expect(await diskIo.makeFolder(at('a/b/c'))).toBe(false);
    writeFileSync(at('file'), '');
    await expect(diskIo.makeFolder(at('file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.runIf(process.platform === 'linux')('gives up where no folder can be made', async () => {
    await expect(diskIo.makeFolder('/proc/nothing/here')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('creates a file once, whole, and leaves no other file', async () => {
    const results = await Promise.all(
      ['a', 'b', 'c'].map((data) => diskIo.create(at('lock'), data.repeat(3))),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(text('lock')).toBe(['a', 'b', 'c'][results.indexOf(true)]?.repeat(3));
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('appends behind what is to be kept', async () => {
    writeFileSync(at('log'), 'one\ntwo\nhal');
    const file = await diskIo.openAppend(at('log'), 8);
    expect(text('log')).toBe('one\ntwo\n');
    await file.append('três\n');
    await file.append('four\n');
    await file.sync();
    await file.close();
    expect(text('log')).toBe('one\ntwo\ntrês\nfour\n');
  });

  it('writes temporary files under names that never begin with frame_, each its own', async () => {
    const names = await Promise.all([1, 2].map((n) => diskIo.writeTemporary(folder, `${n}`)));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(path.basename(name)).toMatch(/^\.framesift-tmp-/);
    await expect(diskIo.writeTemporary(at('missing'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('replaces a file in one step', async () => {
    await replaceFile(diskIo, at('run.json'), 'old');
    await replaceFile(diskIo, at('run.json'), 'new');
    expect(text('run.json')).toBe('new');
    expect(readdirSync(folder)).toEqual(['run.json']);
    mkdirSync(at('folder'));
    await expect(replaceFile(diskIo, at('folder'), 'x')).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
