#!/usr/bin/env node
import { AppError, toAppError } from '../contract/app-error.ts';
import { printError, processConsole } from './console.ts';
import { runProgram } from './program.ts';

const controller = new AbortController();
let asked = 0;

/** The first signal ends the work in hand and saves it; the second one leaves at once. */
function onSignal(): void {
  asked++;
  if (asked > 1) process.exit(130);
  controller.abort();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
// A reader that has gone away (`framesift ... | head`) is no defect.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const words = process.argv.slice(2);
try {
  await runProgram(words, { console: processConsole, signal: controller.signal });
} catch (thrown) {
  // Ctrl-C reaches the programs that we call as well: that they fail then is no news.
  const error = controller.signal.aborted ? new AppError('cancelled') : toAppError(thrown);
  printError(processConsole, error);
  if (/--log-level[ =]debug/.test(words.join(' ')) && error.stack) processConsole.err(error.stack);
  process.exitCode = error.exitCode;
}
