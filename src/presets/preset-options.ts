import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { EXPORT_PRESET_OPTIONS } from '../contract/export-options.ts';
import type { OptionTable } from '../contract/option-spec.ts';
import { parseOptionValue, unknownOption } from '../contract/parse-options.ts';

/** Every option that a preset may hold, by camelCase name. */
export const PRESET_OPTIONS: OptionTable = {
  ...ANALYZE_OPTIONS,
  ...CRITERIA_OPTIONS,
  ...EXPORT_PRESET_OPTIONS,
};

/** Options that were set on purpose; the others keep their defaults. */
export type PresetOptions = Readonly<Record<string, unknown>>;

/**
 * Validates the options of a preset without filling in defaults.
 * @throws AppError `unknown_option`, `invalid_option`
 */
export function validatePresetOptions(options: PresetOptions): PresetOptions {
  const checked = Object.entries(options).map(([name, value]): [string, unknown] => {
    const spec = Object.hasOwn(PRESET_OPTIONS, name) ? PRESET_OPTIONS[name] : undefined;
    if (!spec) throw unknownOption(name, Object.keys(PRESET_OPTIONS));
    return [name, parseOptionValue(name, spec, value)];
  });
  return Object.fromEntries(checked);
}

/**
 * Options with the models that a face distance belongs to: those that are named, else those that the options analyse with,
 * else the default ones. A distance says nothing without them.
 */
export function withFacePack(options: PresetOptions): PresetOptions {
  if (typeof options.maxFaceDistance !== 'number' || typeof options.facePack === 'string') return options;
  const model = options.faceModel ?? ANALYZE_OPTIONS.faceModel.default;
  return { ...options, facePack: model };
}
