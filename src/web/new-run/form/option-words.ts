import { ANALYZE_OPTIONS } from '../../../contract/analyze-options.ts';
import { parseFacePicture, parseFaceReference } from '../../../contract/face-reference.ts';
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

/** Labels that do not follow from the parts of a name. */
const LABELS: Readonly<Record<string, string>> = {
  enableFaceFilter: 'Find faces',
  faceModel: 'Models for faces',
  faceTiles: 'Look closer for small faces',
  faceRefImg: 'Reference pictures',
  faceRef: 'Reference pictures of people',
  preFilterFace: 'Only frames with a clear face',
  enableSubjectMask: 'Follow the subject',
  maskingModel: 'Model',
  sam2ModelVariant: 'Size of SAM 2.1',
  sam2WeightsPath: 'Own model',
  sceneDetect: 'Tell shots apart',
  reidFallback: 'Look where it was before',
  iouThreshold: 'Least overlap of masks',
  fillHoleArea: 'Fill holes up to',
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The label of an option, from its name: `preMinEdgeStrength` -> `Minimum edge strength`. */
export function labelOf(name: string): string {
  const label = Object.hasOwn(LABELS, name) ? LABELS[name] : undefined;
  if (label !== undefined) return label;
  const parts = name.split(/(?=[A-Z])/).map((part) => part.toLowerCase());
  const words = parts.map((part) => WORDS[part] ?? part).filter((word) => word !== '');
  // `preFilter` alone would be "Filter".
  return capital(words.length > 1 || parts.length === 1 ? words.join(' ') : parts.join('-'));
}

/** Titles of sections that are called otherwise on the command line. */
const TITLES: Readonly<Record<string, string>> = { masks: 'Subject' };

/** The title of a section: `pre-filters` -> `Pre-filters`. */
export function sectionTitle(section: string): string {
  return TITLES[section] ?? capital(section);
}

/** Options of a run without a field: they are settled when the server starts, or where models are downloaded. */
const WITHOUT_FIELD: ReadonlySet<string> = new Set(['out', 'modelsDir', 'acceptLicense']);

/** Options that the page has a field for, by their flags. */
const FIELDS = new Map(
  Object.keys(ANALYZE_OPTIONS)
    .filter((name) => !WITHOUT_FIELD.has(name))
    .map((name) => [flagOf(name), name]),
);

/** A flag with its placeholder, by itself: not a part of a path or an address. */
const FLAG = /(?<![\w/\\?&=.-])--(no-)?([a-z][a-z0-9-]*[a-z0-9])(?![\w-])(?: [A-Z]{3,}\b)?/g;

/**
 * A text of the program without the flags of the command line: `--interval` and `--interval SECONDS` become the label
 * of that option. Flags without a field stay.
 */
export function pageWords(text: string): string {
  return text.replaceAll('`', '').replace(FLAG, (flag, no: string | undefined, name: string) => {
    const field = FIELDS.get(name);
    return field === undefined ? flag : `“${labelOf(field)}”${no ? ' off' : ''}`;
  });
}

/** Texts such as reference pictures, short: by the name of the person, else by that of the file. */
function shortTexts(texts: readonly unknown[]): string {
  const names = texts.map((text) => {
    const { person, path } = parseFaceReference(String(text)) ?? parseFacePicture(String(text));
    if (person !== null && !/[\\/]/.test(person)) return person;
    const file = path.split(/[\\/]/).at(-1) ?? path;
    return /^[0-9a-f]{64}\./.test(file) ? 'a picture that was sent' : file;
  });
  return [...new Set(names)].join(', ');
}

/** A value as text: `off`, `5 seconds`, `0:41.500`, `30 20 20 10 20`. */
export function valueText({ kind, unit }: Pick<OptionFactsView, 'kind' | 'unit'>, value: unknown): string {
  if (value === null) return 'not set';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return kind === 'texts' ? shortTexts(value) : value.join(' ');
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
