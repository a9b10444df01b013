/** Seconds or `[hh:]mm:ss[.mmm]`, as the command line takes times. */
const TIME_CODE = /^(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d+)?|\.\d+)$/;

/**
 * Parses `12.5`, `1:02.5` or `00:01:02.500` to seconds.
 * @returns the time in seconds, or null when the text is no time. With minutes given, seconds must be below 60.
 */
export function parseTimeCode(text: string): number | null {
  const match = TIME_CODE.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, seconds] = match;
  const secondsValue = Number(seconds);
  if (minutes !== undefined && secondsValue >= 60) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + secondsValue;
}

/** Formats seconds as `m:ss.mmm` or `h:mm:ss.mmm`. */
export function formatTimeCode(seconds: number): string {
  const totalMs = Math.round(Math.abs(seconds) * 1000);
  const ms = String(totalMs % 1000).padStart(3, '0');
  const s = Math.floor(totalMs / 1000) % 60;
  const m = Math.floor(totalMs / 60_000) % 60;
  const h = Math.floor(totalMs / 3_600_000);
  const sign = seconds < 0 ? '-' : '';
  const tail = `${String(s).padStart(2, '0')}.${ms}`;
  return h > 0 ? `${sign}${h}:${String(m).padStart(2, '0')}:${tail}` : `${sign}${m}:${tail}`;
}
