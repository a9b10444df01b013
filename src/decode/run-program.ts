import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
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

/** Most text that is taken from one program in one piece. */
const MOST_OUTPUT_BYTES = 2 ** 26;

/**
 * Ctrl-C in a terminal reaches a program and its parent in any order: so much later the parent's own signal has come
 * too, in milliseconds.
 */
export const OWN_SIGNAL_MS = 250;

/** FFmpeg's exit code when a signal asked it to end (`exit_program(255)` in its ffmpeg.c). */
export const FFMPEG_INTERRUPTED = 255;

/** How a program that has ended did so. */
async function endOf(
  child: ChildProcess,
  aborted: boolean,
  signal: AbortSignal | undefined,
): Promise<Pick<ProgramResult, 'exitCode' | 'cancelled'>> {
  const stopped = child.signalCode !== null || child.exitCode === FFMPEG_INTERRUPTED;
  if (stopped && !aborted) await sleep(OWN_SIGNAL_MS);
  const cancelled = aborted || (stopped && signal?.aborted === true);
  // A program that could not be started has the system's negative error number here.
  return { exitCode: child.pid === undefined ? null : child.exitCode, cancelled };
}

/** Text of the other output that is kept, for an error message. */
const KEPT_TEXT = 65_536;

/**
 * Runs a program as {@link runProgram} does, but hands one of its outputs on piece by piece, however long it is.
 * @param from the output that `onText` gets; it is empty in the result
 */
export function streamProgram(
  program: string,
  args: readonly string[],
  from: 'stdout' | 'stderr',
  onText: (text: string) => void,
  signal?: AbortSignal,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const abort = () => child.kill();
    signal?.addEventListener('abort', abort, { once: true });
    let other = '';
    const keep = (text: string) => {
      other = (other + text).slice(-KEPT_TEXT);
    };
    child.stdout.setEncoding('utf8').on('data', from === 'stdout' ? onText : keep);
    child.stderr.setEncoding('utf8').on('data', from === 'stderr' ? onText : keep);
    const end = async (): Promise<void> => {
      signal?.removeEventListener('abort', abort);
      const ended = await endOf(child, signal?.aborted === true, signal);
      const none = { stdout: '', stderr: '' };
      resolve({ ...ended, ...none, [from === 'stdout' ? 'stderr' : 'stdout']: other.trimEnd() });
    };
    child.once('close', end);
    child.once('error', () => undefined);
    if (signal?.aborted) abort();
  });
}

/** Lets others go before a program. */
function makeGentle({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not allow it: it works as others do.
  }
}

/**
 * Runs a program to its end, never through a shell; it does not throw. Where a signal has stopped the program, it
 * waits until a signal to this process would have been noticed as well.
 * @param gentle whether others are to go before it
 */
export function runProgram(
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
  { gentle = false }: { readonly gentle?: boolean } = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const options = { maxBuffer: MOST_OUTPUT_BYTES, windowsHide: true, ...(signal && { signal }) };
    const child = execFile(program, [...args], options, async (error, stdout, stderr) => {
      const end = await endOf(child, error?.name === 'AbortError', signal);
      resolve({ ...end, stdout, stderr });
    });
    if (gentle) makeGentle(child);
    child.stdin?.end();
  });
}
