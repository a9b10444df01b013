import { EXPORT_OPTIONS } from '../../contract/export-options.ts';
import type { OptionFactsView } from '../../contract/http.ts';
import type { OptionSpec, OptionTable } from '../../contract/option-spec.ts';
import { describeRange } from '../../contract/option-text.ts';
import {
  applies,
  currentValue,
  effectiveValues,
  sameValue,
  type Values,
} from '../new-run/form/option-rules.ts';

/** What a person has set for an export. */
export interface ExportForm {
  /** Options that differ from the defaults. */
  readonly given: Values;
  /** Parent of the new folder, an absolute path; null = beside the run. */
  readonly parent: string | null;
}

/** Everything as it comes: copies beside the run. */
export const PLAIN_EXPORT: ExportForm = { given: {}, parent: null };

const TABLE: OptionTable = EXPORT_OPTIONS;

function specOf(name: string): OptionSpec | null {
  return (Object.hasOwn(TABLE, name) && TABLE[name]) || null;
}

/** The options that the dialog shows: the folder is chosen by itself. */
export function shownOptions(options: readonly OptionFactsView[]): OptionFactsView[] {
  return options.filter(({ name }) => name !== 'to');
}

/** What is wrong with a value, in the contract's words; null = nothing. */
export function problemOf({ name }: Pick<OptionFactsView, 'name'>, value: unknown): string | null {
  const spec = specOf(name);
  const parsed = spec?.schema.safeParse(value);
  if (!spec || !parsed || parsed.success) return null;
  const [issue] = parsed.error.issues;
  return issue?.code === 'custom' ? issue.message : `Must be ${describeRange(spec)}.`;
}

/** A form with an option set; one at its default is not kept. */
export function withOption(form: ExportForm, facts: OptionFactsView, value: unknown): ExportForm {
  const { [facts.name]: _, ...rest } = form.given;
  return { ...form, given: sameValue(value, facts.default) ? rest : { ...rest, [facts.name]: value } };
}

/** What is wrong with the options that have an effect, by name. */
export function problemsOf(
  form: ExportForm,
  options: readonly OptionFactsView[],
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const facts of options) {
    const problem = problemOf(facts, currentValue(facts, form.given));
    if (problem !== null && applies(facts, options, form.given)) problems[facts.name] = problem;
  }
  return problems;
}

/** The options that are sent: those that have an effect and are not at their defaults. */
export function sentOptions(form: ExportForm, options: readonly OptionFactsView[]): Values {
  return effectiveValues(options, form.given);
}

const STORED_AT = 'framesift.export';

/** The form of the last export of this browser, what is not understood any more left out. */
export function parseForm(text: string | null): ExportForm {
  try {
    const stored: unknown = JSON.parse(text ?? '{}');
    if (typeof stored !== 'object' || stored === null) return PLAIN_EXPORT;
    const { given, parent } = stored as { given?: unknown; parent?: unknown };
    const entries = Object.entries(typeof given === 'object' && given !== null ? given : {});
    return {
      given: Object.fromEntries(
        entries.filter(([name, value]) => specOf(name) && problemOf({ name }, value) === null),
      ),
      parent: typeof parent === 'string' ? parent : null,
    };
  } catch {
    return PLAIN_EXPORT;
  }
}

/** The form as it was left. */
export function storedForm(): ExportForm {
  return parseForm(localStorage.getItem(STORED_AT));
}

/** Keeps the form for the next export. */
export function storeForm(form: ExportForm): void {
  localStorage.setItem(STORED_AT, JSON.stringify(form));
}
