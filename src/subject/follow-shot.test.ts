import { describe, expect, it } from 'vitest';
import type { Box } from '../faces/face-types.ts';
import { type FrameOutcome, nothingFound, ShotFollower } from './follow-shot.ts';
import { Identity } from './identity.ts';
import {
  type Actor,
  between,
  direction,
  faceOf,
  maskOf,
  SCENE_SIZE,
  SceneTracker,
} from './made-scene.fixture.ts';
import type { Seed, SubjectFace } from './subject-types.ts';

const FRAMES = 8;
const ANNA: Actor = {
  name: 'anna',
  boxes: Array.from({ length: FRAMES }, (_, i): Box => [4 + i, 20, 16 + i, 60]),
};
const BEN: Actor = {
  name: 'ben',
  boxes: Array.from({ length: FRAMES }, (): Box => [40, 20, 54, 60]),
};
const [ANNAS, BENS] = [direction(0), direction(1)];

type Faces = ReadonlyMap<number, readonly SubjectFace[]>;

function facesOf(actors: readonly (readonly [Actor, Uint16Array])[], frames?: readonly number[]): Faces {
  const faces = new Map<number, SubjectFace[]>();
  for (let frame = 0; frame < FRAMES; frame++) {
    const there = actors.flatMap(([{ boxes }, embedding]) => {
      const box = boxes[frame];
      return box && (!frames || frames.includes(frame)) ? [faceOf(box, embedding)] : [];
    });
    faces.set(frame, there);
  }
  return faces;
}

function seedOn(actor: Actor, frame: number, kind: Seed['kind'] = 'reference_face'): Seed {
  const box = actor.boxes[frame];
  if (!box) throw new RangeError('not there');
  const point = [(box[0] + box[2]) / 2, box[1] + 2] as const;
  return { frame, kind, prompt: { box, points: [point], labels: [1] }, identity: null };
}

function follower(tracker: SceneTracker, faces: Faces, identity: Identity | null, reidFallback = true) {
  const shot = { first: 0, last: FRAMES - 1, facesOf: (frame: number) => faces.get(frame) ?? [] };
  const rules = { size: SCENE_SIZE, identity, reidFallback, iouThreshold: 0.5 };
  return new ShotFollower(tracker, shot, rules, maskOf);
}

