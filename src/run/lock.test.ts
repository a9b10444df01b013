import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { lockHolder, takeLock } from './lock.ts';
import { diskIo, type RunIo } from './run-io.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'framesift-lock-'));
  file = path.join(folder, 'run.lock');
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const owner = (changes: object) =>
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), started: null, ...changes }));

const deadPid = () => Number(execFileSync('sh', ['-c', 'echo $$']).toString());

describe('takeLock', () => {
  it('writes who holds it, refuses a second time, and leaves nothing behind when given back', async () => {
    const release = await takeLock(diskIo, folder);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
    await expect(takeLock(diskIo, folder)).rejects.toMatchObject({
      code: 'run_locked',
      details: { path: folder, pid: process.pid },
    });
    await release();
    expect(readdirSync(folder)).toEqual([]);
    await (await takeLock(diskIo, folder))();
  });

  it.each([
    { name: 'a dead process', lock: () => owner({ pid: deadPid() }) },
    { name: 'an earlier process of the same number', lock: () => owner({ started: '17' }) },
    { name: 'nobody: empty', lock: () => writeFileSync(file, '') },
    { name: 'nobody: garbage', lock: () => writeFileSync(file, '{"pid":"x"}') },
  ])('takes over the lock of $name', async ({ lock }) => {
    lock();
    const release = await takeLock(diskIo, folder);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['run.lock']);
    await release();
  });

  it('takes over the lock of a process that has ended but is not waited for (a zombie)', async () => {
    // The shell ends its child and goes on without waiting, as a container's first process may.
    const script =
      'import subprocess,time;p=subprocess.Popen(["true"]);print(p.pid,flush=True);time.sleep(20)';
    const { spawn } = await import('node:child_process');
    const parent = spawn('python3', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = await new Promise<number>((resolve, reject) => {
      parent.stdout.once('data', (text) => resolve(Number(text)));
      parent.once('error', reject);
    });
    while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise(setImmediate);
    owner({ pid });
    await (await takeLock(diskIo, folder))();
  });

  it('respects a living process, and any process of another machine', async () => {
    owner({ pid: process.ppid });
    await expect(takeLock(diskIo, folder)).rejects.toMatchObject({ code: 'run_locked' });
    owner({ host: 'elsewhere', pid: deadPid() });
    await expect(takeLock(diskIo, folder)).rejects.toMatchObject({ code: 'run_locked' });
  });

  it('recovers from crashes in the middle of a takeover', async () => {
    owner({ pid: deadPid() });
    const dead = readFileSync(file, 'utf8');
    for (const depth of [1, 2]) writeFileSync(path.join(folder, `.framesift-tmp-takeover-${depth}`), dead);
    await (await takeLock(diskIo, folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives a dead lock to one of many, in whatever order their steps come', async () => {
    for (let round = 0; round < 8; round++) {
      owner({ pid: deadPid() });
      // Every step takes a random time, so the steps of the eight are shuffled.
      const later = async <T>(work: () => Promise<T>) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
        return work();
      };
      const slow: RunIo = {
        ...diskIo,
        readText: (name) => later(() => diskIo.readText(name)),
        create: (name, data) => later(() => diskIo.create(name, data)),
        discard: (name) => later(() => diskIo.discard(name)),
        rename: (from, to) => later(() => diskIo.rename(from, to)),
      };
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(slow, folder)));
      const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(won).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'run_locked' });
      }
      await won[0]?.();
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});

describe('lockHolder', () => {
  it('names the living process that holds the lock, and nobody else', async () => {
    expect(await lockHolder(diskIo, folder)).toBeNull();
    const release = await takeLock(diskIo, folder);
    expect(await lockHolder(diskIo, folder)).toBe(process.pid);
    await release();
    owner({ pid: deadPid() });
    expect(await lockHolder(diskIo, folder)).toBeNull();
    owner({ started: '17' });
    expect(await lockHolder(diskIo, folder)).toBeNull();
    writeFileSync(file, '{"pid":"x"}');
    expect(await lockHolder(diskIo, folder)).toBeNull();
  });

  it('takes one of another machine for living', async () => {
    owner({ pid: 12345, host: 'another machine' });
    expect(await lockHolder(diskIo, folder)).toBe(12345);
  });
});
