/**
 * Reads big-endian bit fields and Exp-Golomb codes (ITU-T H.264 clause 9.1).
 * Reading past the end gives zeros and sets `overrun`; nothing throws.
 */
export class BitReader {
  private readonly data: Uint8Array;
  private position = 0;
  private readonly length: number;
  /** True once a read went past the last bit; every value read since is meaningless. */
  overrun = false;

  constructor(data: Uint8Array) {
    this.data = data;
    this.length = data.length * 8;
  }

  /** Bits not read yet. */
  get left(): number {
    return this.length - this.position;
  }

  /** One bit, 0 or 1. */
  bit(): number {
    if (this.position >= this.length) {
      this.overrun = true;
      return 0;
    }
    const byte = this.data[this.position >> 3] ?? 0;
    const value = (byte >> (7 - (this.position & 7))) & 1;
    this.position += 1;
    return value;
  }

  /** One bit as a boolean. */
  flag(): boolean {
    return this.bit() === 1;
  }

  /** An unsigned number of 0 to 32 bits, most significant bit first. */
  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) value = value * 2 + this.bit();
    return value;
  }

  /** Passes over bits. */
  skip(count: number): void {
    if (count > this.left) {
      this.overrun = true;
      this.position = this.length;
      return;
    }
    this.position += count;
  }

  /** ue(v): an unsigned Exp-Golomb code of up to 32 leading zeros. AV1's uvlc() is the same code. */
  ue(): number {
    let zeros = 0;
    while (!this.overrun && this.bit() === 0) zeros += 1;
    if (this.overrun) return 0;
    if (zeros > 32) {
      this.overrun = true;
      return 0;
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v): a signed Exp-Golomb code (H.264 clause 9.1.1). */
  se(): number {
    const code = this.ue();
    return code % 2 === 1 ? (code + 1) / 2 : -(code / 2) || 0;
  }
}