async function gathered(outcomes: AsyncIterable<FrameOutcome>): Promise<FrameOutcome[]> {
  const all: FrameOutcome[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all.sort((a, b) => a.frame - b.frame);
}

const anna = () => new Identity([ANNAS], 512, 0.4);
const NOBODY: Faces = new Map();

describe('following a subject through a shot', () => {
  it('gives every frame once, forwards and backwards from the seed', async () => {
    const tracker = new SceneTracker([ANNA, BEN]);
    const all = await gathered(follower(tracker, NOBODY, null).follow([seedOn(ANNA, 3, 'chosen')]));
    expect(all.map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(
      all.every(({ reason, seed, pixels }) => reason === null && seed === 'chosen' && pixels === 480),
    ).toBe(true);
    expect(tracker.calls).toEqual(['point 3 anna']);
  });

  it('a seed on the first frame needs no way back', async () => {
    const tracker = new SceneTracker([ANNA]);
    const all = await gathered(follower(tracker, NOBODY, null).follow([seedOn(ANNA, 0)]));
    expect(all.map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('a subject that leaves and returns has no mask in between', async () => {
    const away: Actor = {
      name: 'anna',
      boxes: ANNA.boxes.map((box, i) => (i === 3 || i === 4 ? null : box)),
    };
    const all = await gathered(follower(new SceneTracker([away]), NOBODY, null).follow([seedOn(away, 0)]));
    expect(all.map(({ reason }) => reason)).toEqual([null, null, null, 'absent', 'absent', null, null, null]);
    expect(all[3]).toMatchObject({ mask: null, pixels: 0, score: -8 });
  });

  it('a mask below half a percent or 100 pixels is too small, and kept to be seen', async () => {
    const slips = new Map([[2, [10, 20, 19, 31] as Box]]);
    const small = await gathered(
      follower(new SceneTracker([ANNA], slips), NOBODY, null, false).follow([seedOn(ANNA, 0)]),
    );
    expect(small[2]).toMatchObject({ reason: 'too_small', pixels: 99 });
    expect(small[2]?.mask).not.toBeNull();
  });
});

describe('following that was broken off', () => {
  const faces = facesOf([
    [ANNA, ANNAS],
    [BEN, BENS],
  ]);
  const slips = new Map<number, string | Box>([
    [1, 'ben'],
    [6, 'nobody'],
  ]);
  const seeds = [seedOn(ANNA, 3)];
  const made = (tracker: SceneTracker) => follower(tracker, faces, anna());

  it('goes on behind every frame as if it had not been', async () => {
    const whole: FrameOutcome[] = [];
    for await (const outcome of made(new SceneTracker([ANNA, BEN], slips)).follow(seeds)) whole.push(outcome);
    expect(whole).toHaveLength(FRAMES);
    let stops = 0;
    for (let stop = 1; stop <= FRAMES; stop++) {
      const tracker = new SceneTracker([ANNA, BEN], slips);
      const first = made(tracker);
      const seen: FrameOutcome[] = [];
      for await (const outcome of first.follow(seeds)) {
        seen.push(outcome);
        if (seen.length === stop) break;
      }
      const { state } = first;
      if (!state) continue;
      stops++;
      const other = new SceneTracker([ANNA, BEN], slips);
      other.restore(structuredClone(tracker.snapshot()));
      for await (const outcome of made(other).goOn(structuredClone(state))) seen.push(outcome);
      expect(seen).toEqual(whole);
    }
    // Behind all frames but the two that were looked at twice.
    expect(stops).toBe(FRAMES - 2);
  });
});

describe('a face that tells who is followed', () => {
  it('is noted as likeness', async () => {
    const faces = facesOf([[ANNA, between(0, 2, 0.5)]]);
    const all = await gathered(follower(new SceneTracker([ANNA]), faces, anna()).follow([seedOn(ANNA, 0)]));
    expect(all[2]?.similarity).toBeCloseTo(1 / Math.hypot(1, 0.5), 5);
  });

  it('leads back when the mask has jumped to somebody else', async () => {
    const tracker = new SceneTracker([ANNA, BEN], new Map([[4, 'ben']]));
    const faces = facesOf([
      [ANNA, ANNAS],
      [BEN, BENS],
    ]);
    const all = await gathered(follower(tracker, faces, anna()).follow([seedOn(ANNA, 0)]));
    expect(tracker.calls).toEqual(['point 0 anna', 'point 4 anna']);
    expect(all.map(({ seed }) => seed)).toEqual([
      ...Array.from({ length: 4 }, () => 'reference_face'),
      ...Array.from({ length: 4 }, () => 'same_face'),
    ]);
    expect(all.every(({ reason, similarity }) => reason === null && similarity === 1)).toBe(true);
  });

  it('finds the subject again that the tracker has given up', async () => {
    const tracker = new SceneTracker([ANNA, BEN], new Map([[5, 'nobody']]));
    const all = await gathered(follower(tracker, facesOf([[ANNA, ANNAS]]), anna()).follow([seedOn(ANNA, 0)]));
    expect(tracker.calls).toEqual(['point 0 anna', 'point 5 anna']);
    expect(all[5]).toMatchObject({ reason: null, seed: 'same_face', similarity: 1 });
  });

  it('empties a mask that shows somebody else, where the subject is nowhere', async () => {
    const tracker = new SceneTracker([ANNA, BEN], new Map([[4, 'ben']]));
    const all = await gathered(follower(tracker, facesOf([[BEN, BENS]]), anna()).follow([seedOn(ANNA, 0)]));
    expect(all[4]).toMatchObject({ reason: 'other_person', mask: null, pixels: 0 });
    expect(all[5]).toMatchObject({ reason: null, similarity: null });
  });

  it('is believed only when it is sure: a weak or a doubtful one empties nothing', async () => {
    const tracker = () => new SceneTracker([ANNA]);
    const weak = new Map([[2, [faceOf([6, 20, 18, 60], BENS, { weak: true })]]]);
    const seen = await gathered(follower(tracker(), weak, anna()).follow([seedOn(ANNA, 0)]));
    expect(seen[2]).toMatchObject({ reason: null, similarity: 0 });
    // Distance 0.5: more than the limit of 0.4, less than the limit and its margin.
    const doubtful = new Map([[2, [faceOf([6, 20, 18, 60], halfWay())]]]);
    const kept = await gathered(follower(tracker(), doubtful, anna()).follow([seedOn(ANNA, 0)]));
    expect(kept[2]?.reason).toBeNull();
    expect(kept[2]?.similarity).toBeCloseTo(0.5, 3);
  });

  it('a second look that does not hold is taken back, and the frame has no mask', async () => {
    // The face of the subject lies where no actor stands, as on a poster.
    const poster = faceOf([24, 0, 36, 30], ANNAS);
    const faces = new Map([[4, [poster]]]);
    const tracker = new SceneTracker([ANNA, BEN]);
    const all = await gathered(follower(tracker, faces, anna()).follow([seedOn(ANNA, 0)]));
    expect(tracker.calls).toEqual(['point 0 anna', 'point 4 nothing', 'withdraw 4']);
    expect(all[4]).toMatchObject({ mask: null, pixels: 0 });
    expect(all[4]?.reason).not.toBeNull();
    expect(all[5]).toMatchObject({ reason: null, seed: 'reference_face' });
  });
});

describe('a subject without a face', () => {
  const elsewhere: Box = [50, 2, 60, 13];

  it('is looked for where it was when its mask collapses and jumps', async () => {
    const tracker = new SceneTracker([ANNA], new Map([[5, elsewhere]]));
    const all = await gathered(follower(tracker, NOBODY, null).follow([seedOn(ANNA, 0, 'moving_region')]));
    expect(tracker.calls).toEqual(['point 0 anna', 'point 5 anna']);
    expect(all[5]).toMatchObject({ reason: null, seed: 'mask_overlap' });
    expect(all[5]?.similarity).toBeGreaterThan(0.5);
  });

  it('is declared lost where nothing lies there', async () => {
    const gone: Actor = { name: 'anna', boxes: ANNA.boxes.map((box, i) => (i >= 5 ? null : box)) };
    const tracker = new SceneTracker([gone], new Map([[5, elsewhere]]));
    const all = await gathered(follower(tracker, NOBODY, null).follow([seedOn(gone, 0, 'centre')]));
    expect(all[5]).toMatchObject({ reason: 'lost', mask: null });
    expect(all[6]).toMatchObject({ reason: 'absent' });
  });

  it('keeps what the tracker says without the fallback', async () => {
    const tracker = new SceneTracker([ANNA], new Map([[5, elsewhere]]));
    const all = await gathered(follower(tracker, NOBODY, null, false).follow([seedOn(ANNA, 0)]));
    expect(all[5]).toMatchObject({ reason: null, pixels: 110 });
    expect(tracker.calls).toEqual(['point 0 anna']);
  });
});

describe('a subject of an earlier shot', () => {
  const late: Actor = { name: 'anna', boxes: ANNA.boxes.map((box, i) => (i < 3 ? null : box)) };

  it('is searched through the whole shot, and every frame is told once it is found', async () => {
    const tracker = new SceneTracker([late]);
    await tracker.addPoints(4, seedOn(late, 4).prompt);
    const all = await gathered(follower(tracker, NOBODY, null).search(null));
    expect(all.map(({ reason }) => reason)).toEqual(['absent', 'absent', 'absent', ...Array(5).fill(null)]);
    expect(all[6]?.seed).toBe('memory');
  });

  it('tells nothing where it is not found, or not soon enough', async () => {
    const tracker = new SceneTracker([late]);
    await tracker.addPoints(4, seedOn(late, 4).prompt);
    expect(await gathered(follower(tracker, NOBODY, null).search(2))).toEqual([]);
    expect(await gathered(follower(new SceneTracker([]), NOBODY, null).search(null))).toEqual([]);
    expect(
      [...nothingFound({ first: 2, last: 4, facesOf: () => [] })].map(({ frame, reason }) => [frame, reason]),
    ).toEqual([2, 3, 4].map((frame) => [frame, 'not_found']));
  });
});

/** An embedding whose distance to the first direction is a half. */
function halfWay(): Uint16Array {
  const halves = new Uint16Array(512);
  halves[0] = 0x3800; // 0.5
  halves[1] = 0x3aee; // 0.8662
  return halves;
}
