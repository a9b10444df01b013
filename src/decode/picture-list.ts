import type { PictureInfo, PictureType } from './bitstream/picture-info.ts';
import { byteColumn } from './growing-column.ts';

const TYPES: readonly PictureType[] = ['unknown', 'I', 'P', 'B'];
const TYPE_BITS = 0b11;
const RANDOM_ACCESS = 0b100;
const KEPT_BY_NOKEY = 0b1000;
const SHOWN = 0b1_0000;

/** What the headers of a stream's packets say, in packet order; a byte a picture. */
export class PictureList {
  readonly #bits = byteColumn();

  /** A list of given pictures. */
  static from(pictures: readonly PictureInfo[]): PictureList {
    const list = new PictureList();
    for (const picture of pictures) list.push(picture);
    return list;
  }

  /** Number of pictures. */
  get length(): number {
    return this.#bits.length;
  }

  /** Adds the picture of the next packet. */
  push({ type, randomAccess, keptByNokey, shown }: PictureInfo): void {
    const flags =
      (randomAccess ? RANDOM_ACCESS : 0) | (keptByNokey ? KEPT_BY_NOKEY : 0) | (shown ? SHOWN : 0);
    this.#bits.push(TYPES.indexOf(type) | flags);
  }

  /** The picture of a packet. Throws RangeError outside of the list. */
  at(packet: number): PictureInfo {
    if (packet < 0 || packet >= this.length) throw new RangeError(`packet ${packet} of ${this.length}`);
    const bits = this.#bits.at(packet);
    return {
      type: TYPES[bits & TYPE_BITS] ?? 'unknown',
      randomAccess: (bits & RANDOM_ACCESS) !== 0,
      keptByNokey: (bits & KEPT_BY_NOKEY) !== 0,
      shown: (bits & SHOWN) !== 0,
    };
  }
}
