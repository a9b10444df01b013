import { describe, expect, it } from 'vitest';
import { bodyPrompt } from '../../contract/body-prompt.ts';
import { findSeed, type SeedSearch } from '../find-seed.ts';
import { Identity } from '../identity.ts';
import { between, direction } from '../made-scene.fixture.ts';
import type { PictureSize, Seed, SubjectFace } from '../subject-types.ts';
import { matchingFaceSeed, prominence, prominentFaceSeed } from './face-seed.ts';
import { faceSharpness } from './face-sharpness.ts';
import { centreSeed, movingRegionSeed } from './moving-region.ts';
import { THUMBNAIL_SIDE, thumbnailOf } from './thumbnail.ts';

const SIZE: PictureSize = { width: 1280, height: 720 };

function face(changes: Partial<SubjectFace> = {}): SubjectFace {
  return {
    ...{ box: [600, 200, 660, 280], confidence: 0.95, areaPct: 0.52, sharpness: 200, weak: false },
    embedding: direction(0),
    ...changes,
  };
}

describe('the whole person behind a face', () => {
  it('is a box of a standing body, with points on face and chest', () => {
    expect(bodyPrompt([600, 100, 660, 180], SIZE)).toEqual({
      box: [510, 52, 750, 700],
      points: [
        [630, 140],
        [630, 252],
      ],
      labels: [1, 1],
    });
  });

  it('is cut at the edges; a chest outside of the picture is no point', () => {
    const { box, points, labels } = bodyPrompt([-20, 600, 100, 740], SIZE);
    expect(box).toEqual([0, 516, 280, 720]);
    expect(points).toEqual([[40, 670]]);
    expect(labels).toEqual([1]);
  });
});

describe('the best match of a shot', () => {
  const identity = new Identity([direction(0)], 512, 0.4);
  const near = face({ embedding: between(0, 1, 0.5) });
  const seed = (frames: readonly (readonly SubjectFace[])[]) =>
    matchingFaceSeed(
      frames.map((faces, frame) => ({ frame, faces })),
      identity,
      'reference_face',
      SIZE,
    );

  it('is looked for on all frames, not on the first ones', () => {
    const frames = Array.from({ length: 40 }, (): SubjectFace[] => []);
    frames[3] = [near];
    frames[37] = [face({ box: [100, 100, 160, 180] })];
    expect(seed(frames)).toMatchObject({ frame: 37, kind: 'reference_face' });
  });

  it('is the first of equal ones, and a sure face before a small one', () => {
    expect(seed([[], [near], [near]])?.frame).toBe(1);
    expect(seed([[face({ weak: true })], [near]])?.frame).toBe(1);
  });

  it('is none where nobody is like enough or can be compared', () => {
    expect(seed([[face({ embedding: direction(5) })], [face({ embedding: null })]])).toBeNull();
  });
});

describe('the most prominent face', () => {
  it('is large, sure, sharp and central', () => {
    const usual = prominence(face(), SIZE);
    expect(prominence(face({ areaPct: 2 }), SIZE)).toBeGreaterThan(usual);
    expect(prominence(face({ confidence: 0.6 }), SIZE)).toBeLessThan(usual);
    expect(prominence(face({ sharpness: 10 }), SIZE)).toBeLessThan(usual);
    expect(prominence(face({ box: [0, 0, 60, 80] }), SIZE)).toBeLessThan(usual);
  });

  it('gives the frame on which it is so', () => {
    const frames = [[face()], [face({ sharpness: 900 }), face({ areaPct: 0.1 })], [face({ sharpness: 300 })]];
    const found = prominentFaceSeed(
      frames.map((faces, frame) => ({ frame, faces })),
      SIZE,
    );
    expect(found).toMatchObject({ frame: 1, kind: 'prominent_face' });
    expect(prominentFaceSeed([{ frame: 0, faces: [] }], SIZE)).toBeNull();
  });
});

describe('how sharp a face is', () => {
  const picture = (value: (x: number, y: number) => number) =>
    Uint8Array.from({ length: 100 * 80 * 3 }, (_, i) => value(Math.floor(i / 3) % 100, Math.floor(i / 300)));
  const size = { width: 100, height: 80 };

  it('is more for edges than for a slope, and nothing for a plain or tiny one', () => {
    const stripes = picture((x) => (x % 2 === 0 ? 40 : 200));
    const slope = picture((x) => x * 2);
    expect(faceSharpness(stripes, size, [10, 10, 50, 60])).toBeGreaterThan(10_000);
    expect(faceSharpness(slope, size, [10, 10, 50, 60])).toBeLessThan(1e-6);
    expect(faceSharpness(stripes, size, [10, 10, 12, 60])).toBe(0);
    expect(faceSharpness(stripes, size, [-50, -50, 4, 4])).toBeGreaterThanOrEqual(0);
  });
});

/** Thumbnails of a bright square that moves over a slanted background. */
function moving(length: number, place: (i: number) => readonly [number, number], light = (_: number) => 0) {
  return Array.from({ length }, (_, frame) => {
    const [left, top] = place(frame);
    const luma = Uint8Array.from({ length: THUMBNAIL_SIDE ** 2 }, (_v, cell) => {
      const [x, y] = [cell % THUMBNAIL_SIDE, Math.floor(cell / THUMBNAIL_SIDE)];
      const isInside = x >= left && x < left + 8 && y >= top && y < top + 8;
      return Math.min(255, (isInside ? 220 : 40 + x) + light(frame));
    });
    return { frame, luma };
  });
}

