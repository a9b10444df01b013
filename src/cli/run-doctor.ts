import type { Command } from 'commander';
import { SCHEMA_VERSION } from '../contract/run-files.ts';
import { findFfmpeg } from '../decode/ffmpeg-programs.ts';
import type { Check } from '../server/doctor-check.ts';
import { doctorReport } from '../server/doctor-report.ts';
import { type CommandContext, programOptions } from './command-context.ts';
import { printJson } from './console.ts';

const MARK: Readonly<Record<Check['status'], string>> = {
  ok: 'ok     ',
  absent: 'absent ',
  problem: 'PROBLEM',
};

function lines({ name, status, detail, disables, enable }: Check): string[] {
  return [
    `${MARK[status]}  ${name}: ${detail}`,
    ...(disables === null ? [] : [`         disabled: ${disables}`]),
    ...(enable === null ? [] : [`         to enable: ${enable}`]),
  ];
}

/** Runs `framesift doctor`. */
export async function runDoctor(command: Command, { console }: CommandContext): Promise<void> {
  const checks = await doctorReport();
  if (programOptions(command).json) printJson(console, { schema_version: SCHEMA_VERSION, checks });
  else console.out(checks.flatMap(lines).join('\n'));
  // The report is complete; what is required and missing decides the exit code.
  if (checks.some(({ status }) => status === 'problem')) await findFfmpeg();
}
