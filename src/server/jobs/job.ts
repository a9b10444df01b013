/** Entry of the process of one run: takes one request from the server, reports events, ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { AppError, toAppError } from '../../contract/app-error.ts';
import type { RunEvent } from '../../contract/events.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { findFfmpeg } from '../../decode/ffmpeg-programs.ts';
import { analyze } from '../../run/analyze.ts';
import { optionWarnings } from '../../run/check-options.ts';
import { everyMoment } from './download-reports.ts';
import { type JobReport, type JobStart, jobRequestSchema } from './job-protocol.ts';
import { openJobSource } from './job-source.ts';

/** How long a run that is to end may take to save its state, milliseconds. */
const GRACE_MS = 8000;

const controller = new AbortController();
let started = false;

/** Settles when the latest report, and so every one before it, has left this process. */
let sent: Promise<void> = Promise.resolve();

/** Tells the server, as long as there is one. */
function report(message: JobReport): void {
  sent = new Promise((resolve) => {
    if (!process.connected) return resolve();
    process.send?.(message, undefined, undefined, () => resolve());
  });
}

function emit(event: RunEvent): void {
  if (event.event !== 'frame') report({ type: 'event', event });
}

async function work({ input, options: given, folder }: JobStart): Promise<void> {
  const { signal } = controller;
  try {
    const options = resolveOptions(ANALYZE_OPTIONS, given);
    for (const message of optionWarnings(options)) emit({ event: 'log', level: 'warn', message });
    const programs = await findFfmpeg();
    // A link in a folder could lead out of what may be looked at from the page.
    const context = { ffmpeg: programs.ffmpeg, emit: everyMoment(emit), links: false, signal };
    const source = await openJobSource({ input, folder }, options, context);
    const streamed = process.env.FRAMESIFT_PIPE === 'stream';
    await analyze(input, source, options, {
      programs,
      emit,
      signal,
      streamed,
      ...(folder !== null && { folder }),
    });
  } catch (thrown) {
    // A signal that reaches ffmpeg as well makes it fail: that is no news.
    const { code, message, hint } = signal.aborted ? new AppError('cancelled') : toAppError(thrown);
    const stack = thrown instanceof Error ? thrown.stack : undefined;
    if (code === 'internal' && stack) emit({ event: 'log', level: 'debug', message: stack });
    emit({ event: 'error', input, code, message, hint });
  }
  await sent;
  // Everything is said; what is still open (a thread that hangs, say) must not keep the process.
  if (process.connected) process.disconnect();
  await sleep(GRACE_MS, undefined, { ref: false });
  process.exit();
}

/** Ends the work in hand, which saves what it has; whatever does not end in time is given up. */
function stop(): void {
  controller.abort();
  if (!started) process.exit(0);
  setTimeout(() => process.exit(1), GRACE_MS).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// The server has gone, however it ended: nobody could stop this run any more.
process.on('disconnect', stop);
process.on('message', (message) => {
  const request = jobRequestSchema.parse(message);
  if (request.type === 'cancel') stop();
  else if (!started) {
    started = true;
    void work(request);
  }
});
