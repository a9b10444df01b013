import type { Command } from 'commander';
import { CRITERIA_OPTIONS } from '../../contract/criteria-options.ts';
import { COMPARE_OPTIONS } from '../../contract/face-options.ts';
import { PROGRAM_OPTIONS } from '../../contract/program-options.ts';
import type { CommandContext } from '../command-context.ts';
import { addOptions } from '../command-options.ts';

/** Adds `framesift filter`. */
export function addFilter(program: Command, context: CommandContext): void {
  const command = program
    .command('filter')
    .description('Show which frames of a run pass thresholds; writes nothing')
    .argument('<run>', 'run folder');
  for (const table of [CRITERIA_OPTIONS, COMPARE_OPTIONS, PROGRAM_OPTIONS]) addOptions(command, table);
  command.action(async (folder: string) => {
    const { runFilter } = await import('../run-filter.ts');
    await runFilter(folder, command, context);
  });
}
