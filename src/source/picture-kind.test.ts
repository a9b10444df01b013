import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { pictureKind } from './picture-kind.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'framesift-kind-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const picture = () => sharp({ create: { width: 8, height: 6, channels: 3, background: '#369' } });
const two = () => {
  const raw = { width: 2, height: 4, channels: 3, pageHeight: 2 } as const;
  return sharp(Buffer.from(Array.from({ length: 24 }, (_, i) => i * 9)), { raw });
};

async function kindOf(name: string, bytes: Buffer | string): Promise<string> {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return pictureKind(file);
}

describe('what a file is', () => {
  it('still pictures are told by their contents, whatever they are called', async () => {
    expect(await kindOf('a.mov.jpg', await picture().jpeg().toBuffer())).toBe('still');
    expect(await kindOf('b', await picture().png().toBuffer())).toBe('still');
    expect(await kindOf('c.webp', await picture().webp().toBuffer())).toBe('still');
    expect(await kindOf('d.avif', await picture().avif().toBuffer())).toBe('still');
    expect(await kindOf('e.tif', await picture().tiff().toBuffer())).toBe('still');
    // Its directory stands at the end.
    const large = picture().resize(400, 300).tiff({ compression: 'none' });
    expect(await kindOf('large.tif', await large.toBuffer())).toBe('still');
    expect(await kindOf('f.bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]))).toBe('still');
  });

  it('animations and everything else are left to FFmpeg, but for an animated WebP', async () => {
    expect(await kindOf('a.webp', await two().webp().toBuffer())).toBe('animated-webp');
    expect(await kindOf('a.gif', await two().gif().toBuffer())).toBe('other');
    const png = await picture().png().toBuffer();
    const marker = Buffer.from('00000008 6163544c 00000002 00000000 00000000'.replaceAll(' ', ''), 'hex');
    expect(await kindOf('a.png', Buffer.concat([png.subarray(0, 33), marker, png.subarray(33)]))).toBe(
      'other',
    );
    expect(await kindOf('raw.mjpeg', await picture().jpeg().toBuffer())).toBe('other');
    expect(await kindOf('text.jpg', 'no picture')).toBe('other');
    expect(await kindOf('empty.jpg', '')).toBe('other');
    await expect(pictureKind(path.join(folder, 'missing.jpg'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
