import { readdirSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Face, FaceReader } from './face-reader.ts';
import { knownPack } from './packs/known-packs.ts';
import { openKnownPack } from './packs/open-known-pack.ts';
import { readFacePicture } from './read-picture.ts';
import { cosineDistance } from './recognise/recogniser.ts';
import {
  alignedCrop,
  expectNear,
  hasSharedFaces,
  readSharedFace,
  SHARED_MODELS,
  sha256,
  sharedFace,
} from './shared-faces.fixture.ts';

/** A face of the golden values. */
interface GoldenFace {
  readonly box: number[];
  readonly score: number;
  readonly points: number[][];
  readonly crop?: string;
  readonly embedding_norm: number;
  readonly embedding: number[];
}

const PACKS = [
  { id: 'uf68', name: 'faceplugin', points: 'best' },
  { id: 'yunet5', name: 'yunet', points: 'detector' },
  { id: 'yunet68', name: 'yunet', points: 'best' },
] as const;

const PICTURES = hasSharedFaces ? readdirSync(sharedFace('images')) : ['frontal.png'];
const golden = readSharedFace('golden.json');

function expectFace(face: Face | undefined, expected: GoldenFace, lossless: boolean): void {
  const pixels = lossless ? 0.5 : 1.5;
  expectNear([...(face?.box ?? [])], expected.box, pixels);
  expectNear([face?.score ?? 0], [expected.score], lossless ? 0.01 : 0.02);
  expectNear(face?.points?.flat() ?? [], expected.points.flat(), pixels);
  expectNear([face?.norm ?? 0], [expected.embedding_norm], 0.05);
  const embedding = Float32Array.from(expected.embedding);
  const distance = cosineDistance(face?.embedding ?? new Float32Array(0), embedding);
  expect(distance).toBeLessThanOrEqual(lossless ? 0.001 : 0.005);
}

describe.runIf(hasSharedFaces).each(PACKS)('golden values of $id', ({ id, name, points }) => {
  const first = new Map<string, Face>();
  let reader: FaceReader;

  beforeAll(async () => {
    const manifest = knownPack(name);
    if (!manifest) throw new Error(name);
    reader = await FaceReader.open(await openKnownPack(manifest, [SHARED_MODELS]), { points });
  });
  afterAll(() => reader.close());

  it.each(PICTURES)('%s', async (file) => {
    const { width, height, rgb_sha256, exact_pixels, packs } = golden.images[file];
    const picture = await readFacePicture(sharedFace('images', file));
    expect([picture.width, picture.height]).toEqual([width, height]);
    if (exact_pixels) expect(sha256(picture.pixels)).toBe(rgb_sha256);
    const expected: GoldenFace[] = packs[id];
    const faces = await reader.read(picture);
    expect(faces).toHaveLength(expected.length);
    if (faces[0]) first.set(file, faces[0]);
    for (const [i, wanted] of expected.entries()) {
      expectFace(faces[i], wanted, exact_pixels);
      const own = faces[i]?.points;
      if (!wanted.crop || !own || !exact_pixels) continue;
      const crop = alignedCrop(picture, own) ?? new Uint8Array(0);
      const reference = await sharp(sharedFace(wanted.crop)).raw().toBuffer();
      const differences = Array.from(reference, (value, k) => Math.abs(value - (crop[k] ?? 0)));
      const sum = differences.reduce((total, value) => total + value, 0);
      expect(sum / differences.length).toBeLessThanOrEqual(0.2);
      expect(Math.max(...differences)).toBeLessThanOrEqual(2);
    }
  });

  it('the distances between the pictures', () => {
    const { names, rows }: { names: string[]; rows: number[][] } = golden.distances[id];
    names.forEach((a, i) => {
      names.forEach((b, k) => {
        const [one, other] = [first.get(a)?.embedding, first.get(b)?.embedding];
        if (!one || !other) throw new Error(`no face in ${a} or ${b}`);
        expectNear([cosineDistance(one, other)], [rows[i]?.[k] ?? Number.NaN], 0.02);
      });
    });
  });

  it('tells a cat and faces apart', () => {
    const cat = first.get('cat.jpg');
    if (id === 'uf68') expect(cat?.trust).toBe('none');
    else expect(cat).toBeUndefined();
    expect(first.get('frontal.jpg')?.trust).toBe('face');
    if (name === 'yunet') expect(first.get('tiny.png')?.trust).not.toBe('face');
  });
});
