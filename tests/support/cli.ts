import path from 'node:path';
import { execa } from 'execa';
import { ROOT } from './project.ts';

/** Outcome of one call of the program. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const CLI = path.join(ROOT, 'dist/cli.js');

/** Runs the built program as a person would. */
export async function framesift(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<CliResult> {
  const result = await execa(process.execPath, [CLI, ...args], {
    cwd: options.cwd,
    env: { ...options.env },
    reject: false,
    stdin: 'ignore',
    maxBuffer: 2 ** 28,
  });
  return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/** The lines of `--json` output. */
export function jsonLines(stdout: string): unknown[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
