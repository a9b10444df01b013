/** The person's language, for numbers and dates; the words of the page are English. */
const LOCALE = globalThis.navigator?.language;

/** A space at which no line breaks: between a number and its unit. */
const GAP = '\u00a0';

const made = new Map<string, Intl.NumberFormat>();

/** Number formats are slow to make and fast to use, so each one is made once. */
function decimals(least: number, most: number, locale: string | undefined): Intl.NumberFormat {
  const key = `${least} ${most} ${locale}`;
  const known = made.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most });
  made.set(key, format);
  return format;
}

/** How many of something, grouped: `1,204`. */
export function formatCount(count: number, locale = LOCALE): string {
  return decimals(0, 0, locale).format(count);
}

/** A count with its noun: `1 frame`, `1,204 frames`. */
export function formatCounted(count: number, one: string, many = `${one}s`, locale = LOCALE): string {
  return `${formatCount(count, locale)} ${count === 1 ? one : many}`;
}

/** A frame number, which is a name and never grouped: `#15402`. */
export function formatFrameNumber(frameNumber: number): string {
  return `#${frameNumber}`;
}

/** A number with up to so many decimals, none of them 0 at the end: `29.97`. */
export function formatDecimal(value: number, most = 2, locale = LOCALE): string {
  return decimals(0, most, locale).format(value);
}

/** A number with at least and at most so many decimals: `0.40`, `0.4512`. */
export function formatDecimals(value: number, least: number, most: number, locale = LOCALE): string {
  return decimals(least, most, locale).format(value);
}

/** Decimals with which a value never claims the wrong side of a limit; a record has 4. */
function scoreDecimals(value: number, limits: readonly number[], least = 1): number {
  for (let count = least; count < 4; count++) {
    const shown = Number(value.toFixed(count));
    if (limits.every((limit) => Math.sign(shown - limit) === Math.sign(value - limit))) return count;
  }
  return 4;
}

/**
 * A score in points: one decimal, but as many (up to 4) as it takes for the shown value to lie on the true side of
 * each limit. 61.97 with a limit of 62 is `61.97`, not `62.0`.
 * @param value points; null or NaN (not measured) is a dash
 * @param limits bounds that the score is compared with where it is shown
 */
export function formatScore(value: number | null, limits: readonly number[] = [], locale = LOCALE): string {
  if (value === null || Number.isNaN(value)) return '–';
  const count = scoreDecimals(value, limits);
  return decimals(count, count, locale).format(Number(value.toFixed(count)));
}

/** A distance of faces or a confidence: three decimals, and the fourth where a limit asks for it, as {@link formatScore}. */
export function formatDistance(value: number, limits: readonly number[] = [], locale = LOCALE): string {
  const count = scoreDecimals(value, limits, 3);
  return decimals(count, count, locale).format(Number(value.toFixed(count)));
}

/** A share of 0 to 1 in whole percent; `<1 %` and `>99 %` where rounding would say none or all. */
export function formatPercent(share: number, locale = LOCALE): string {
  const whole = Math.round(share * 100);
  if (share > 0 && share < 0.01) return `<1${GAP}%`;
  if (share < 1 && share > 0.99) return `>99${GAP}%`;
  return `${decimals(0, 0, locale).format(whole)}${GAP}%`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes in decimal units, as file managers count: `118 MB`, `4.2 GB`. */
export function formatBytes(bytes: number, locale = LOCALE): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would be shown as 1,000 of a unit.
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const most = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${decimals(0, most, locale).format(value)}${GAP}${BYTE_UNITS[unit]}`;
}

/** Frames a second: `212 fps`, below 10 with a decimal. */
export function formatFps(fps: number, locale = LOCALE): string {
  return `${decimals(0, fps < 9.95 ? 1 : 0, locale).format(fps)}${GAP}fps`;
}

/** Times real time: `7.1 × real time`. */
export function formatSpeed(speed: number, locale = LOCALE): string {
  return `${decimals(0, speed < 9.95 ? 1 : 0, locale).format(speed)}${GAP}×${GAP}real time`;
}
