import type { AppError } from '../contract/app-error.ts';
import type { RunEvent } from '../contract/events.ts';

/** Where a command prints: results on `out`, everything else on `err`. */
export interface Console {
  out(text: string): void;
  err(text: string): void;
  /** Whether `err` is a terminal that can redraw a line. */
  readonly interactive: boolean;
  readonly columns: number;
}

/** The process's own streams. */
export const processConsole: Console = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  get interactive() {
    return process.stderr.isTTY === true;
  },
  get columns() {
    return process.stderr.columns ?? 80;
  },
};

/** An error as people see it: two lines on stderr. */
export function printError(console: Console, error: AppError): void {
  console.err(`error ${error.code}: ${error.message}`);
  if (error.hint !== '') console.err(`hint: ${error.hint}`);
}

/** One event or result as a line of JSON on stdout. */
export function printJson(console: Console, value: RunEvent | object): void {
  console.out(JSON.stringify(value));
}
