import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The parts of a PNG that an animation takes over. */
export interface PngParts {
  /** Contents of IHDR: size and kind of pixels. */
  readonly header: Buffer;
  /** The compressed pixels, contents of all IDAT chunks. */
  readonly pixels: Buffer;
}

/** Takes a PNG apart (W3C PNG specification, section 5). */
export function pngParts(png: Buffer): PngParts {
  const pixels: Buffer[] = [];
  let header: Buffer = Buffer.alloc(0);
  for (let at = SIGNATURE.length; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') pixels.push(data);
    at += length + 12;
  }
  return { header, pixels: Buffer.concat(pixels) };
}

function chunk(type: string, ...data: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** How long a frame is shown, as the fraction of a second that fcTL holds: milliseconds as long as they fit. */
function delayOf(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(4);
  const fine = milliseconds <= 0xffff;
  bytes.writeUInt16BE(fine ? milliseconds : Math.min(Math.round(milliseconds / 10), 0xffff));
  bytes.writeUInt16BE(fine ? 1000 : 100, 2);
  return bytes;
}

/** Makes an animated PNG of whole frames, piece by piece; each frame replaces the one before. */
export class ApngWriter {
  readonly #frames: number;
  #sequence = 0;
  #size: Buffer = Buffer.alloc(8);
  #begun = false;

  /** @param frames how many will come */
  constructor(frames: number) {
    this.#frames = frames;
  }

  /**
   * The bytes of the next frame, behind those of the frames before.
   * @param png the frame; all have the same size and kind of pixels
   * @param delay milliseconds that it is shown
   */
  frame(png: Buffer, delay: number): Buffer {
    const { header, pixels } = pngParts(png);
    const first = !this.#begun;
    this.#begun = true;
    this.#size = header.subarray(0, 8);
    const place = Buffer.alloc(8);
    // No disposal, no blending.
    const control = chunk(
      'fcTL',
      uint32(this.#sequence++),
      this.#size,
      place,
      delayOf(delay),
      Buffer.from([0, 0]),
    );
    if (!first) return Buffer.concat([control, chunk('fdAT', uint32(this.#sequence++), pixels)]);
    const start = [SIGNATURE, chunk('IHDR', header), chunk('acTL', uint32(this.#frames), uint32(0))];
    return Buffer.concat([...start, control, chunk('IDAT', pixels)]);
  }

  /** The bytes behind the last frame. */
  end(): Buffer {
    return chunk('IEND');
  }
}
