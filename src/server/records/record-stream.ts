import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { type RecordTable, tablePieces } from '../../contract/record-table.ts';

/** Least effort: with Brotli 100,000 records take 30 ms; more effort is slower by far and saves a few percent. */
const EFFORT = 1;
/** Below this a compressed answer is hardly shorter. */
const FEWEST_BYTES = 4096;
const CHUNK_BYTES = 1 << 18;

/** A table on its way. */
export interface TableBody {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly encoding: 'br' | 'gzip' | null;
  /** Length of the body where it is known. */
  readonly size: number | null;
}

function* chunks(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += CHUNK_BYTES) yield piece.subarray(at, at + CHUNK_BYTES);
  }
}

function compressor(encoding: 'br' | 'gzip'): Transform {
  if (encoding === 'gzip') return createGzip({ level: EFFORT, chunkSize: CHUNK_BYTES });
  return createBrotliCompress({
    params: { [constants.BROTLI_PARAM_QUALITY]: EFFORT },
    chunkSize: CHUNK_BYTES,
  });
}

/** Starts nothing before it is read: an answer to HEAD never is. */
function onDemand(open: () => AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  let iterator: AsyncIterator<Uint8Array> | null = null;
  return new ReadableStream(
    {
      async pull(controller) {
        iterator ??= open();
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await iterator?.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** The block of a table, piece by piece, compressed as wanted; the reader's pace is kept. */
export function tableBody(table: RecordTable, wanted: 'br' | 'gzip' | null): TableBody {
  const pieces = tablePieces(table);
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (size < FEWEST_BYTES) {
    return { body: new Uint8Array(Buffer.concat(pieces)), encoding: null, size };
  }
  if (wanted === null) {
    return { body: onDemand(() => Readable.from(chunks(pieces)).iterator()), encoding: null, size };
  }
  const compressed = () => {
    const stream = compressor(wanted);
    // A reader who goes away destroys the stream, which is no failure.
    pipeline(Readable.from(chunks(pieces)), stream).catch(() => undefined);
    return stream.iterator();
  };
  return { body: onDemand(compressed), encoding: wanted, size: null };
}
