import { constants, type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * An entry of the index, little-endian: frame number, length (Uint32), place in the pack (Float64), CRC-32 of the
 * picture, CRC-32 of the entry up to here (Uint32).
 */
const ENTRY_BYTES = 24;
const CHECKED_BYTES = 20;

interface Entry {
  readonly frameNumber: number;
  readonly length: number;
  readonly offset: number;
  readonly check: number;
}

function writeEntry({ frameNumber, length, offset, check }: Entry): Buffer {
  const bytes = Buffer.alloc(ENTRY_BYTES);
  bytes.writeUInt32LE(frameNumber, 0);
  bytes.writeUInt32LE(length, 4);
  bytes.writeDoubleLE(offset, 8);
  bytes.writeUInt32LE(check, 16);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CHECKED_BYTES)), CHECKED_BYTES);
  return bytes;
}

function readEntry(index: Buffer, at: number): Entry | null {
  const bytes = index.subarray(at, at + ENTRY_BYTES);
  if (crc32(bytes.subarray(0, CHECKED_BYTES)) !== bytes.readUInt32LE(CHECKED_BYTES)) return null;
  return {
    frameNumber: bytes.readUInt32LE(0),
    length: bytes.readUInt32LE(4),
    offset: bytes.readDoubleLE(8),
    check: bytes.readUInt32LE(16),
  };
}

async function readAll(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await handle.read(bytes, 0, size, 0);
  return bytes.subarray(0, bytesRead);
}

/**
 * Small pictures of one run in one file, with an index beside it that only grows. A picture is written before its entry,
 * and both carry a checksum: what a crash, a full disk or a second server on the same folder has spoilt counts as not
 * there and is made again.
 */
export class ThumbnailPack {
  readonly #pack: FileHandle;
  readonly #index: FileHandle;
  readonly #entries = new Map<number, Entry>();
  #end: number;

  private constructor(pack: FileHandle, index: FileHandle, end: number) {
    this.#pack = pack;
    this.#index = index;
    this.#end = end;
  }

  /**
   * Opens a pack, or begins one.
   * @param name of its two files, without the ending
   * @throws the disk's refusal as thrown by the system
   */
  static async open(folder: string, name: string): Promise<ThumbnailPack> {
    await mkdir(folder, { recursive: true });
    const pack = await open(join(folder, `${name}.pack`), constants.O_RDWR | constants.O_CREAT, 0o600);
    let index: FileHandle | null = null;
    try {
      index = await open(join(folder, `${name}.index`), 'a+', 0o600);
      const opened = new ThumbnailPack(pack, index, (await pack.stat()).size);
      await opened.#readIndex();
      return opened;
    } catch (thrown) {
      await pack.close();
      await index?.close();
      throw thrown;
    }
  }

  /** Bytes of both files. */
  get bytes(): number {
    return this.#end + this.#entries.size * ENTRY_BYTES;
  }

  /** A picture, or null when there is none. */
  async read(frameNumber: number): Promise<Buffer | null> {
    const entry = this.#entries.get(frameNumber);
    if (!entry) return null;
    const bytes = Buffer.alloc(entry.length);
    const { bytesRead } = await this.#pack.read(bytes, 0, entry.length, entry.offset);
    if (bytesRead === entry.length && crc32(bytes) === entry.check) return bytes;
    this.#entries.delete(frameNumber);
    return null;
  }

  /**
   * Adds a picture.
   * @throws the disk's refusal as thrown by the system
   */
  async write(frameNumber: number, picture: Buffer): Promise<void> {
    const { length } = picture;
    const entry = { frameNumber, length, offset: this.#end, check: crc32(picture) };
    this.#end += length;
    for (let written = 0; written < length; ) {
      const left = length - written;
      written += (await this.#pack.write(picture, written, left, entry.offset + written)).bytesWritten;
    }
    await this.#index.appendFile(writeEntry(entry));
    this.#entries.set(frameNumber, entry);
  }

  /** Closes both files. */
  async close(): Promise<void> {
    await Promise.all([this.#pack.close(), this.#index.close()]);
  }

  async #readIndex(): Promise<void> {
    const index = await readAll(this.#index);
    const torn = index.length % ENTRY_BYTES;
    for (let at = 0; at + ENTRY_BYTES <= index.length; at += ENTRY_BYTES) {
      const entry = readEntry(index, at);
      if (entry) this.#entries.set(entry.frameNumber, entry);
    }
    // Entries to come would otherwise stand at odd places and be lost too.
    if (torn > 0) await this.#index.truncate(index.length - torn);
  }
}
