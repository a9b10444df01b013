import { homedir } from 'node:os';
import type { Command } from 'commander';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { EXPORT_PRESET_OPTIONS } from '../contract/export-options.ts';
import type { OptionTable, OptionValues } from '../contract/option-spec.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import { PROGRAM_OPTIONS, type ProgramOptions } from '../contract/program-options.ts';
import type { Preset } from '../presets/preset-file.ts';
import { presetFolder } from '../presets/preset-folder.ts';
import { givenOptions } from './command-options.ts';
import type { Console } from './console.ts';

/** What every command gets. */
export interface CommandContext {
  readonly console: Console;
  /** Aborted by Ctrl-C and stop signals. */
  readonly signal: AbortSignal;
}

/** All options that a preset may hold. */
export const ALL_OPTIONS: OptionTable = {
  ...ANALYZE_OPTIONS,
  ...CRITERIA_OPTIONS,
  ...EXPORT_PRESET_OPTIONS,
};

/** Folder of the saved presets on this machine. */
export function presetsHere(): string {
  return presetFolder({ env: process.env, platform: process.platform, home: homedir() });
}

/** The options that every command takes. */
export function programOptions(command: Command): ProgramOptions {
  return resolveOptions(PROGRAM_OPTIONS, givenOptions(command, PROGRAM_OPTIONS));
}

async function savedPreset(name: string): Promise<Preset> {
  const { readPreset } = await import('../presets/preset-store.ts');
  return readPreset(presetsHere(), name);
}

/**
 * Options of a command: the table's defaults, over them the preset's, over them what stands on the command line.
 * @throws AppError for a preset that is missing or broken, or an option out of range
 */
export async function commandOptions<T extends OptionTable>(
  command: Command,
  table: T,
): Promise<OptionValues<T>> {
  const { preset } = programOptions(command);
  const saved = preset === null ? {} : (await savedPreset(preset)).options;
  const given = givenOptions(command, table);
  // A distance of its own belongs to the run's models, whatever the distance of the preset was chosen for.
  const isStale = (name: string) => name === 'facePack' && Object.hasOwn(given, 'maxFaceDistance');
  const known = Object.entries(saved).filter(([name]) => Object.hasOwn(table, name) && !isStale(name));
  return resolveOptions(table, { ...Object.fromEntries(known), ...given });
}
