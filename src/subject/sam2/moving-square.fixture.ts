import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSam2Folder } from '../packs/open-sam2-folder.ts';
import { EmbeddingCache } from './embedding-cache.ts';
import { Sam2Graphs } from './graphs.ts';
import { type MadeUpSam2, madeUpSam2 } from './made-up-sam2.fixture.ts';

/** A red square of 10 pixels that moves over a grey picture, and a green one that stands still. */
export const PICTURE = { width: 64, height: 64 } as const;
const SIDE = 10;
const GREEN = [50, 4] as const;

/** Left edge of the red square; it leaves the picture on frames 20 to 29 of each hundred. */
export const leftOf = (frame: number): number => {
  const at = frame % 100;
  return at >= 20 && at < 30 ? -99 : (at * 3) % 50;
};

/** Packed RGB of a frame of 64 x 64 pixels, the size of the small made-up model. */
export function movingSquare(frame: number): Uint8Array {
  const pixels = new Uint8Array(PICTURE.width * PICTURE.height * 3).fill(128);
  const square = (left: number, top: number, colour: readonly number[]) => {
    for (let y = top; y < top + SIDE; y++)
      for (let x = left; x < left + SIDE; x++)
        if (x >= 0 && x < PICTURE.width) pixels.set(colour, (y * PICTURE.width + x) * 3);
  };
  square(GREEN[0], GREEN[1], [20, 200, 30]);
  square(leftOf(frame), 30, [220, 30, 30]);
  return pixels;
}

/** A made-up model of 64 pixels, loaded, with its folder. */
export async function openMadeUp(options: MadeUpSam2 = {}, threads = 1) {
  const folder = await mkdtemp(path.join(tmpdir(), 'framesift-sam2-'));
  const model = madeUpSam2(folder, { size: 64, ...options });
  const graphs = await Sam2Graphs.open(await openSam2Folder(model), { threads });
  return {
    graphs,
    model,
    close: async () => {
      await graphs.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Embeddings of the moving square; `asked` gets the frames whose pixels were fetched. */
export function squareEmbeddings(graphs: Sam2Graphs, bytes?: number, asked: number[] = []): EmbeddingCache {
  const input = async (frame: number) => {
    asked.push(frame);
    return movingSquare(frame);
  };
  return new EmbeddingCache(graphs, { input, ...(bytes !== undefined && { bytes }) });
}
