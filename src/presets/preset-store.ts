import { lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import { nearestName } from '../contract/parse-options.ts';
import { type PresetFile, SCHEMA_VERSION } from '../contract/run-files.ts';
import { timeStampName } from '../contract/time-stamp.ts';
import { type Preset, readPresetFile } from './preset-file.ts';
import { presetFileName, presetName } from './preset-name.ts';
import { type PresetOptions, validatePresetOptions, withFacePack } from './preset-options.ts';

/** Deleted presets lie here, inside the folder of the presets. */
const TRASH_FOLDER = 'trash';

/** The saved presets, and the files that cannot be used with the reason. */
export interface PresetList {
  /** By name. */
  readonly presets: readonly Preset[];
  readonly broken: readonly { readonly file: string; readonly reason: string }[];
}

async function presetFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => entry.name);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw toFileError(thrown, folder);
  }
}

/**
 * Lists the presets of a folder; one damaged file does not hide the others.
 * @throws AppError `output_unwritable` when the folder cannot be read
 */
export async function listPresets(folder: string): Promise<PresetList> {
  const presets: Preset[] = [];
  const broken: { file: string; reason: string }[] = [];
  for (const file of await presetFiles(folder)) {
    try {
      const preset = await readPresetFile(join(folder, file));
      if (!preset) continue;
      const expected = presetFileName(preset.name);
      if (file === expected) presets.push(preset);
      else broken.push({ file, reason: `the preset ${preset.name} belongs into ${expected}` });
    } catch (thrown) {
      broken.push({ file, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  presets.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { presets, broken };
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function missing(folder: string, name: string): Promise<AppError> {
  const names = (await listPresets(folder)).presets.map((preset) => preset.name);
  const nearest = nearestName(name, names);
  const saved = names.length > 0 ? `Saved presets: ${names.join(', ')}.` : 'No presets are saved yet.';
  return new AppError('preset_missing', { name, suggestion: nearest ? `Did you mean ${nearest}?` : saved });
}

/**
 * Loads a preset.
 * @throws AppError `preset_missing` with the nearest name, `preset_invalid`, `usage`
 */
export async function readPreset(folder: string, typed: string): Promise<Preset> {
  const name = presetName(typed);
  const preset = await readPresetFile(join(folder, presetFileName(name)), name);
  if (preset) return preset;
  throw await missing(folder, name);
}

/**
 * Saves options under a name; a face distance together with the models that it belongs to.
 * @param given only the options that the preset is to set
 * @param how replace: overwrite a preset of this name
 * @throws AppError `preset_exists` when the name is taken and `replace` is off, `usage` for a name that cannot be used,
 * `unknown_option`, `invalid_option`, `disk_full`, `output_unwritable`
 */
export async function savePreset(
  folder: string,
  typed: string,
  given: PresetOptions,
  how: { readonly replace: boolean },
): Promise<Preset> {
  const name = presetName(typed);
  const options = withFacePack(validatePresetOptions(given));
  const path = join(folder, presetFileName(name));
  if (!how.replace && (await exists(path))) throw new AppError('preset_exists', { name });
  const file: PresetFile = { schema_version: SCHEMA_VERSION, name, options };
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`);
  } catch (thrown) {
    throw toFileError(thrown, path);
  }
  return { name, options };
}

/**
 * Moves a preset, damaged ones too, into the trash folder beside the presets.
 * @param now for the name in the trash
 * @returns path of the file in the trash
 * @throws AppError `preset_missing`, `output_unwritable`
 */
export async function deletePreset(folder: string, typed: string, now: Date): Promise<string> {
  const name = presetName(typed);
  const file = presetFileName(name);
  if (!(await exists(join(folder, file)))) throw await missing(folder, name);
  const trash = join(folder, TRASH_FOLDER);
  const stem = join(trash, `${file.replace(/\.json$/, '')}_${timeStampName(now)}`);
  let path = `${stem}.json`;
  for (let next = 2; await exists(path); next++) path = `${stem}-${next}.json`;
  try {
    await mkdir(trash, { recursive: true });
    await rename(join(folder, file), path);
  } catch (thrown) {
    throw toFileError(thrown, path);
  }
  return path;
}
