import { type Command, Option } from 'commander';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { PROGRAM_OPTIONS } from '../../contract/program-options.ts';
import type { CommandContext } from '../command-context.ts';
import { addOptions } from '../command-options.ts';

/** Adds `framesift analyze`. */
export function addAnalyze(program: Command, context: CommandContext): void {
  const command = program
    .command('analyze')
    .description('Decode videos, score their frames and write the pictures into run folders')
    .argument('<input...>', 'video files, or folders of them');
  addOptions(addOptions(command, ANALYZE_OPTIONS), PROGRAM_OPTIONS);
  // What yt-dlp calls it; among saved options the name is that of an export's format.
  command.addOption(new Option('--format <FORMAT>', 'the same as --download-format').hideHelp());
  command.on('option:format', (value: string) => {
    command.setOptionValueWithSource('downloadFormat', value, 'cli');
  });
  command.action(async (inputs: string[]) => {
    const { runAnalyze } = await import('../run-analyze.ts');
    await runAnalyze(inputs, command, context);
  });
}
