import { AppError } from '../contract/app-error.ts';
import type { Picture } from './face-types.ts';

/**
 * Decodes a picture file upright to packed RGB: transparency is dropped with the stored colours kept, grey is repeated.
 * @param bytes what the file holds, where it is read already or is none; `file` is its name in errors then
 * @throws AppError `face_picture_invalid` for a damaged file or one that is no picture
 */
export async function readFacePicture(file: string, bytes: Uint8Array | null = null): Promise<Picture> {
  const { default: sharp } = await import('sharp');
  try {
    const { data, info } = await sharp(bytes ?? file, { failOn: 'truncated' })
      .autoOrient()
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = info.channels === 1 ? repeated(data) : data;
    return { pixels, width: info.width, height: info.height };
  } catch (thrown) {
    const [reason = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
    throw new AppError('face_picture_invalid', { path: file, reason }, { cause: thrown });
  }
}

function repeated(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  grey.forEach((value, i) => {
    rgb.fill(value, i * 3, i * 3 + 3);
  });
  return rgb;
}
