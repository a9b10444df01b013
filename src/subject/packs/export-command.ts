import path from 'node:path';
import type { MaskModelManifest } from './mask-model-manifest.ts';

const quoted = (text: string): string => (/^[\w./:\\+-]+$/.test(text) ? text : JSON.stringify(text));

/**
 * The command that makes a model out of its official checkpoint, to be run in `scripts/export-sam2` of the sources.
 * @param out folder that it writes
 * @param checkpoint path of the checkpoint; default: its official name in the present folder
 */
export function exportCommand(
  { family, variant, imageSize, checkpoint: official }: Omit<MaskModelManifest, 'bundles'>,
  out: string,
  checkpoint = path.posix.basename(official),
): string {
  const files = `--checkpoint ${quoted(checkpoint)} --out ${quoted(out)} --check`;
  return family === 'edgetam'
    ? `python export_edgetam.py ${files}`
    : `python export_sam2.py --family ${family} --size ${variant} --image-size ${imageSize} ${files}`;
}
