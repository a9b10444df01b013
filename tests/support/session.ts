import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { CLI } from './cli.ts';

/** How a call of the program ended. */
export interface SessionEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A call of the program that is still going. */
export interface Session {
  readonly child: ChildProcess;
  readonly end: Promise<SessionEnd>;
  /** Frame numbers that it has reported by now. */
  frames(): number[];
  /** Resolves when so many frames are reported, or it has ended. */
  reported(count: number): Promise<void>;
}

/** A line of `--json` output that reports a frame. */
const FRAME = /^\{"event":"frame","record":\{"frame_number":(\d+),.*\n/gm;

/** Starts the built program with `--json`; it ends with the test. */
export function startSession(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; detached?: boolean },
): Session {
  const child = spawn(process.execPath, [CLI, ...args, '--json'], {
    ...options,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const end = new Promise<SessionEnd>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
  const frames = () => [...stdout.matchAll(FRAME)].map(([, number]) => Number(number));
  const reported = (count: number) =>
    new Promise<void>((resolve) => {
      let seen = 0;
      let from = 0;
      const look = () => {
        const whole = stdout.lastIndexOf('\n') + 1;
        seen += [...stdout.slice(from, whole).matchAll(FRAME)].length;
        from = whole;
        if (seen >= count) resolve();
      };
      child.stdout.on('data', look);
      void end.then(() => resolve());
      look();
    });
  return { child, end, frames, reported };
}

/** Process ids of the ffmpeg and ffprobe processes that work on a file, whoever started them. */
export function decodersOf(file: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return /ff(?:mpeg|probe)$/.test(words[0] ?? '') && words.some((word) => word.endsWith(file));
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Waits until no decoder works on a file; returns those that still do after the time. */
export async function decodersGone(file: string, seconds = 5): Promise<number[]> {
  for (let tries = 0; tries < seconds * 20 && decodersOf(file).length > 0; tries++) await sleep(50);
  return decodersOf(file);
}
