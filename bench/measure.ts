import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Seconds of one command with everything it starts. */
export interface Timing {
  readonly wall: number;
  /** User and system time of the whole process tree. */
  readonly cpu: number;
}

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/** `framesift analyze` with an output folder that is thrown away afterwards. */
export function analyzeCommand(...args: readonly string[]): string[] {
  return [process.execPath, CLI, 'analyze', ...args];
}

/** `framesift shots`. */
export function shotsCommand(...args: readonly string[]): string[] {
  return [process.execPath, CLI, 'shots', ...args];
}

/** Times one call; bash's `time` counts every process that the command has waited for. */
export function time(command: readonly string[]): Timing {
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-bench-'));
  try {
    const script = 'TIMEFORMAT="%R %U %S"; { time "$@" >/dev/null 2>&1; } 2>&1';
    const output = execFileSync('bash', ['-c', script, 'bash', ...command], {
      cwd: folder,
      encoding: 'utf8',
    });
    const [wall = 0, user = 0, system = 0] = output.trim().split(' ').map(Number);
    return { wall, cpu: user + system };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Medians and the ratio of two commands that are run in turn, so that the machine's mood touches both. */
export function compare(ours: readonly string[], theirs: readonly string[], rounds: number) {
  const pairs = Array.from({ length: rounds }, () => ({ theirs: time(theirs), ours: time(ours) }));
  const of = (pick: (pair: (typeof pairs)[number]) => number) => median(pairs.map(pick));
  return {
    wall: of((pair) => pair.ours.wall / pair.theirs.wall),
    cpu: of((pair) => pair.ours.cpu / pair.theirs.cpu),
    ours: { wall: of((pair) => pair.ours.wall), cpu: of((pair) => pair.ours.cpu) },
    theirs: { wall: of((pair) => pair.theirs.wall), cpu: of((pair) => pair.theirs.cpu) },
  };
}

/** Greatest memory of the program itself (without ffmpeg) while a command runs, in MB; Linux only. */
export async function peakMemory(command: readonly string[]): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-bench-'));
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: folder, stdio: 'ignore' });
  let peak = 0;
  const timer = setInterval(() => {
    try {
      const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      peak = Math.max(peak, Number(kilobytes ?? 0) / 1000);
    } catch {
      // The process has just ended.
    }
  }, 50);
  await once(child, 'exit');
  clearInterval(timer);
  rmSync(folder, { recursive: true, force: true });
  return peak;
}

/** Memory of the program itself (without ffmpeg) in MB, twice a second while a command runs; Linux only. */
export async function memoryCourse(command: readonly string[]): Promise<number[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-bench-'));
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: folder, stdio: 'ignore' });
  const course: number[] = [];
  const timer = setInterval(() => {
    try {
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      if (kilobytes) course.push(Number(kilobytes) / 1000);
    } catch {
      // The process has just ended.
    }
  }, 500);
  const [code] = await once(child, 'exit');
  clearInterval(timer);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`${command.join(' ')}: exit code ${code}`);
  return course;
}
