import type { ErrorEntry } from '../src/contract/error-entry.ts';
import { ERROR_TABLE } from '../src/contract/error-table.ts';
import { code, pageHead, table } from './docs-markdown.ts';

const EXIT_CODES: Readonly<Record<number, string>> = {
  0: 'done, also with warnings',
  1: 'failed, or one of several inputs failed',
  2: 'usage: the command line cannot be understood',
  3: 'a requirement is missing',
  4: 'bad input: missing, unreadable, no video, refused',
  130: 'cancelled',
};

/** `{path}` -> `PATH`, as in usage lines. */
function readable(template: string): string {
  return template.replace(/\{(\w+)\}/g, (_, place: string) => place.toUpperCase());
}

/** A message that is one place only is worded for the occurrence. */
function says({ message }: ErrorEntry): string {
  return /^\{\w+\}$/.test(message) ? 'what is wrong, in one sentence' : code(readable(message));
}

function entry(name: string, error: ErrorEntry): string {
  const lines = [
    `- It says: ${says(error)}`,
    `- Why: ${error.why}`,
    `- What to do: ${error.remedy ?? readable(error.hint)}`,
    `- Exit code: ${error.exitCode} (${EXIT_CODES[error.exitCode] ?? ''})`,
  ];
  return `## ${name}\n\n${lines.join('\n')}\n`;
}

/** docs/troubleshooting.md: every error, why it happens and what to do. */
export function troubleshootingPage(): string {
  const introduction =
    'Errors are printed on stderr as `error CODE: message`, followed by `hint: …`; the codes are the headings of this page. Words in capitals stand for the details of the occurrence. With `--log-level debug` the log file (`logs/frame_extractor.log`) also holds stack traces. `framesift doctor` shows what works on this machine.';
  const exitCodes = table(
    ['Exit code', 'Meaning'],
    Object.entries(EXIT_CODES).map(([exitCode, meaning]) => [exitCode, meaning]),
  );
  const entries = Object.entries(ERROR_TABLE).map(([name, error]) => entry(name, error));
  return [pageHead('Troubleshooting', introduction), `${exitCodes}\n`, ...entries].join('\n');
}
