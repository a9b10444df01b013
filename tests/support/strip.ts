import sharp from 'sharp';

/** Where the strip stands in a written picture: its corner as stored, and how much pixels were stretched. */
export interface StripPlace {
  readonly x0: number;
  readonly y0: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

const CELL = 16;
const BITS = 16;
const LOW_BITS = 4095;

/**
 * Reads the frame number that a synthetic clip carries in its picture: 16 cells of 16x16 px, white = 1, the low 12
 * bits are the number, the high 4 its check (media/README.md).
 * @returns the number, or null when the check fails
 */
export async function readStrip(file: string, place: StripPlace): Promise<number | null> {
  // Of a JPEG only the rows down to the strip are decoded.
  const strip = {
    left: Math.round(place.x0 * place.scaleX),
    top: Math.round(place.y0 * place.scaleY),
    width: Math.floor(CELL * BITS * place.scaleX),
    height: Math.floor(CELL * place.scaleY),
  };
  const cells = sharp(file).extract(strip).removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await cells.toBuffer({ resolveWithObject: true });
  const brightness = (bit: number): number => {
    const x = Math.round(CELL * (bit + 0.5) * place.scaleX);
    const y = Math.round((CELL / 2) * place.scaleY);
    let sum = 0;
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        const at = ((y + dy) * info.width + x + dx) * info.channels;
        for (let channel = 0; channel < 3; channel++) sum += data[at + channel] ?? 0;
      }
    }
    return sum / 75;
  };
  let value = 0;
  for (let bit = 0; bit < BITS; bit++) value = value * 2 + (brightness(bit) > 128 ? 1 : 0);
  const number = value & LOW_BITS;
  const digits = (number & 15) + ((number >> 4) & 15) + (number >> 8);
  return (digits + 5) % 16 === value >> 12 ? number : null;
}
