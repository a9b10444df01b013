import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeThumbnail, thumbnailWidth } from './make-thumbnail.ts';

const shown = async (picture: Buffer) => {
  const { format, width, height } = await sharp(picture).metadata();
  return `${format} ${width}x${height}`;
};

const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#803020' } });

describe('thumbnails', () => {
  it('have one of three widths, the next larger', () => {
    expect([16, 160, 161, 320, 321, 640].map(thumbnailWidth)).toEqual([160, 160, 320, 320, 640, 640]);
  });

  it('are made of JPG, PNG and pixels, and never larger than these', async () => {
    expect(await shown(await makeThumbnail(await flat(400, 300).jpeg().toBuffer(), 320))).toBe(
      'webp 320x240',
    );
    expect(await shown(await makeThumbnail(await flat(100, 300).png().toBuffer(), 320))).toBe('webp 100x300');
    const pixels = await flat(400, 300).raw().toBuffer();
    const format = { type: 'jpg', quality: 90, width: 400, height: 300, pixels: 'rgb8' } as const;
    expect(await shown(await makeThumbnail({ pixels, format }, 160))).toBe('webp 160x120');
  });

  it('are not made of anything else, however it is called', async () => {
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><rect width="9" height="9"/></svg>';
    for (const bytes of [Buffer.from(drawing), await flat(4, 4).gif().toBuffer(), Buffer.alloc(0)]) {
      await expect(makeThumbnail(bytes, 160)).rejects.toThrow('no kind of picture');
    }
    await expect(makeThumbnail(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 160)).rejects.toThrow();
  });
});
