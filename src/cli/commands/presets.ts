import type { Command } from 'commander';
import { PROGRAM_OPTIONS } from '../../contract/program-options.ts';
import { ALL_OPTIONS, type CommandContext, presetsHere, programOptions } from '../command-context.ts';
import { addOptions, givenOptions } from '../command-options.ts';
import { printJson } from '../console.ts';

const store = () => import('../../presets/preset-store.ts');

/** Adds `framesift presets list|show|save|delete`. */
export function addPresets(program: Command, { console }: CommandContext): void {
  const presets = program.command('presets').description('List, show, save and delete named option sets');

  const list = addOptions(presets.command('list').description('Names of the saved presets'), PROGRAM_OPTIONS);
  list.action(async () => {
    const { presets: saved, broken } = await (await store()).listPresets(presetsHere());
    for (const { file, reason } of broken) console.err(`warning: ${file}: ${reason}`);
    if (programOptions(list).json) printJson(console, { presets: saved.map(({ name }) => name) });
    else console.out(saved.map(({ name }) => name).join('\n') || 'No presets are saved.');
  });

  const show = presets
    .command('show')
    .description('Options of a preset')
    .argument('<name>', 'name of the preset');
  addOptions(show, PROGRAM_OPTIONS).action(async (name: string) => {
    const { options } = await (await store()).readPreset(presetsHere(), name);
    console.out(JSON.stringify({ name, options }, null, programOptions(show).json ? 0 : 2));
  });

  const save = presets
    .command('save')
    .description('Save the given options under a name')
    .argument('<name>', 'name of the preset')
    .option('--replace', 'Overwrite a preset of this name');
  addOptions(addOptions(save, ALL_OPTIONS), PROGRAM_OPTIONS).action(async (name: string) => {
    const replace = save.opts<{ replace?: boolean }>().replace === true;
    await (await store()).savePreset(presetsHere(), name, givenOptions(save, ALL_OPTIONS), { replace });
    console.err(`saved preset ${name}`);
  });

  const remove = presets
    .command('delete')
    .description('Move a preset to the trash')
    .argument('<name>', 'name of the preset');
  addOptions(remove, PROGRAM_OPTIONS).action(async (name: string) => {
    const trash = await (await store()).deletePreset(presetsHere(), name, new Date());
    console.err(`moved preset ${name} to ${trash}`);
  });
}
