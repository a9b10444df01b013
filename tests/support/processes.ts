import { execFileSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect } from 'vitest';

/** Command lines of living ffmpeg and ffprobe processes that descend from this process. */
function decodersLeft(): string[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { maxBuffer: 2 ** 26 })
    .toString()
    .split('\n')
    .flatMap((row) => {
      const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(row) ?? [];
      return pid && !state?.startsWith('Z') ? [{ pid, parent, command: command ?? '' }] : [];
    });
  const family = new Set([String(process.pid)]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const { pid, parent } of rows) if (parent && family.has(parent)) family.add(pid);
  }
  return rows
    .filter(({ pid, command }) => family.has(pid) && /^\S*ff(?:mpeg|probe)\s/.test(command))
    .map(({ command }) => command);
}

/** After the tests of a file: no decoder may outlive the analyses that started it. */
export function expectNoDecodersLeft(): void {
  afterAll(async () => {
    for (let tries = 0; tries < 20 && decodersLeft().length > 0; tries++) await setTimeout(50);
    expect(decodersLeft()).toEqual([]);
  });
}
