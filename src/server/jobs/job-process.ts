import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../../contract/events.ts';
import { type JobEnd, type JobRequest, type JobStart, jobReportSchema } from './job-protocol.ts';

/** The built entry of a run's process, beside the built server. */
export const JOB_ENTRY = fileURLToPath(new URL('./job.js', import.meta.url));

/** Where a job tells what happens. */
export interface JobListener {
  readonly onEvent: (event: RunEvent) => void;
  /** Something that the process printed, which it does only when it breaks. */
  readonly onText: (text: string) => void;
}

/** A run in a process of its own. */
export interface Job {
  readonly pid: number | undefined;
  /** Asks it to end and to save its state; after the grace it is killed. */
  cancel(graceMs?: number): void;
  /** Never rejects. */
  readonly end: Promise<JobEnd>;
}

/** How long a job may take to end when asked, milliseconds. */
const GRACE_MS = 10_000;
/** How long a process that has ended is waited for to say its last words, milliseconds. */
const LAST_WORDS_MS = 2000;

/** Waits until a process has ended and everything that it sent is here. */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let reason = 'it could not be started';
    child.once('error', (error) => {
      reason = error.message;
      if (child.pid === undefined) resolve(reason);
    });
    child.once('exit', (code, signal) => {
      reason = signal === null ? `exit code ${code}` : `signal ${signal}`;
      setTimeout(() => resolve(reason), LAST_WORDS_MS).unref();
    });
    child.once('close', () => resolve(reason));
  });
}

/**
 * Starts a run in a process of its own.
 * @param entry file of the process, {@link JOB_ENTRY}
 */
export function startJob(entry: string, start: JobStart, { onEvent, onText }: JobListener): Job {
  const child = fork(entry, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  let said: JobEnd | null = null;
  child.on('message', (message) => {
    const report = jobReportSchema.safeParse(message);
    if (!report.success) return onText(`unreadable report: ${report.error.message}`);
    const { event } = report.data;
    if (event.event === 'done') said = { how: 'done' };
    else if (event.event === 'error') said = { how: 'error', error: event };
    onEvent(event);
  });
  child.stderr?.setEncoding('utf8').on('data', onText);
  // A process that is already gone cannot be told anything; its end is reported anyway.
  const send = (request: JobRequest) => child.connected && child.send(request, () => undefined);
  send(start);
  let killing: NodeJS.Timeout | undefined;
  const end = ended(child).then((reason): JobEnd => {
    clearTimeout(killing);
    return said ?? { how: 'crashed', reason };
  });
  return {
    pid: child.pid,
    cancel: (graceMs = GRACE_MS) => {
      send({ type: 'cancel' });
      killing ??= setTimeout(() => child.kill('SIGKILL'), graceMs);
    },
    end,
  };
}
