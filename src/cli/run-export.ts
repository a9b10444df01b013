import type { Command } from 'commander';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { exportSelection } from '../export/export-selection.ts';
import { TOOL } from '../tool.ts';
import { type CommandContext, commandOptions, programOptions } from './command-context.ts';
import { printJson } from './console.ts';
import { selectFromRun } from './open-run.ts';

/** Runs `framesift export`. */
export async function runExport(
  folder: string,
  command: Command,
  { console, signal }: CommandContext,
): Promise<void> {
  const options = await commandOptions(command, CRITERIA_OPTIONS);
  const { run: runFile, review, criteria, selected } = await selectFromRun(folder, options);
  const { to, link } = command.opts<{ to?: string; link?: boolean }>();
  const result = await exportSelection({
    folder,
    run: runFile,
    review,
    selected,
    criteria,
    to: to ?? null,
    link: link === true,
    tool: TOOL,
    now: new Date(),
    signal,
  });
  for (const warning of result.warnings) console.err(`warning: ${warning}`);
  const { total, reasons } = selected;
  if (programOptions(command).json) {
    printJson(console, {
      folder: result.folder,
      exported: result.count,
      total,
      reasons,
      warnings: result.warnings,
    });
    return;
  }
  console.out(`${result.count} of ${total} frames exported\n${result.folder}`);
}
