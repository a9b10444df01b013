import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a short-lived program ended. */
export interface ProgramResult {
  /** Exit code; null when it could not be started or was stopped by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the given signal stopped it. */
  readonly cancelled: boolean;
}

/** Most text that is taken from one program: the packet list of a very long video is some hundred megabytes. */
const MOST_OUTPUT_BYTES = 2 ** 30;

/**
 * Ctrl-C in a terminal reaches a program and its parent in any order: so much later the parent's own signal has come
 * too, in milliseconds.
 */
export const OWN_SIGNAL_MS = 250;

/** FFmpeg's exit code when a signal asked it to end (`exit_program(255)` in its ffmpeg.c). */
export const FFMPEG_INTERRUPTED = 255;

/**
 * Runs a program to its end, never through a shell; it does not throw. Where a signal has stopped the program, it
 * waits until a signal to this process would have been noticed as well.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const options = { maxBuffer: MOST_OUTPUT_BYTES, windowsHide: true, ...(signal && { signal }) };
    const child = execFile(program, [...args], options, async (error, stdout, stderr) => {
      const aborted = error?.name === 'AbortError';
      const stopped = child.signalCode !== null || child.exitCode === FFMPEG_INTERRUPTED;
      if (stopped && !aborted) await sleep(OWN_SIGNAL_MS);
      const cancelled = aborted || (stopped && signal?.aborted === true);
      // A program that could not be started has the system's negative error number here.
      const exitCode = child.pid === undefined ? null : child.exitCode;
      resolve({ exitCode, stdout, stderr, cancelled });
    });
    child.stdin?.end();
  });
}
