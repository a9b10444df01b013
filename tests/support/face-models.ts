import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/faces');

/**
 * Makes a folder with made-up models that find the same six faces in every picture of 640x360, the third of them from
 * (432, 128) to (528, 256), and describe them by the colours there.
 */
export function madeUpPack(folder: string): string {
  const pack = path.join(folder, 'made-up');
  mkdirSync(pack, { recursive: true });
  for (const name of ['scrfd_9_batched.onnx', 'arcface_random.onnx'])
    copyFileSync(path.join(FIXTURES, name), path.join(pack, name));
  return pack;
}

/** Path of another model that describes faces. */
export function innormModel(): string {
  return path.join(FIXTURES, 'arcface_random_innorm.onnx');
}
