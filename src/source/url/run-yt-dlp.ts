import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { AppError } from '../../contract/app-error.ts';

/** How a call of yt-dlp ended. */
export interface YtDlpEnd {
  readonly exitCode: number | null;
  /** Its last words on both outputs, for an error message; lines that were handed on are left out. */
  readonly text: string;
}

/** What is done with a call while it works. */
export interface YtDlpWatch {
  /** Gets each line of standard output; true when it has been understood. */
  readonly onLine: (line: string) => boolean;
  readonly signal: AbortSignal;
}

/** Characters of its words that are kept. */
const KEPT_TEXT = 65_536;
/** Time that it gets to end by itself, milliseconds. */
const PATIENCE_MS = 2000;

/**
 * Runs yt-dlp in a process group of its own, so that whatever it starts (ffmpeg, for joining video and audio) ends with it.
 * @throws AppError `cancelled` when the signal has stopped it
 */
export async function runYtDlp(
  program: string,
  args: readonly string[],
  { onLine, signal }: YtDlpWatch,
): Promise<YtDlpEnd> {
  if (signal.aborted) throw new AppError('cancelled');
  const grouped = process.platform !== 'win32';
  const child = spawn(program, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: grouped,
    windowsHide: true,
    env: { ...process.env, PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' },
  });
  const kill = (how: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      if (grouped) process.kill(-child.pid, how);
      else child.kill(how);
    } catch {
      // The group has ended already.
    }
  };
  let hard: NodeJS.Timeout | undefined;
  const abort = () => {
    kill('SIGTERM');
    hard = setTimeout(() => kill('SIGKILL'), PATIENCE_MS);
  };
  signal.addEventListener('abort', abort, { once: true });
  // Should this process end without a word, so do they.
  const leave = () => kill('SIGKILL');
  process.once('exit', leave);
  let text = '';
  const keep = (line: string) => {
    text = `${text}${line}\n`.slice(-KEPT_TEXT);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!onLine(line)) keep(line);
  });
  // Not by lines: a return in the middle of an error would cut it in two.
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text = `${text}${part.replaceAll('\r', '')}`.slice(-KEPT_TEXT);
  });
  const exitCode = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      keep(error.message);
      resolve(null);
    });
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', abort);
  process.removeListener('exit', leave);
  clearTimeout(hard);
  if (signal.aborted) {
    // What it has started may live on for a moment after it.
    kill('SIGKILL');
    throw new AppError('cancelled');
  }
  return { exitCode, text };
}
