import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addOptions } from '../command-options.ts';
import { DEMO_OPTIONS } from '../demo-options.ts';

/** Adds `framesift demo`. */
export function addDemo(program: Command, context: CommandContext): void {
  const command = program
    .command('demo')
    .description('Make a small synthetic clip, analyse it, export its best frames and print where they are');
  addOptions(command, DEMO_OPTIONS);
  command.action(async () => {
    const { runDemo } = await import('../run-demo.ts');
    await runDemo(command, context);
  });
}
