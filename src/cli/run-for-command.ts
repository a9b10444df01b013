import type { Command } from 'commander';
import { COMPARE_OPTIONS } from '../contract/face-options.ts';
import { comparedRun } from '../run/people/compared-run.ts';
import { readRun, type StoredRun } from '../run/read-run.ts';
import { type CommandContext, commandOptions } from './command-context.ts';

/**
 * The run that a command works on, with the distances to the people that its options name, or that are in effect.
 * @throws AppError `run_missing`, `run_invalid`, and what reference pictures can do wrong
 */
export async function runForCommand(
  folder: string,
  command: Command,
  person: string | null,
  { console, signal }: CommandContext,
): Promise<StoredRun> {
  const stored = await readRun(folder);
  const options = await commandOptions(command, COMPARE_OPTIONS);
  if (options.faceRefImg.length === 0 && options.faceRef.length === 0)
    return comparedRun(folder, stored, { person });
  // The runtime and the models are loaded only where pictures are compared.
  const { referencesForRun } = await import('../run/faces/references-for-run.ts');
  const given = await referencesForRun(folder, stored.run, options, {
    signal,
    emit: (event) => {
      if (event.event === 'log' && event.level === 'warn') console.err(`warning: ${event.message}`);
    },
  });
  return comparedRun(folder, stored, { given, person });
}
