import { ANALYZE_OPTIONS } from '../../../contract/analyze-options.ts';
import type { OptionFactsView } from '../../../contract/http.ts';
import { flagOf } from '../../../contract/option-text.ts';
import { formatTimeCode } from '../../../contract/time-code.ts';
import { formatDecimal } from '../../format/numbers.ts';

/** Parts of option names that read better as something else; the section already says `pre`. */
const WORDS: Readonly<Record<string, string>> = {
  min: 'minimum',
  max: 'maximum',
  pre: '',
  jpg: 'JPG',
  png: 'PNG',
  gpu: 'GPU',
  hwaccel: 'hardware decoding',
  urls: 'addresses',
  glob: 'files of the folder',
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The label of an option, from its name: `preMinEdgeStrength` -> `Minimum edge strength`. */
export function labelOf(name: string): string {
  const parts = name.split(/(?=[A-Z])/).map((part) => part.toLowerCase());
  const words = parts.map((part) => WORDS[part] ?? part).filter((word) => word !== '');
  // `preFilter` alone would be "Filter".
  return capital(words.length > 1 || parts.length === 1 ? words.join(' ') : parts.join('-'));
}

/** The title of a section: `pre-filters` -> `Pre-filters`. */
export function sectionTitle(section: string): string {
  return capital(section);
}

/** Options that the page has a field for, by their flags. */
const FIELDS = new Map(Object.keys(ANALYZE_OPTIONS).map((name) => [flagOf(name), name]));

/**
 * A help text or hint without the flags of the command line: `--interval` and `--interval SECONDS` become the label of
 * that option. Flags without a field stay.
 */
export function pageWords(text: string): string {
  const flags = /--(no-)?([a-z][a-z-]*[a-z])(?: [A-Z]{3,}\b)?/g;
  return text.replaceAll('`', '').replace(flags, (flag, no: string | undefined, name: string) => {
    const field = FIELDS.get(name);
    return field === undefined ? flag : `“${labelOf(field)}”${no ? ' off' : ''}`;
  });
}

/** A value as text: `off`, `5 seconds`, `0:41.500`, `30 20 20 10 20`. */
export function valueText({ kind, unit }: Pick<OptionFactsView, 'kind' | 'unit'>, value: unknown): string {
  if (value === null) return 'not set';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value !== 'number') return String(value);
  if (kind === 'time') return timeText(value);
  return `${formatDecimal(value, 4)}${unit ? ` ${unit}` : ''}`;
}

/** A time as a field shows it: `0:41.5`, `12:00`. */
export function timeText(seconds: number): string {
  return formatTimeCode(seconds).replace(/\.?0+$/, '');
}

/** The options of a run that differ from the defaults, in words: `Method interval`, `Interval 2 seconds`. */
export function differenceWords(
  options: readonly OptionFactsView[],
  given: Readonly<Record<string, unknown>>,
) {
  return Object.entries(given).map(([name, value]) => {
    const facts = options.find((option) => option.name === name) ?? { kind: 'text' as const, unit: null };
    return `${labelOf(name)} ${valueText(facts, value)}`;
  });
}
