import { mkdirSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
/** How grave a log line is. */
export type LogLevel = (typeof LEVELS)[number];

/** Name of the log file, as the application before Framesift called it. */
export const LOG_FILE = 'frame_extractor.log';

/** Takes log lines. */
export interface Log {
  write(level: LogLevel, message: string): void;
  close(): Promise<void>;
}

/** A log that goes nowhere. */
export const NO_LOG: Log = { write: () => undefined, close: async () => undefined };

/**
 * Opens the rotated log file (5 MB, four older ones kept).
 * @param onProblem told once when the log can't be written; the program goes on without it
 */
export function openLog(folder: string, level: LogLevel, onProblem: (reason: string) => void): Log {
  let stream: RotatingFileStream;
  try {
    mkdirSync(folder, { recursive: true });
    stream = createStream(LOG_FILE, { path: folder, size: '5M', maxFiles: 4 });
  } catch (thrown) {
    onProblem(thrown instanceof Error ? thrown.message : String(thrown));
    return NO_LOG;
  }
  let broken = false;
  stream.on('error', (error: Error) => {
    if (!broken) onProblem(error.message);
    broken = true;
  });
  return {
    write: (lineLevel, message) => {
      if (broken || LEVELS.indexOf(lineLevel) < LEVELS.indexOf(level)) return;
      const line = message.replaceAll('\n', '\n    ');
      stream.write(`${new Date().toISOString()} ${lineLevel.toUpperCase().padEnd(5)} ${line}\n`);
    },
    close: async () => {
      if (broken) return;
      stream.end();
      await finished(stream).catch(() => undefined);
    },
  };
}
