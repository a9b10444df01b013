import type { Command } from 'commander';
import { PROGRAM_OPTIONS } from '../../contract/program-options.ts';
import { SHOT_OPTIONS } from '../../contract/shot-options.ts';
import type { CommandContext } from '../command-context.ts';
import { addOptions } from '../command-options.ts';

/** Adds `framesift shots`. */
export function addShots(program: Command, context: CommandContext): void {
  const command = program
    .command('shots')
    .description('Find where the shots of a video begin and end')
    .argument('<video>', 'video file');
  addOptions(addOptions(command, SHOT_OPTIONS), PROGRAM_OPTIONS);
  command.action(async (video: string) => {
    const { runShots } = await import('../run-shots.ts');
    await runShots(video, command, context);
  });
}
