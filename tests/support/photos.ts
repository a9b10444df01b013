import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** A picture of blocks on a slope; no two steps have the same scores. */
export function photo(step: number, width = 240, height = 160): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fine = ((x >> 3) * 7 + (y >> 3) * 13) % (step + 2) === 0 ? 60 + step * 8 : 0;
      const at = (y * width + x) * 3;
      pixels[at] = Math.min(255, Math.round((x / width) * 180) + fine);
      pixels[at + 1] = Math.min(255, Math.round((y / height) * 160) + fine);
      pixels[at + 2] = 60 + step * 5;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Writes files into a folder by name; parents are made. */
export async function writePhotos(
  folder: string,
  files: Readonly<Record<string, Sharp | Buffer | string>>,
): Promise<void> {
  for (const [name, contents] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    const isBytes = typeof contents === 'string' || Buffer.isBuffer(contents);
    writeFileSync(file, isBytes ? contents : await contents.toBuffer());
  }
}
