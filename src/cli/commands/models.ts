import type { Command } from 'commander';
import { MODEL_OPTIONS } from '../../contract/model-options.ts';
import { PROGRAM_OPTIONS } from '../../contract/program-options.ts';
import type { CommandContext } from '../command-context.ts';
import { addOptions } from '../command-options.ts';

const NAMES = 'names of models, as `framesift models list` shows them';

/** Adds `framesift models list|pull|verify`. */
export function addModels(program: Command, context: CommandContext): void {
  const models = program
    .command('models')
    .description('List, download and check the models for faces and subject masks');
  const withOptions = (command: Command) => addOptions(addOptions(command, MODEL_OPTIONS), PROGRAM_OPTIONS);

  const list = withOptions(
    models.command('list').description('Models, their size and licence, and what is here'),
  );
  list.action(async () => {
    const { listModels } = await import('../run-models.ts');
    await listModels(list, context);
  });

  const pull = withOptions(
    models
      .command('pull')
      .description('Download models; what is here already is left alone')
      .argument('[names...]', `${NAMES}; none = the usual ones for faces`),
  );
  pull.action(async (names: string[]) => {
    const { pullModels } = await import('../run-models.ts');
    await pullModels(names, pull, context);
  });

  const verify = withOptions(
    models
      .command('verify')
      .description('Check size and hash of downloaded models')
      .argument('[names...]', `${NAMES}; none = all that are here`),
  );
  verify.action(async (names: string[]) => {
    const { verifyModels } = await import('../run-models.ts');
    await verifyModels(names, verify, context);
  });
}
