import { z } from 'zod';
import { parseTimeCode } from './time-code.ts';

/** The groups in which options are documented and shown, in this order. */
export const OPTION_SECTIONS = [
  'source',
  'download',
  'extraction',
  'picture',
  'pre-filters',
  'quality weights',
  'faces',
  'masks',
  'shots',
  'thresholds',
  'export',
  'contact sheet',
  'models',
  'output',
  'web app',
] as const;
/** Name of such a group. */
export type OptionSection = (typeof OPTION_SECTIONS)[number];

/** What an option says of itself besides its type; everything shown anywhere is derived from this. */
export interface OptionFacts {
  /** One or two sentences for help, docs and form. */
  readonly help: string;
  readonly section: OptionSection;
  /** Unit of the value: seconds, points, percent ... */
  readonly unit?: string;
  /** What a value may be, in words, where the type alone does not tell. */
  readonly range?: string;
  /** Name of the flag in the Python application that Framesift replaces, where it differs. */
  readonly oldFlag?: string;
  /** The option has an effect only while another option has one of these values. */
  readonly appliesWhen?: { readonly option: string; readonly values: readonly (string | boolean)[] };
  /** Whether the option changes records or pictures, so that it belongs to the config hash. */
  readonly shapesResult: boolean;
}

/** One option: its facts, type and default, with the schema that validates it. */
export interface OptionSpec<T = unknown> extends OptionFacts {
  readonly kind: 'number' | 'integer' | 'choice' | 'list' | 'switch' | 'text' | 'texts' | 'time' | 'weights';
  readonly schema: z.ZodType<T>;
  readonly default: T;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  /** Placeholder of the value in help texts; null for switches. */
  readonly placeholder: string | null;
  /** Turns command-line text into a value for `schema`; the schema judges the result. */
  readonly fromText: (text: string) => unknown;
}

/** A table of options by their camelCase names. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** The values of a table: what its schemas give. */
export type OptionValues<T extends OptionTable> = { -readonly [K in keyof T]: z.output<T[K]['schema']> };

interface Bounds {
  readonly min: number;
  readonly max: number;
}

const toNumber = (text: string): unknown => (text.trim() === '' ? text : Number(text));
const bounded = ({ min, max }: Bounds) => z.number().min(min).max(max);

/** A real number within inclusive bounds. */
export function numberOption(facts: OptionFacts & Bounds & { readonly default: number }): OptionSpec<number> {
  return { ...facts, kind: 'number', schema: bounded(facts), placeholder: 'N', fromText: toNumber };
}

/** A real number within inclusive bounds, or null for "not set". */
export function optionalNumberOption(facts: OptionFacts & Bounds): OptionSpec<number | null> {
  const schema = bounded(facts).nullable();
  return { ...facts, default: null, kind: 'number', schema, placeholder: 'N', fromText: toNumber };
}

/** A whole number within inclusive bounds. */
export function integerOption(
  facts: OptionFacts & Bounds & { readonly default: number },
): OptionSpec<number> {
  return { ...facts, kind: 'integer', schema: bounded(facts).int(), placeholder: 'N', fromText: toNumber };
}

/** A whole number within inclusive bounds, or null for "not set". */
export function optionalIntegerOption(facts: OptionFacts & Bounds): OptionSpec<number | null> {
  const schema = bounded(facts).int().nullable();
  return { ...facts, default: null, kind: 'integer', schema, placeholder: 'N', fromText: toNumber };
}

/** One of a fixed list of words. */
export function choiceOption<const C extends readonly [string, ...string[]]>(
  facts: OptionFacts & { readonly choices: C; readonly default: C[number] },
): OptionSpec<C[number]> {
  return {
    ...facts,
    kind: 'choice',
    schema: z.enum(facts.choices),
    placeholder: facts.choices.join('|'),
    fromText: (text) => text,
  };
}

/** Some of a fixed list of words, each once; on the command line with commas between, `none` for an empty list. */
export function listOption<const C extends readonly [string, ...string[]]>(
  facts: OptionFacts & { readonly choices: C; readonly default: readonly C[number][] },
): OptionSpec<readonly C[number][]> {
  const once = (list: readonly string[]) => new Set(list).size === list.length;
  return {
    ...facts,
    kind: 'list',
    schema: z.array(z.enum(facts.choices)).refine(once, 'each word once').readonly(),
    placeholder: facts.choices.join(','),
    fromText: (text) => (text.trim() === 'none' ? [] : text.trim().split(/[\s,]+/)),
  };
}

/** On or off; `--flag` and `--no-flag`. */
export function switchOption(facts: OptionFacts & { readonly default: boolean }): OptionSpec<boolean> {
  return { ...facts, kind: 'switch', schema: z.boolean(), placeholder: null, fromText: (text) => text };
}

interface TextFacts extends OptionFacts {
  readonly placeholder: string;
}

/** Free text such as a path. */
export function textOption(facts: TextFacts & { readonly default: string }): OptionSpec<string> {
  return { ...facts, kind: 'text', schema: z.string().min(1), fromText: (text) => text };
}

/** Free text such as a name, or null for "not set". */
export function optionalTextOption(facts: TextFacts): OptionSpec<string | null> {
  const schema = z.string().min(1).nullable();
  return { ...facts, default: null, kind: 'text', schema, fromText: (text) => text };
}

/** Texts such as folders, none to begin with; the flag can be given several times. */
export function textsOption(facts: TextFacts): OptionSpec<readonly string[]> {
  const schema = z.array(z.string().min(1)).readonly();
  return { ...facts, default: [], kind: 'texts', schema, fromText: (text) => [text] };
}

/** A time in the video: seconds, or a `[hh:]mm:ss[.mmm]` text that becomes seconds. */
export function timeOption(facts: OptionFacts): OptionSpec<number | null> {
  return {
    ...facts,
    kind: 'time',
    default: null,
    min: 0,
    schema: z.number().min(0).nullable(),
    placeholder: 'TIME',
    fromText: (text) => parseTimeCode(text) ?? text,
  };
}

const weight = z.number().min(0).max(1000);
const weightList = z
  .tuple([weight, weight, weight, weight, weight])
  .refine((list) => list.some((w) => w > 0), 'at least one weight above 0');

const weightsBasis = {
  kind: 'weights',
  min: 0,
  max: 1000,
  placeholder: 'S E C B ENT',
  fromText: (text: string) =>
    text
      .trim()
      .split(/[\s,]+/)
      .map(toNumber),
} as const;

/** Five non-negative weights of which at least one is positive, in the order of the metrics. */
export type WeightList = z.output<typeof weightList>;

/** Five weights: S E C B ENT. */
export function weightsOption(facts: OptionFacts & { readonly default: WeightList }): OptionSpec<WeightList> {
  return { ...facts, ...weightsBasis, schema: weightList };
}

/** Five weights: S E C B ENT, or null for "not set". */
export function optionalWeightsOption(facts: OptionFacts): OptionSpec<WeightList | null> {
  return { ...facts, ...weightsBasis, default: null, schema: weightList.nullable() };
}
