/** Writes the bit fields that BitReader reads, to build headers by hand. */
export class BitWriter {
  private text = '';

  /** An unsigned number of `count` bits. */
  bits(value: number, count: number): this {
    this.text += count === 0 ? '' : value.toString(2).padStart(count, '0');
    return this;
  }

  /** An unsigned Exp-Golomb code. */
  ue(value: number): this {
    const code = (value + 1).toString(2);
    this.text += '0'.repeat(code.length - 1) + code;
    return this;
  }

  /** A signed Exp-Golomb code. */
  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** The bytes so far, with a stop bit and zeros at the end, and `tail` bytes of data behind. */
  bytes(tail = 0): Uint8Array {
    const padded = `${this.text}1`;
    const size = Math.ceil(padded.length / 8);
    const out = new Uint8Array(size + tail).fill(0x55, size);
    for (let i = 0; i < size; i += 1) {
      out[i] = Number.parseInt(padded.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2);
    }
    return out;
  }
}

/** Puts emulation prevention bytes in (H.264 clause 7.4.1). */
export function escapeNal(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3);
      zeros = 0;
    }
    out.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(out);
}

/** Joins NAL units with big-endian lengths of `size` bytes, or start codes when it is 0. */
export function joinNalUnits(units: readonly Uint8Array[], size: number): Uint8Array {
  const out: number[] = [];
  for (const unit of units) {
    if (size === 0) out.push(0, 0, 0, 1);
    for (let i = size - 1; i >= 0; i -= 1) out.push(Math.floor(unit.length / 256 ** i) % 256);
    out.push(...unit);
  }
  return Uint8Array.from(out);
}
