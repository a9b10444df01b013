import { Command, CommanderError, Option } from 'commander';
import { AppError } from '../contract/app-error.ts';
import { flagOf } from '../contract/option-text.ts';
import { nearestName, unknownOption } from '../contract/parse-options.ts';
import { SERVER_OPTIONS } from '../contract/server-options.ts';
import { TOOL } from '../tool.ts';
import type { CommandContext } from './command-context.ts';
import { ALL_OPTIONS } from './command-context.ts';
import { addOptions, givenOptions, joinWeights } from './command-options.ts';
import { addAnalyze } from './commands/analyze.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addFilter } from './commands/filter.ts';
import { addModels } from './commands/models.ts';
import { addPresets } from './commands/presets.ts';
import { addShots } from './commands/shots.ts';

/** Every command, with the settings that commander does not hand down. */
function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** The web app: what happens without a command. */
function addServer(program: Command, context: CommandContext): void {
  // Each command has options of its own, some of the same name.
  addOptions(program.enablePositionalOptions(), SERVER_OPTIONS);
  program.action(async () => {
    const { runServer } = await import('./run-server.ts');
    await runServer(program, context);
  });
  program.hook('preSubcommand', (_, command) => {
    const [misplaced] = Object.keys(givenOptions(program, SERVER_OPTIONS));
    if (misplaced === undefined) return;
    const detail = `Options stand behind the command: framesift ${command.name()} --${flagOf(misplaced)}`;
    throw new AppError('usage', { detail });
  });
}

function buildProgram(context: CommandContext): Command {
  const program = new Command('framesift')
    .description(
      'Finds the best still frames of a video. Nothing leaves this machine. Without a command it opens the web app.',
    )
    .version(TOOL.version)
    .addHelpText(
      'after',
      '\nExample: framesift analyze clip.mp4 && framesift export downloads/clip --min-quality 60',
    );
  addServer(program, context);
  addAnalyze(program, context);
  addShots(program, context);
  addFilter(program, context);
  addExport(program, context);
  addPresets(program, context);
  addModels(program, context);
  addDoctor(program, context);
  addDemo(program, context);
  for (const command of allCommands(program)) {
    command.exitOverride().showSuggestionAfterError(false);
    command.addHelpOption(new Option('-h, --help', 'Show this help').helpGroup('Help:'));
    command.configureOutput({
      writeOut: (text) => context.console.out(text.trimEnd()),
      writeErr: () => undefined,
      outputError: () => undefined,
    });
  }
  return program;
}

/** The command that a command line names, to know its options. */
function namedCommand(program: Command, words: readonly string[]): Command {
  const next = program.commands.find(
    (command) => command.name() === words.find((word) => !word.startsWith('-')),
  );
  return next ? namedCommand(next, words.slice(words.indexOf(next.name()) + 1)) : program;
}

/** commander's refusal in the words of the error table; null when it only printed help or the version. */
function translate(thrown: CommanderError, program: Command, words: readonly string[]): AppError | null {
  if (thrown.exitCode === 0) return null;
  const detail = thrown.message.replace(/^error: /, '');
  if (thrown.code === 'commander.help') {
    const command = namedCommand(program, words);
    const names = command.commands.map((inner) => inner.name()).join(', ');
    return new AppError('usage', { detail: `Name what to do: framesift ${command.name()} ${names}` });
  }
  const command = namedCommand(program, words);
  // What could have been a command is a word too many for the web app.
  const mistyped =
    /unknown command '([^']+)/.exec(detail)?.[1] ?? (command === program ? program.args[0] : undefined);
  if (/\.(?:unknownCommand|excessArguments)$/.test(thrown.code) && mistyped !== undefined) {
    const names = command.commands.map((inner) => inner.name());
    const nearest = nearestName(mistyped, names);
    const meant = nearest ? `; did you mean ${nearest}?` : `; there are ${names.join(', ')}`;
    return new AppError('usage', { detail: `Unknown command ${mistyped}${meant}` });
  }
  const option = /unknown option '([^'=]+)/.exec(detail)?.[1];
  if (thrown.code === 'commander.unknownOption' && option) {
    const flags = namedCommand(program, words).options.map(({ long }) => long ?? '');
    return unknownOption(option, flags);
  }
  return new AppError('usage', { detail: detail.charAt(0).toUpperCase() + detail.slice(1) });
}

/**
 * Runs one command line.
 * @param words the arguments behind the program's name
 * @throws AppError whatever went wrong, with its exit code
 */
export async function runProgram(words: readonly string[], context: CommandContext): Promise<void> {
  const program = buildProgram(context);
  try {
    await program.parseAsync(joinWeights(words, ALL_OPTIONS), { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    const error = translate(thrown, program, words);
    if (error) throw error;
  }
}
