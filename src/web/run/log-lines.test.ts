import { describe, expect, it } from 'vitest';
import { type LogLine, linesFrom, linesText } from './log-lines.ts';

const LINES: LogLine[] = [
  { at: '2026-01-02T03:04:05.000Z', level: 'debug', message: 'a' },
  { at: '2026-01-02T03:04:06.000Z', level: 'warn', message: 'b' },
  { at: '2026-01-02T03:04:07.000Z', level: 'error', message: 'c' },
];

describe('log lines', () => {
  it('are filtered by the least level', () => {
    expect(linesFrom(LINES, 'debug')).toEqual(LINES);
    expect(linesFrom(LINES, 'info').map(({ message }) => message)).toEqual(['b', 'c']);
    expect(linesFrom(LINES, 'error').map(({ message }) => message)).toEqual(['c']);
  });

  it('are copied with moment and level', () => {
    expect(linesText(LINES.slice(1, 2))).toBe('2026-01-02T03:04:06.000Z warn b\n');
  });
});
