/**
 * A mask as a picture that is opaque inside and clear outside.
 * @param mask as the run stored it, white inside
 */
export async function alphaOf(mask: ImageBitmap): Promise<ImageBitmap> {
  const { width, height } = mask;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no canvas to read the mask with');
  context.drawImage(mask, 0, 0);
  mask.close();
  const image = context.getImageData(0, 0, width, height);
  const pixels = new Uint32Array(image.data.buffer);
  // Bytes are red, green, blue, alpha; red says how far inside a pixel is.
  const isLittle = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i] ?? 0;
    pixels[i] = isLittle ? (((pixel & 0xff) << 24) | 0xff_ffff) >>> 0 : (0xffff_ff00 | (pixel >>> 24)) >>> 0;
  }
  return createImageBitmap(image);
}
