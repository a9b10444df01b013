import type { Command } from 'commander';
import { ANALYZE_OPTIONS, type AnalyzeOptions } from '../contract/analyze-options.ts';
import { AppError, toAppError } from '../contract/app-error.ts';
import type { RunEvent } from '../contract/events.ts';
import { type FfmpegPrograms, findFfmpeg } from '../decode/ffmpeg-programs.ts';
import { type AnalyzeResult, analyze } from '../run/analyze.ts';
import { checkOptions, optionWarnings } from '../run/check-options.ts';
import { type Input, inputName, listInputs } from '../source/list-inputs.ts';
import { expandInput, openInput } from '../source/open-input.ts';
import { type CommandContext, commandOptions, programOptions } from './command-context.ts';
import { type Console, printError, printJson } from './console.ts';
import { type Log, openLog } from './log-file.ts';
import { type RunView, runView } from './run-view.ts';

/** One line about a finished run. */
export function resultText({ counts, run, mode, seconds }: AnalyzeResult): string {
  const parts = [
    `${counts.kept} kept`,
    ...(counts.rejected > 0 ? [`${counts.rejected} rejected`] : []),
    ...(counts.error > 0 ? [`${counts.error} damaged`] : []),
  ];
  const how = mode === 'reused' ? 'nothing to do, the run is complete' : `${seconds.toFixed(1)} s`;
  return `${counts.processed} ${counts.processed === 1 ? 'frame' : 'frames'}: ${parts.join(', ')} (${how})\n${run}`;
}

interface Reporter {
  readonly json: boolean;
  readonly view: RunView | null;
  readonly log: Log;
  readonly console: Console;
}

function report({ json, view, log, console }: Reporter, event: RunEvent): void {
  if (json) printJson(console, event);
  view?.show(event);
  if (event.event === 'log') log.write(event.level, event.message);
  else if (event.event === 'start') log.write('info', `${event.mode} run of ${event.input} in ${event.run}`);
  else if (event.event === 'done')
    log.write('info', `done in ${event.seconds} s: ${JSON.stringify(event.counts)}`);
  else if (event.event === 'error') log.write('error', `${event.code}: ${event.message}`);
}

/** Works through one input; its error is reported, not thrown. */
async function analyzeOne(
  input: Input,
  options: AnalyzeOptions,
  programs: FfmpegPrograms,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<AnalyzeResult | AppError> {
  const emit = (event: RunEvent) => report(reporter, event);
  try {
    const source = await openInput(input, options, { ffmpeg: programs.ffmpeg, emit, signal });
    const streamed = process.env.FRAMESIFT_PIPE === 'stream';
    return await analyze(inputName(input), source, options, { programs, emit, signal, streamed });
  } catch (thrown) {
    const error = toAppError(thrown);
    reporter.view?.stop();
    emit({
      event: 'error',
      input: inputName(input),
      code: error.code,
      message: error.message,
      hint: error.hint,
    });
    reporter.log.write('debug', (thrown instanceof Error && thrown.stack) || String(thrown));
    return error;
  }
}

/** Error for the end of several inputs of which some failed. */
function summary(
  console: Console,
  inputs: readonly Input[],
  results: readonly (AnalyzeResult | AppError)[],
): AppError | null {
  const failed = results.filter((result) => result instanceof AppError).length;
  for (const [i, result] of results.entries()) {
    const text =
      result instanceof AppError
        ? `failed: ${result.code}`
        : `${result.counts.kept} kept of ${result.counts.processed}`;
    console.err(`${inputName(inputs[i] ?? '')}: ${text}`);
  }
  return failed === 0 ? null : new AppError('several_failed', { failed, total: inputs.length });
}

/** Runs `framesift analyze`. */
export async function runAnalyze(
  inputs: readonly string[],
  command: Command,
  { console, signal }: CommandContext,
): Promise<void> {
  const { json, logLevel, logDir } = programOptions(command);
  const options = await commandOptions(command, ANALYZE_OPTIONS);
  checkOptions(options);
  const programs = await findFfmpeg();
  const listed = await listInputs(inputs, options.glob);
  const log = openLog(logDir, logLevel, (reason) => console.err(`warning: no log file: ${reason}`));
  const view = json ? null : runView(console);
  const reporter: Reporter = { json, view, log, console };
  for (const message of optionWarnings(options)) report(reporter, { event: 'log', level: 'warn', message });
  try {
    const results: (AnalyzeResult | AppError)[] = [];
    const context = { ffmpeg: programs.ffmpeg, emit: (event: RunEvent) => report(reporter, event), signal };
    const files = (await Promise.all(listed.map((input) => expandInput(input, options, context)))).flat();
    for (const input of files) {
      if (files.length > 1) console.err(`\n${inputName(input)}`);
      const result = await analyzeOne(input, options, programs, reporter, signal);
      results.push(result);
      if (result instanceof AppError) {
        if (files.length === 1 || result.code === 'cancelled') throw result;
        printError(console, result);
      } else if (!json) {
        console.out(resultText(result));
      }
    }
    const error = files.length > 1 ? summary(console, files, results) : null;
    if (error) throw error;
  } finally {
    view?.stop();
    await log.close();
  }
}
