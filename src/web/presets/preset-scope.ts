import type { PresetsAnswer } from '../../contract/http.ts';

/** A saved preset. */
export type Preset = PresetsAnswer['presets'][number];

/** Option values by camelCase name. */
export type PresetValues = Readonly<Record<string, unknown>>;

const pick = (values: PresetValues, wanted: (name: string) => boolean): PresetValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => wanted(name)));

/** What of a preset belongs to a page: a preset may hold options of a run and thresholds. */
export function inScope(values: PresetValues, scope: ReadonlySet<string>): PresetValues {
  return pick(values, (name) => scope.has(name));
}

/** A preset saved by one page keeps what another page had put into it. */
export function withRest(
  values: PresetValues,
  before: Preset | undefined,
  scope: ReadonlySet<string>,
): PresetValues {
  return { ...pick(before?.options ?? {}, (name) => !scope.has(name)), ...values };
}

/** A text that is the same for the same values in any order. */
function canonical(values: PresetValues): string {
  return JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The preset that the values of a page are exactly those of. */
export function matchingPreset(
  presets: readonly Preset[],
  values: PresetValues,
  scope: ReadonlySet<string>,
): Preset | null {
  const wanted = canonical(values);
  const own = presets.map((preset) => ({ preset, values: inScope(preset.options, scope) }));
  // A preset that holds nothing for this page says nothing about it.
  const found = own.find(({ values: held }) => Object.keys(held).length > 0 && canonical(held) === wanted);
  return found?.preset ?? null;
}
