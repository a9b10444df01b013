import { formatTimeCode } from '../../contract/time-code.ts';

const LOCALE = globalThis.navigator?.language;
const GAP = '\u00a0';

/** A place in the video to the millisecond, as time fields take it: `0:41.375`. */
export function formatTime(seconds: number): string {
  return formatTimeCode(seconds);
}

/** A length in whole seconds: `12:04`, `1:02:04`; below ten seconds with a decimal: `4.2 s`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${Math.round(seconds * 10) / 10}${GAP}s`;
  return formatTimeCode(Math.round(seconds)).replace(/\.\d+$/, '');
}

const nearest = (value: number, step: number) => Math.round(value / step) * step;

/** A length that is not known exactly: `9 s`, `40 s`, `3 min`, `1 h 20 min`. */
export function formatRoughTime(seconds: number): string {
  if (seconds < 1) return `<1${GAP}s`;
  if (seconds < 9.5) return `${Math.round(seconds)}${GAP}s`;
  if (seconds < 57.5) return `${nearest(seconds, seconds < 30 ? 5 : 10)}${GAP}s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 20) return `${minutes}${GAP}min`;
  const rounded = nearest(minutes, 5);
  if (rounded < 60) return `${rounded}${GAP}min`;
  const rest = rounded % 60;
  return `${Math.floor(rounded / 60)}${GAP}h${rest > 0 ? ` ${rest}${GAP}min` : ''}`;
}

/** Time left of something under way: `about 40 s left`; null (not known yet) is an empty text. */
export function formatEta(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 5 ? 'a few seconds left' : `about ${formatRoughTime(seconds)} left`;
}

const AGES = [
  { unit: 'second', seconds: 1, below: 60 },
  { unit: 'minute', seconds: 60, below: 3600 },
  { unit: 'hour', seconds: 3600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 604_800 },
  { unit: 'week', seconds: 604_800, below: 2_629_800 },
  { unit: 'month', seconds: 2_629_800, below: 31_557_600 },
  { unit: 'year', seconds: 31_557_600, below: Number.POSITIVE_INFINITY },
] as const;

/**
 * How long ago something was: `now`, `5m ago`, `yesterday`.
 * @param moment UTC, ISO 8601
 * @param now milliseconds since 1970; a moment ahead of it (two clocks) counts as now
 */
export function formatAge(moment: string, now: number, locale = LOCALE): string {
  const seconds = Math.max(0, (now - Date.parse(moment)) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' });
  // Seconds that tick by in a list only disturb.
  if (seconds < 45) return format.format(0, 'second');
  const age = AGES.find(({ below }) => seconds < below) ?? AGES[6];
  return format.format(-Math.max(1, Math.round(seconds / age.seconds)), age.unit);
}

/** Date and time of day in the person's zone: `Nov 23, 2026, 2:15 PM`. */
export function formatMoment(moment: string, locale = LOCALE): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
    Date.parse(moment),
  );
}

/** Time of day to the second in the person's zone, for logs. */
export function formatClock(moment: string, locale = LOCALE): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(Date.parse(moment));
}
