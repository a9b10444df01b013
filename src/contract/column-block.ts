import { AppError } from './app-error.ts';

/** A column of a block. */
export type Column = Float64Array | Float32Array | Uint32Array | Int32Array | Uint8Array;

/** Columns begin at a multiple of 8 bytes. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
}

/** Reverses the bytes of every element, on machines that store them the other way round. */
function swapBytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}

/** The bytes of columns one after another, little-endian: views of the columns' own memory where that is possible. */
export function columnPieces(columns: readonly Column[]): Uint8Array[] {
  return columns.flatMap((column) => {
    let bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    if (!isLittleEndian()) {
      bytes = bytes.slice();
      swapBytes(bytes, column.BYTES_PER_ELEMENT);
    }
    const padding = aligned(bytes.length) - bytes.length;
    return padding > 0 ? [bytes, new Uint8Array(padding)] : [bytes];
  });
}

/** What makes a column that is a view of a block. */
interface ColumnMaker<T extends Column> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, offset: number, length: number): T;
}

/** The error of a block that cannot be read. */
export function brokenBlock(reason: string): AppError {
  return new AppError('internal', { reason: `records from the server: ${reason}` });
}

/** Takes columns out of a block, one after another, as views of it. */
export class ColumnReader {
  readonly #block: ArrayBuffer;
  #offset: number;

  /** @param offset of the first column, bytes */
  constructor(block: ArrayBuffer, offset: number) {
    this.#block = block;
    this.#offset = offset;
  }

  /**
   * The next column.
   * @param length elements
   * @throws AppError `internal` where the block ends before
   */
  take<T extends Column>(make: ColumnMaker<T>, length: number): T {
    const bytes = length * make.BYTES_PER_ELEMENT;
    if (!(this.#offset + aligned(bytes) <= this.#block.byteLength)) throw brokenBlock('cut off');
    const column = new make(this.#block, this.#offset, length);
    if (!isLittleEndian())
      swapBytes(new Uint8Array(this.#block, this.#offset, bytes), make.BYTES_PER_ELEMENT);
    this.#offset += aligned(bytes);
    return column;
  }

  /**
   * Says that there are no more columns.
   * @throws AppError `internal` where the block goes on
   */
  end(): void {
    if (this.#offset !== this.#block.byteLength) throw brokenBlock('cut off');
  }
}
