import { ApiError } from '../api/api-error.ts';
import { api, resultOf } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { queryKeys } from '../api/query-keys.ts';
import { toastUndo } from '../parts/toasts.tsx';
import type { Preset, PresetValues } from './preset-scope.ts';
import { presetFileName, presetToText } from './preset-text.ts';

const renew = () => queryClient.invalidateQueries({ queryKey: queryKeys.presets });

/**
 * Saves a preset.
 * @param replace whether one of that name is replaced
 * @returns `exists` when there is one and it is not to be replaced
 * @throws ApiError
 */
export async function savePreset(
  name: string,
  options: PresetValues,
  replace: boolean,
): Promise<'saved' | 'exists'> {
  try {
    await resultOf(
      api.presets[':name'].$put({ param: { name: encodeURIComponent(name) }, json: { options, replace } }),
    );
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.code === 'preset_exists') return 'exists';
    throw thrown;
  }
  await renew();
  return 'saved';
}

/**
 * Deletes a preset; a toast offers to take it back.
 * @throws ApiError
 */
export async function deletePreset({ name, options }: Preset): Promise<void> {
  await resultOf(api.presets[':name'].$delete({ param: { name: encodeURIComponent(name) } }));
  await renew();
  toastUndo(`Deleted the preset ${name}`, () => savePreset(name, options, false));
}

/** Hands a preset to the browser as a file to be saved. */
export function downloadPreset(name: string, options: PresetValues): void {
  const address = URL.createObjectURL(new Blob([presetToText(name, options)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = presetFileName(name);
  link.click();
  URL.revokeObjectURL(address);
}
