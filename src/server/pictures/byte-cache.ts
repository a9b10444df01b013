/** Pieces of bytes up to a total; those not used for the longest time make room. */
export class ByteCache {
  readonly #mostBytes: number;
  /** The one used last stands last. */
  readonly #pieces = new Map<string, Buffer>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Bytes of all pieces. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A piece, or null. */
  get(key: string): Buffer | null {
    const piece = this.#pieces.get(key);
    if (!piece) return null;
    this.#pieces.delete(key);
    this.#pieces.set(key, piece);
    return piece;
  }

  /** Keeps a piece; one that is larger than everything allowed is not kept. */
  set(key: string, piece: Buffer): void {
    this.#forget(key);
    if (piece.length > this.#mostBytes) return;
    this.#pieces.set(key, piece);
    this.#bytes += piece.length;
    for (const oldest of this.#pieces.keys()) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#pieces.get(key)?.length ?? 0;
    this.#pieces.delete(key);
  }
}
