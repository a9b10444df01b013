import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration, formatEta, formatRoughTime, formatTime } from './times.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('times', () => {
  it('show a place in the video to the millisecond and a length in seconds', () => {
    expect(formatTime(41.375)).toBe('0:41.375');
    expect(formatTime(3723.5)).toBe('1:02:03.500');
    expect(formatDuration(724.4)).toBe('12:04');
    expect(plain(formatDuration(4.16))).toBe('4.2 s');
    expect(formatDuration(9.96)).toBe('0:10');
  });

  it('round what is left the more the longer it is', () => {
    const rough = [0.2, 8.6, 12, 42, 58, 95, 1300, 3590, 4900].map((seconds) =>
      plain(formatRoughTime(seconds)),
    );
    expect(rough).toEqual(['<1 s', '9 s', '10 s', '40 s', '1 min', '2 min', '20 min', '1 h', '1 h 20 min']);
    expect(plain(formatEta(41))).toBe('about 40 s left');
    expect(formatEta(2)).toBe('a few seconds left');
    expect(formatEta(null)).toBe('');
  });
});

describe('formatAge', () => {
  const now = Date.parse('2026-11-23T14:15:00Z');
  const ago = (seconds: number, locale = 'en') =>
    formatAge(new Date(now - seconds * 1000).toISOString(), now, locale);

  it('names the age in the largest fitting unit', () => {
    expect(ago(3)).toBe('now');
    expect(ago(300)).toBe('5m ago');
    expect(ago(7200)).toBe('2h ago');
    expect(ago(86_400)).toBe('yesterday');
    expect(ago(90 * 86_400)).toBe('3mo ago');
    expect(ago(86_400, 'de')).toBe('gestern');
  });

  it('takes a moment ahead of the clock as now', () => {
    expect(ago(-500)).toBe('now');
  });
});
