import type { Command } from 'commander';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { EXPORT_OPTIONS } from '../contract/export-options.ts';
import { ineffectiveOptions } from '../contract/ineffective-options.ts';
import { findFfmpeg } from '../decode/ffmpeg-programs.ts';
import { exportSelection } from '../export/export-selection.ts';
import { styleOf } from '../export/export-style.ts';
import { selectFromStored } from '../export/select-run.ts';
import { videoPictures } from '../export/video-pictures.ts';
import { TOOL } from '../tool.ts';
import { type CommandContext, commandOptions, programOptions } from './command-context.ts';
import { printJson } from './console.ts';
import { exportView } from './export-view.ts';
import { runForCommand } from './run-for-command.ts';

/** Runs `framesift export`. */
export async function runExport(
  folder: string,
  command: Command,
  { console, signal }: CommandContext,
): Promise<void> {
  const { json } = programOptions(command);
  const thresholds = await commandOptions(command, CRITERIA_OPTIONS);
  const options = await commandOptions(command, EXPORT_OPTIONS);
  const idle = [
    ...ineffectiveOptions(CRITERIA_OPTIONS, thresholds),
    ...ineffectiveOptions(EXPORT_OPTIONS, options),
  ];
  for (const message of idle) console.err(`warning: ${message}`);
  const { run, review, criteria, selected, warnings } = selectFromStored(
    await runForCommand(folder, command, thresholds.person, { console, signal }),
    thresholds,
  );
  for (const message of warnings) console.err(`warning: ${message}`);
  const view = json ? null : exportView(console);
  const result = await exportSelection({
    folder,
    run,
    review,
    selected,
    criteria,
    to: options.to,
    link: options.link,
    style: styleOf(options),
    pictures: videoPictures(run, findFfmpeg),
    tool: TOOL,
    now: new Date(),
    signal,
    ...(view && { onProgress: view.show }),
  }).finally(() => view?.stop());
  for (const warning of result.warnings) console.err(`warning: ${warning}`);
  const { total, reasons } = selected;
  if (json) {
    printJson(console, {
      folder: result.folder,
      exported: result.count,
      total,
      reasons,
      warnings: [...warnings, ...result.warnings],
      from_video: result.fromVideo,
      extra_files: result.extraFiles,
    });
    return;
  }
  console.out(`${result.count} of ${total} frames exported\n${result.folder}`);
}
