import { type Command, Option } from 'commander';
import { CRITERIA_OPTIONS } from '../../contract/criteria-options.ts';
import { PROGRAM_OPTIONS } from '../../contract/program-options.ts';
import type { CommandContext } from '../command-context.ts';
import { addOptions } from '../command-options.ts';

/** Adds `framesift export`. */
export function addExport(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .description('Copy the pictures that pass thresholds, with a manifest, into a new folder')
    .argument('<run>', 'run folder')
    .addOption(
      new Option(
        '--to <DIR>',
        'Target folder, new or empty [default: <run>_exported_<time> beside the run folder]',
      ).helpGroup('Output:'),
    )
    .addOption(
      new Option('--link', 'Hard links instead of copies, where the file system allows').helpGroup('Output:'),
    );
  addOptions(addOptions(command, CRITERIA_OPTIONS), PROGRAM_OPTIONS);
  command.action(async (folder: string) => {
    const { runExport } = await import('../run-export.ts');
    await runExport(folder, command, context);
  });
}
