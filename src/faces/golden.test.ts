import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelFile } from '../inference/model-file.ts';
import { openSession } from '../inference/session.ts';
import { inverse, similarityTo } from './align/similarity.ts';
import { largestFaces } from './detect/largest-faces.ts';
import { letterbox } from './detect/letterbox.ts';
import { scrfdDetector } from './detect/scrfd-detector.ts';
import { type Face, FaceReader } from './face-reader.ts';
import type { FivePoints, Picture } from './face-types.ts';
import type { FacePack } from './packs/face-pack.ts';
import { knownPack } from './packs/known-packs.ts';
import { openKnownPack } from './packs/open-known-pack.ts';
import { openPackFolder } from './packs/open-pack-folder.ts';
import { readFacePicture } from './read-picture.ts';
import { cosineDistance, recogniserOf } from './recognise/recogniser.ts';
import { Workspace } from './workspace.ts';

const shared = path.resolve(import.meta.dirname, '../../../shared');
const fixtures = path.join(shared, 'fixtures/faces');
const models = path.join(shared, 'models/faces');
const at = (...names: readonly string[]) => path.join(fixtures, ...names);
const read = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const picture = (name: string): Promise<Picture> => readFacePicture(at(name));

/** A face of the golden values. */
interface GoldenFace {
  readonly box: number[];
  readonly score: number;
  readonly points: number[][];
  readonly crop?: string;
  readonly matrix: number[][];
  readonly embedding_norm: number;
  readonly embedding: number[];
}

function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN)), `value ${i}: ${value}`).toBeLessThanOrEqual(
      tolerance,
    );
  });
}

/** The cut of a face, from its own points. */
function cropOf(source: Picture, points: FivePoints, size = 112): Uint8Array | null {
  const map = similarityTo(points, size);
  if (!map) return null;
  const workspace = new Workspace(size * size);
  workspace.load(source);
  return workspace.bytes(workspace.crop(inverse(map), size).at, size * size * 3).slice();
}

const PACKS = [
  { id: 'uf68', name: 'faceplugin', points: 'best' },
  { id: 'yunet5', name: 'yunet', points: 'detector' },
  { id: 'yunet68', name: 'yunet', points: 'best' },
] as const;

const PICTURES = existsSync(fixtures) ? readdirSync(at('images')) : ['frontal.png'];

describe.runIf(existsSync(fixtures)).each(PACKS)('golden values of $id', ({ id, name, points }) => {
  const golden = existsSync(fixtures) ? read('golden.json') : {};
  let reader: FaceReader;

  beforeAll(async () => {
    const manifest = knownPack(name);
    if (!manifest) throw new Error(name);
    reader = await FaceReader.open(await openKnownPack(manifest, [models]), { points });
  });
  afterAll(() => reader.close());

  function expectFace(face: Face | undefined, expected: GoldenFace, lossless: boolean): void {
    const pixels = lossless ? 0.5 : 1.5;
    expectNear([...(face?.box ?? [])], expected.box, pixels);
    expectNear([face?.score ?? 0], [expected.score], lossless ? 0.01 : 0.02);
    expectNear(face?.points?.flat() ?? [], expected.points.flat(), pixels);
    expect(face?.norm).toBeCloseTo(expected.embedding_norm, lossless ? 1 : 0);
    const distance = cosineDistance(
      face?.embedding ?? new Float32Array(0),
      Float32Array.from(expected.embedding),
    );
    expect(distance).toBeLessThanOrEqual(lossless ? 0.001 : 0.005);
  }

  it.each(PICTURES)('%s', async (file) => {
    const { width, height, rgb_sha256, exact_pixels, packs } = golden.images[file];
    const source = await picture(`images/${file}`);
    expect([source.width, source.height]).toEqual([width, height]);
    if (exact_pixels) expect(sha256(source.pixels)).toBe(rgb_sha256);
    const expected: GoldenFace[] = packs[id];
    const faces = await reader.read(source);
    expect(faces).toHaveLength(expected.length);
    for (const [i, goldenFace] of expected.entries()) {
      expectFace(faces[i], goldenFace, exact_pixels);
      const own = faces[i]?.points;
      if (!goldenFace.crop || !own || !exact_pixels) continue;
      const crop = cropOf(source, own) ?? new Uint8Array(0);
      const reference = await sharp(at(goldenFace.crop)).raw().toBuffer();
      const differences = reference.map((value, k) => Math.abs(value - (crop[k] ?? 0)));
      expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThanOrEqual(
        0.2,
      );
      expect(Math.max(...differences)).toBeLessThanOrEqual(2);
    }
  });
});
