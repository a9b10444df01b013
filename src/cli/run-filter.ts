import type { Command } from 'commander';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { ineffectiveOptions } from '../contract/ineffective-options.ts';
import { REASON_TEXT, REASONS } from '../contract/reasons.ts';
import { selectFromStored } from '../export/select-run.ts';
import { type CommandContext, commandOptions, programOptions } from './command-context.ts';
import { printJson } from './console.ts';
import { recordTable } from './record-table.ts';
import { runForCommand } from './run-for-command.ts';

/** Rows of the table that a person sees. */
const MOST_ROWS = 20;

/** Runs `framesift filter`. */
export async function runFilter(
  folder: string,
  command: Command,
  { console, signal }: CommandContext,
): Promise<void> {
  const options = await commandOptions(command, CRITERIA_OPTIONS);
  for (const message of ineffectiveOptions(CRITERIA_OPTIONS, options)) console.err(`warning: ${message}`);
  const stored = await runForCommand(folder, command, options.person, { console, signal });
  const { run, selected, records, warnings } = selectFromStored(stored, options);
  for (const message of warnings) console.err(`warning: ${message}`);
  const { kept, total, reasons } = selected;
  if (programOptions(command).json) {
    printJson(console, { kept: kept.map((record) => record.frame_number), total, reasons });
    return;
  }
  console.out(`${kept.length} of ${total} frames pass`);
  for (const reason of REASONS) {
    const count = reasons[reason];
    if (count !== undefined) console.out(`  ${String(count).padStart(8)}  ${reason}: ${REASON_TEXT[reason]}`);
  }
  const dropped = records.filter(({ status }) => status === 'rejected').length;
  if (dropped > 0)
    console.out(`  ${dropped} of these were dropped by the pre-filter during analysis and have no picture`);
  const masks = kept.some(({ mask_area_pct }) => mask_area_pct !== undefined && mask_area_pct !== null);
  const parts = { faces: run.faces !== undefined, masks };
  if (kept.length > 0) console.out(recordTable(kept.slice(0, MOST_ROWS), parts));
  if (kept.length > MOST_ROWS) console.out(`... and ${kept.length - MOST_ROWS} more (--json lists all)`);
}
