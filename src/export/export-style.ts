import { EXPORT_OPTIONS, type ExportOptions } from '../contract/export-options.ts';
import type { OptionSpec, OptionTable } from '../contract/option-spec.ts';
import { flagOf } from '../contract/option-text.ts';
import { resolveOptions } from '../contract/parse-options.ts';

/** How an export looks: its options without where it goes. */
export type ExportStyle = Omit<ExportOptions, 'to' | 'link'>;

/** The style of an export. */
export function styleOf({ to: _to, link: _link, ...style }: ExportOptions): ExportStyle {
  return style;
}

/** Pictures as they are, with metadata.jsonl. */
export const PLAIN_STYLE: ExportStyle = styleOf(resolveOptions(EXPORT_OPTIONS, {}));

const TABLE: OptionTable = EXPORT_OPTIONS;

interface Changed {
  readonly name: string;
  readonly spec: OptionSpec;
  readonly value: unknown;
  readonly applies: boolean;
}

/** The options that differ from their defaults. */
function changes(options: Readonly<Record<string, unknown>>): Changed[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const spec = TABLE[name];
    if (!spec || JSON.stringify(value) === JSON.stringify(spec.default)) return [];
    const { appliesWhen } = spec;
    const applies =
      !appliesWhen || appliesWhen.values.some((wanted) => wanted === options[appliesWhen.option]);
    return [{ name, spec, value, applies }];
  });
}

/** What an export does otherwise than one without options: only what differs and has an effect. */
export function styleChanges(style: ExportStyle): Record<string, unknown> {
  const inEffect = changes(style).filter(({ applies }) => applies);
  return Object.fromEntries(inEffect.map(({ name, value }) => [name, value]));
}

/** A line for every given option that has no effect beside the others. */
export function idleOptions(options: Partial<ExportOptions>): string[] {
  const all = { ...resolveOptions(EXPORT_OPTIONS, {}), ...options };
  return changes(all).flatMap(({ name, spec: { appliesWhen }, applies }) => {
    if (applies || !appliesWhen) return [];
    const { option, values } = appliesWhen;
    const needed = `--${flagOf(option)} ${values.join(' or ')}`;
    return [`--${flagOf(name)} has no effect: it needs ${needed}`];
  });
}