describe('what moves before a still background', () => {
  it('gets a box and a point on the frame where it stands out most', () => {
    const found = movingRegionSeed(
      moving(9, (i) => [4 + 6 * i, 28]),
      SIZE,
    );
    expect(found?.kind).toBe('moving_region');
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = found?.prompt.box ?? [];
    const left = (4 + 6 * (found?.frame ?? 0)) * 20;
    expect([x1 - left, x2 - left].map(Math.round)).toEqual([-10, 170]);
    expect([y1, y2].map(Math.round)).toEqual([309, 411]);
    const [[x = 0, y = 0] = []] = found?.prompt.points ?? [];
    expect(x > x1 && x < x2 && y > y1 && y < y2).toBe(true);
  });

  it('is not fooled by a change of exposure', () => {
    const flicker = (i: number) => (i % 2) * 30;
    expect(
      movingRegionSeed(
        moving(8, () => [-20, -20], flicker),
        SIZE,
      ),
    ).toBeNull();
    expect(
      movingRegionSeed(
        moving(9, (i) => [4 + 6 * i, 28], flicker),
        SIZE,
      ),
    ).not.toBeNull();
  });

  it('is nothing where nothing moves, where all does, or where two frames cannot tell', () => {
    expect(
      movingRegionSeed(
        moving(6, () => [10, 10]),
        SIZE,
      ),
    ).toBeNull();
    expect(
      movingRegionSeed(
        moving(2, (i) => [10 + 20 * i, 10]),
        SIZE,
      ),
    ).toBeNull();
    const noise = Array.from({ length: 6 }, (_, frame) => ({
      frame,
      luma: Uint8Array.from({ length: THUMBNAIL_SIDE ** 2 }, (_v, i) => (i * 7919 + frame * 104_729) % 251),
    }));
    expect(movingRegionSeed(noise, SIZE)).toBeNull();
    expect(centreSeed(4, SIZE)).toMatchObject({ frame: 4, kind: 'centre', prompt: { points: [[640, 360]] } });
  });

  it('thumbnails are means of luma', () => {
    const pixels = new Uint8Array(128 * 128 * 3);
    for (let i = 0; i < 128 * 128; i++) pixels.set(i % 2 === 0 ? [255, 255, 255] : [0, 0, 0], i * 3);
    expect(new Set(thumbnailOf(pixels, 128))).toEqual(new Set([128]));
    const green = new Uint8Array(64 * 64 * 3).map((_, i) => (i % 3 === 1 ? 100 : 0));
    expect(new Set(thumbnailOf(green, 64))).toEqual(new Set([59]));
  });
});

describe('where a shot begins', () => {
  const annas = new Identity([direction(0)], 512, 0.4);
  const chosen: Seed = { ...centreSeed(2, SIZE), kind: 'chosen' };
  const search = (changes: Partial<SeedSearch>) =>
    findSeed({
      ...{ size: SIZE, chosen: [], isChosenElsewhere: false, reference: null, followed: null },
      ...{ hasMemory: false, faces: [], thumbnails: [], middle: 3 },
      ...changes,
    });
  const kinds = (changes: Partial<SeedSearch>) => {
    const found = search(changes);
    return found.kind === 'seeds' ? found.seeds.map(({ kind }) => kind) : found;
  };
  const somebody = [{ frame: 1, faces: [face({ embedding: direction(3) })] }];
  const anna = [{ frame: 1, faces: [face()] }];

  it('at what a person pointed at, whatever else there is', () => {
    expect(kinds({ chosen: [chosen], reference: annas, faces: anna })).toEqual(['chosen']);
  });

  it('at the face that is looked for, or that was followed before', () => {
    expect(kinds({ reference: annas, faces: anna })).toEqual(['reference_face']);
    expect(kinds({ followed: annas, faces: anna, hasMemory: true })).toEqual(['same_face']);
  });

  it('nowhere for who asked for somebody that is not there', () => {
    expect(kinds({ reference: annas, faces: somebody })).toEqual({ kind: 'nothing' });
    expect(kinds({ isChosenElsewhere: true, faces: somebody })).toEqual({ kind: 'nothing' });
    expect(kinds({ isChosenElsewhere: true, hasMemory: true })).toEqual({ kind: 'memory', otherwise: null });
  });

  it('at the most prominent face, at what the tracker remembers, at what moves, at the middle', () => {
    expect(kinds({ faces: somebody, followed: annas, hasMemory: true })).toEqual(['prominent_face']);
    const thumbnails = moving(9, (i) => [4 + 6 * i, 28]);
    expect(kinds({ thumbnails })).toEqual(['moving_region']);
    expect(kinds({ thumbnails, hasMemory: true })).toMatchObject({
      kind: 'memory',
      otherwise: { kind: 'moving_region' },
    });
    expect(kinds({})).toEqual(['centre']);
    expect(kinds({ hasMemory: true })).toMatchObject({
      kind: 'memory',
      otherwise: { kind: 'centre', frame: 3 },
    });
  });
});
