import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST_FILE } from './export-manifest.ts';
import { CONSTANTS_FILE } from './hosted-sam2.ts';
import type { MaskModelManifest } from './mask-model-manifest.ts';

/**
 * The folder below a models' folder that holds an export of one's own of a known model, or null. An export has a
 * manifest, which hosted models lack; of models that nobody hosts everything is one's own.
 */
export async function ownExport(
  { name, bundles }: MaskModelManifest,
  folders: readonly string[],
): Promise<string | null> {
  const marks = bundles.length > 0 ? [MANIFEST_FILE] : [MANIFEST_FILE, CONSTANTS_FILE];
  for (const root of folders) {
    for (const mark of marks) {
      const folder = path.join(root, name);
      if ((await stat(path.join(folder, mark)).catch(() => null))?.isFile()) return folder;
    }
  }
  return null;
}
