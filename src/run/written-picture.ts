import type { PixelKind } from './frame-protocol.ts';

/** A picture as it is about to be written. */
export interface WrittenPicture {
  readonly width: number;
  readonly height: number;
  readonly kind: PixelKind;
  /** Without padding; 16-bit values in the machine's byte order. */
  readonly data: Uint8Array;
}

/** The upper byte of 16-bit values. */
function upperBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  const values = new Uint16Array(buffer, byteOffset, length / 2);
  return Uint8Array.from(values, (value) => value >> 8);
}

function repeated(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i] ?? 0, i * 3, i * 3 + 3);
  return rgb;
}

/** Packed 8-bit RGB of a picture; that of an 8-bit colour picture is the picture itself. */
export function rgb8({ kind, data }: WrittenPicture): Uint8Array {
  const bytes = kind.endsWith('16') ? upperBytes(data) : data;
  return kind.startsWith('grey') ? repeated(bytes) : bytes;
}
