import type { RunLog } from '../../contract/http.ts';
import { formatClock } from '../format/times.ts';

/** One line of a log. */
export type LogLine = RunLog['lines'][number];
/** How much a line matters. */
export type LogLevel = LogLine['level'];

/** From the least to the most. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];

/** The lines that matter at least so much. */
export function linesFrom(lines: readonly LogLine[], level: LogLevel): LogLine[] {
  const least = LOG_LEVELS.indexOf(level);
  return lines.filter((line) => LOG_LEVELS.indexOf(line.level) >= least);
}

/** Lines as text to be copied: the moment in UTC, so that logs of several machines can be put together. */
export function linesText(lines: readonly LogLine[]): string {
  return lines.map(({ at, level, message }) => `${at} ${level} ${message}\n`).join('');
}

/** Time of day of a line in the person's zone. */
export function lineClock({ at }: LogLine): string {
  return formatClock(at);
}
