import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { presetFileSchema } from '../contract/run-files.ts';
import { type PresetOptions, validatePresetOptions } from './preset-options.ts';

/** A saved set of options. */
export interface Preset {
  readonly name: string;
  readonly options: PresetOptions;
}

function invalid(name: string, reason: string, cause: unknown): AppError {
  return new AppError('preset_invalid', { name, reason }, { cause });
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw invalid(shown, 'the file is not valid JSON', thrown);
  }
}

/**
 * Reads one preset file.
 * @param shown name for error messages, as long as the file's own is not known
 * @returns the preset, or null where no such file exists
 * @throws AppError `preset_invalid` for a damaged file or options that do not exist or lie outside their range
 */
export async function readPresetFile(path: string, shown: string = basename(path)): Promise<Preset | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw invalid(shown, thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
  const parsed = presetFileSchema.safeParse(parseJson(text, shown));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(shown, issue ? `${issue.path.join('.')}: ${issue.message}` : 'wrong shape', parsed.error);
  }
  const { name, options } = parsed.data;
  try {
    return { name, options: validatePresetOptions(options) };
  } catch (thrown) {
    throw invalid(name, thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
}
