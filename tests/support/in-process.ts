import { printError } from '../../src/cli/console.ts';
import { runProgram } from '../../src/cli/program.ts';
import { AppError } from '../../src/contract/app-error.ts';

/** What one command line printed and how it would have exited. */
export interface Outcome {
  readonly exitCode: number;
  readonly code: string | null;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/**
 * Runs a command line in this process: for everything that ends before a frame is measured, without the cost of
 * a process each.
 */
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
