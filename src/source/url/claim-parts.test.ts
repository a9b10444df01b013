import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { claimParts } from './claim-parts.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'framesift-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('goes on where a process that has ended broke off, and keeps out of the way of one that works', async () => {
  const base = path.join(folder, 'a');
  expect(await claimParts(base)).toBe(base);
  writeFileSync(path.join(base, 'video.mp4.part'), 'half');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  writeFileSync(path.join(base, 'owner'), `${other.pid}`);
  expect(await claimParts(base)).toBe(`${base}-2`);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(await claimParts(base)).toBe(base);
  expect(existsSync(path.join(base, 'video.mp4.part'))).toBe(true);
  writeFileSync(path.join(base, 'owner'), 'nobody');
  expect(await claimParts(base)).toBe(base);
});
