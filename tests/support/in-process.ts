import path from 'node:path';
import { printError } from '../../src/cli/console.ts';
import { runProgram } from '../../src/cli/program.ts';
import { AppError } from '../../src/contract/app-error.ts';
import type { RunEvent } from '../../src/contract/events.ts';
import type { CliResult } from './cli.ts';

/** What one command line printed and how it would have exited. */
export interface Outcome {
  readonly exitCode: number;
  readonly code: string | null;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Runs a command line in this process, without the cost of a process each. The folder of a path in it is this one's. */
export async function commandLine(...words: string[]): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const console = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    interactive: false,
    columns: 80,
  };
  try {
    await runProgram(words, { console, signal: new AbortController().signal });
    return { exitCode: 0, code: null, out, err };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    printError(console, thrown);
    return { exitCode: thrown.exitCode, code: thrown.code, out, err };
  }
}

/** Frame numbers that a command line with `--json` reported. */
export function reportedFrames({ out }: Outcome): number[] {
  return out.flatMap((line) => {
    const event: RunEvent = JSON.parse(line);
    return event.event === 'frame' ? [event.record.frame_number] : [];
  });
}

/** Runs `framesift analyze` in this process, with the run folders in `out` below a folder and the log in `logs`. */
export async function analyzeHere(folder: string, ...words: string[]): Promise<CliResult> {
  const below = ['--out', path.join(folder, 'out'), '--log-dir', path.join(folder, 'logs')];
  const { exitCode, out, err } = await commandLine('analyze', ...below, ...words);
  return { exitCode, stdout: out.join('\n'), stderr: err.join('\n') };
}
