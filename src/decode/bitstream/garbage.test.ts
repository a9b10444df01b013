import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPictureReader } from './picture-info.ts';

const CODECS = ['h264', 'hevc', 'mpeg1video', 'mpeg2video', 'mpeg4', 'vp8', 'vp9', 'av1', 'ffv1', 'mjpeg'];

/** Bytes that look like headers more often than random ones do. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.constantFrom([0, 0, 1], [0, 0, 0, 1, 0x67], [0, 0, 1, 0x68], [0, 0, 1, 0x65, 0x88], [0, 0, 1, 0xb3]),
      fc.constantFrom(
        [0, 0, 1, 0x20],
        [0, 0, 1, 0xb6],
        [0x12, 0x00],
        [0x0a, 0x0b],
        [0x49, 0x83, 0x42],
        [0xc1],
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

describe('damaged data', () => {
  it.each(CODECS)('%s: never throws, and a hidden or unknown picture is nothing to start at', (codec) => {
    fc.assert(
      fc.property(fc.option(bytes), fc.array(bytes, { maxLength: 4 }), (extradata, packets) => {
        const reader = createPictureReader(codec, extradata);
        for (const packet of packets) {
          const info = reader?.read(packet);
          expect(info).toBeDefined();
          if (info?.type === 'unknown' || info?.shown === false) expect(info.randomAccess).toBe(false);
          if (info?.type === 'unknown') expect(info.shown).toBe(true);
          if (info?.randomAccess) expect(info.type).toBe('I');
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(CODECS)('%s: large packets of zeros, ones and start codes take bounded work', (codec) => {
    const size = 2_000_000;
    const reader = createPictureReader(codec, null);
    const started = performance.now();
    reader?.read(new Uint8Array(size));
    reader?.read(new Uint8Array(size).fill(255));
    reader?.read(new Uint8Array(size).map((_, index) => (index % 4 === 2 ? 1 : 0)));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('does not know codecs it has no reader for', () => {
    for (const codec of ['apng', 'gif', 'huffyuv', 'vc1', 'theora', '']) {
      expect(createPictureReader(codec, null)).toBeNull();
    }
  });
});
