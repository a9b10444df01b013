import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FaceReader } from '../face-reader.ts';
import { openPackFolder } from '../packs/open-pack-folder.ts';
import { SHARED_MODELS } from '../shared-faces.fixture.ts';
import { clusterFaces } from './cluster-faces.ts';
import { compareFaces } from './compare.ts';
import { encodeHalves } from './half-floats.ts';

const CLIP = path.resolve(import.meta.dirname, '../../../../shared/media/people-mixed.mp4');
const WIDTH = 640;
const HEIGHT = 480;
const STEP = 5;

/** Who is on which frames; nobody from 60 to 104. */
const PEOPLE = [
  { name: 'a', from: 0, to: 59 },
  { name: 'c', from: 105, to: 164 },
  { name: 'b', from: 165, to: 224 },
  { name: 'd', from: 225, to: 269 },
  { name: 'a', from: 270, to: 329 },
  { name: 'j', from: 330, to: 374 },
];

interface Seen {
  readonly who: string | null;
  readonly embedding: Uint16Array;
  readonly fact: { readonly norm: number | null; readonly height: number; readonly weak: boolean };
}

/** The faces of every fifth frame; a second face of a frame is a hand, and nobody. */
async function facesOfClip(): Promise<Seen[]> {
  const select = ['-vf', `select='not(mod(n,${STEP}))'`, '-fps_mode', 'passthrough'];
  const raw = execFileSync(
    'ffmpeg',
    ['-nostdin', '-v', 'error', '-i', CLIP, ...select, '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
    { maxBuffer: 2 ** 28 },
  );
  const bytes = WIDTH * HEIGHT * 3;
  const reader = await FaceReader.open(await openPackFolder(path.join(SHARED_MODELS, 'faceplugin')));
  const seen: Seen[] = [];
  for (let i = 0; i < raw.length / bytes; i++) {
    const pixels = raw.subarray(i * bytes, (i + 1) * bytes);
    const faces = await reader.read({ pixels, width: WIDTH, height: HEIGHT });
    const name = PEOPLE.find(({ from, to }) => i * STEP >= from && i * STEP <= to)?.name ?? null;
    faces.forEach(({ embedding, norm, height, trust }, place) => {
      if (!embedding || trust === 'none') return;
      const fact = { norm, height, weak: trust === 'weak' };
      seen.push({ who: place === 0 ? name : null, embedding: encodeHalves(embedding), fact });
    });
  }
  await reader.close();
  return seen;
}

describe.runIf(existsSync(CLIP) && existsSync(SHARED_MODELS))('people of a real clip', () => {
  let seen: readonly Seen[] = [];
  let embeddings = new Uint16Array(0);
  const facts = () => seen.map(({ fact }) => fact);

  beforeAll(async () => {
    seen = await facesOfClip();
    embeddings = new Uint16Array(seen.length * 512);
    seen.forEach(({ embedding }, i) => {
      embeddings.set(embedding, i * 512);
    });
  });

  it('are told apart, one who resembles another too', () => {
    const { groups, unassigned } = clusterFaces(embeddings, 512, facts(), { maxDistance: 0.45 });
    expect(unassigned).toEqual([]);
    const names = groups.map(({ faces }) => new Set(faces.flatMap((face) => seen[face]?.who ?? [])));
    for (const name of names) expect(name.size).toBeLessThanOrEqual(1);
    const groupsOf = (name: string) => names.filter((some) => some.has(name)).length;
    expect(['a', 'b', 'c', 'd'].map(groupsOf)).toEqual([1, 1, 1, 1]);
    expect(groupsOf('j')).toBeLessThanOrEqual(2);
    const [first] = groups;
    expect(first?.faces).toHaveLength(24);
    const clarity = (face: number) => {
      const { norm = null, height = 0 } = seen[face]?.fact ?? {};
      return (norm ?? 0) * height;
    };
    for (const { medoid, faces } of groups.slice(0, 4)) {
      const mean = faces.reduce((sum, face) => sum + clarity(face), 0) / faces.length;
      expect(clarity(medoid)).toBeGreaterThanOrEqual(mean);
    }
  });

  it('are mixed up only far beyond the distance of the models', () => {
    const mixed = (maxDistance: number) =>
      clusterFaces(embeddings, 512, facts(), { maxDistance }).groups.filter(
        ({ faces }) => new Set(faces.flatMap((face) => seen[face]?.who ?? [])).size > 1,
      ).length;
    expect([0.3, 0.4, 0.45, 0.49].map(mixed)).toEqual([0, 0, 0, 0]);
    expect(mixed(0.8)).toBeGreaterThan(0);
  });

  it('are found again by one of their faces', () => {
    const reference = seen.find(({ who }) => who === 'a')?.embedding ?? new Uint16Array(512);
    const { distances } = compareFaces(embeddings, 512, [reference]);
    const near = seen.filter((_, i) => (distances[i] ?? 2) <= 0.45).map(({ who }) => who);
    expect(new Set(near)).toEqual(new Set(['a']));
    expect(near.length).toBeGreaterThanOrEqual(24);
  });
});
