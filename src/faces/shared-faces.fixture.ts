import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { inverse, similarityTo } from './align/similarity.ts';
import type { FivePoints, Picture, Point } from './face-types.ts';
import { Workspace } from './workspace.ts';

const SHARED = path.resolve(import.meta.dirname, '../../../shared');

/** Whether the reference pictures and values lie beside the checkout. */
export const hasSharedFaces = existsSync(path.join(SHARED, 'fixtures/faces'));

/** Folder that holds `faceplugin` and `yunet`. */
export const SHARED_MODELS = path.join(SHARED, 'models/faces');

/** A path among the reference values. */
export const sharedFace = (...names: readonly string[]): string =>
  path.join(SHARED, 'fixtures/faces', ...names);

/** A JSON file among them; an empty object where there are none. */
export const readSharedFace = (...names: readonly string[]) =>
  hasSharedFaces ? JSON.parse(readFileSync(sharedFace(...names), 'utf8')) : {};

/** SHA-256 in hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Compares two lists of numbers. */
export function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    const difference = Math.abs(value - (expected[i] ?? Number.NaN));
    expect(difference, `value ${i}: ${value}`).toBeLessThanOrEqual(tolerance);
  });
}

/** Five points of ten numbers in pairs. */
export function asFive(points: readonly number[][]): FivePoints {
  const at = (i: number): Point => [points[i]?.[0] ?? Number.NaN, points[i]?.[1] ?? Number.NaN];
  return [at(0), at(1), at(2), at(3), at(4)];
}

/** The aligned crop of a face, packed RGB; null where its points are all one. */
export function alignedCrop(picture: Picture, points: FivePoints, size = 112): Uint8Array | null {
  const map = similarityTo(points, size);
  if (!map) return null;
  const workspace = new Workspace(size * size);
  workspace.load(picture);
  return workspace.bytes(workspace.crop(inverse(map), size).at, size * size * 3).slice();
}
