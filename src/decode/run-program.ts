import { execFile } from 'node:child_process';

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

/** Runs a program to its end, never through a shell; it does not throw. */
export function runProgram(
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const options = { maxBuffer: MOST_OUTPUT_BYTES, windowsHide: true, ...(signal && { signal }) };
    const child = execFile(program, [...args], options, (error, stdout, stderr) => {
      const cancelled = error?.name === 'AbortError';
      resolve({ exitCode: error === null ? 0 : child.exitCode, stdout, stderr, cancelled });
    });
    child.stdin?.end();
  });
}
