import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { EXPORT_OPTIONS } from '../contract/export-options.ts';
import { type OptionFactsView, type OptionsAnswer, optionFactsSchema } from '../contract/http.ts';
import { OPTION_SECTIONS, type OptionSpec, type OptionTable } from '../contract/option-spec.ts';
import { flagOf } from '../contract/option-text.ts';

function viewOf(name: string, spec: OptionSpec): OptionFactsView {
  const { appliesWhen } = spec;
  return optionFactsSchema.parse({
    name,
    flag: `--${flagOf(name)}`,
    kind: spec.kind,
    section: spec.section,
    help: spec.help,
    unit: spec.unit ?? null,
    min: spec.min ?? null,
    max: spec.max ?? null,
    choices: spec.choices ?? null,
    optional: spec.schema.safeParse(null).success,
    default: spec.default,
    applies_when: appliesWhen ? { option: appliesWhen.option, values: [...appliesWhen.values] } : null,
    shapes_result: spec.shapesResult,
  });
}

const viewsOf = (table: OptionTable) => Object.entries(table).map(([name, spec]) => viewOf(name, spec));

/** Chosen when the server starts, or, as terms are accepted, where models are downloaded. */
const NOT_OF_A_RUN: ReadonlySet<string> = new Set(['out', 'modelsDir', 'acceptLicense']);

/** The option tables as the page shows them. */
export function optionViews(): OptionsAnswer {
  const analyze = viewsOf(ANALYZE_OPTIONS).filter(({ name }) => !NOT_OF_A_RUN.has(name));
  const criteria = viewsOf(CRITERIA_OPTIONS);
  const exporting = viewsOf(EXPORT_OPTIONS);
  const used = new Set([...analyze, ...criteria, ...exporting].map(({ section }) => section));
  return {
    sections: OPTION_SECTIONS.filter((section) => used.has(section)),
    analyze,
    criteria,
    export: exporting,
  };
}
