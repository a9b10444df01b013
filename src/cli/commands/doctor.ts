import type { Command } from 'commander';
import { PROGRAM_OPTIONS } from '../../contract/program-options.ts';
import type { CommandContext } from '../command-context.ts';
import { addOptions } from '../command-options.ts';

/** Adds `framesift doctor`. */
export function addDoctor(program: Command, context: CommandContext): void {
  const command = program
    .command('doctor')
    .description('Show what works on this machine, what does not and how to enable it');
  addOptions(command, PROGRAM_OPTIONS).action(async () => {
    const { runDoctor } = await import('../run-doctor.ts');
    await runDoctor(command, context);
  });
}
