import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import { CRITERIA_OPTIONS } from '../../contract/criteria-options.ts';
import { EXPORT_PRESET_OPTIONS } from '../../contract/export-options.ts';
import type { OptionTable } from '../../contract/option-spec.ts';
import { parseOptionValue, unknownOption } from '../../contract/parse-options.ts';
import { type PresetFile, presetFileSchema, SCHEMA_VERSION } from '../../contract/run-files.ts';

/** Every option that a preset may hold. */
const TABLE: OptionTable = { ...ANALYZE_OPTIONS, ...CRITERIA_OPTIONS, ...EXPORT_PRESET_OPTIONS };

/** A preset as it is exchanged: the same JSON as in the folder of the presets. */
export function presetToText(name: string, options: PresetFile['options']): string {
  const file: PresetFile = { schema_version: SCHEMA_VERSION, name, options };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** A name for that file which every system takes. */
export function presetFileName(name: string): string {
  const letters = name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return `${letters.slice(0, 60) || 'preset'}.framesift.json`;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('preset_invalid', { name: file, reason: 'the file is not valid JSON' }, { cause });
  }
}

/**
 * Reads a preset from a file that a person chose.
 * @param file its name, for errors
 * @throws AppError `preset_invalid`, `unknown_option` or `invalid_option`: nothing is taken from a file that is not
 * right as a whole
 */
export function presetFromText(text: string, file: string): Pick<PresetFile, 'name' | 'options'> {
  const parsed = presetFileSchema.safeParse(parseJson(text, file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.');
    const reason = `${place ? `${place}: ` : ''}${issue?.message ?? 'wrong shape'}`;
    throw new AppError('preset_invalid', { name: file, reason }, { cause: parsed.error });
  }
  const { name, options } = parsed.data;
  for (const [option, value] of Object.entries(options)) {
    const spec = Object.hasOwn(TABLE, option) ? TABLE[option] : undefined;
    if (!spec) throw unknownOption(option, Object.keys(TABLE));
    parseOptionValue(option, spec, value);
  }
  return { name, options };
}
