import { alphaOf } from '../masks/mask-picture.ts';

/** A mask as it is painted: opaque inside, clear outside. `png`: base64. */
export async function decodeMask(png: string): Promise<ImageBitmap> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  return alphaOf(await createImageBitmap(new Blob([bytes], { type: 'image/png' })));
}
