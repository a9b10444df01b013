import type { Command } from 'commander';
import { CRITERIA_OPTIONS } from '../../contract/criteria-options.ts';
import { EXPORT_OPTIONS } from '../../contract/export-options.ts';
import { COMPARE_OPTIONS } from '../../contract/face-options.ts';
import { PROGRAM_OPTIONS } from '../../contract/program-options.ts';
import type { CommandContext } from '../command-context.ts';
import { addOptions } from '../command-options.ts';

/** Adds `framesift export`. */
export function addExport(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .description('Write the pictures that pass thresholds, with a manifest, into a new folder')
    .argument('<run>', 'run folder');
  for (const table of [EXPORT_OPTIONS, CRITERIA_OPTIONS, COMPARE_OPTIONS, PROGRAM_OPTIONS])
    addOptions(command, table);
  command.action(async (folder: string) => {
    const { runExport } = await import('../run-export.ts');
    await runExport(folder, command, context);
  });
}
