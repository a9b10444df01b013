import { describe, expect, it } from 'vitest';
import { openCriteria, withBounds } from '../../../select/criteria.ts';
import { madeFace } from '../../../select/face.fixture.ts';
import { RUN_WEIGHTS } from '../../../select/record.fixture.ts';
import { faceMark, faceSentence, facesOf, faceWords } from '../faces/shown-faces.ts';
import { faceLayout } from '../filters/face-layout.ts';
import { distanceNote, withEyesOpen, withPerson } from '../filters/face-limits.ts';
import { strictestLimit } from '../gallery/strictest-limit.ts';
import { madeSift } from '../model/sift.fixture.ts';
import { faceAt, faceRect } from './paint-faces.ts';
import { faceWhyLines } from './why-faces.ts';

const RUN = { pack: 'made-up', max_distance: 0.45 };
const near = madeFace({ person: 'anna', distance: 0.3, box: [100, 100, 200, 220] });
const far = madeFace({ person: 'anna', distance: 0.4501, box: [120, 120, 140, 150], weak: true });
/** Near and far; far alone; no face; not looked at. */
const FACES = [[near, far], [{ ...far, eyes_closed: 0.9 }], [], null];
const opened = () => madeSift([10, 20, 30, 40], FACES, RUN).model;

describe('faces of a frame', () => {
  it('say who they are, on the true side of the limit', () => {
    const model = opened();
    expect(facesOf(model, 0).map(faceWords)).toEqual(['anna 0.300', 'not anna 0.4501']);
    expect(facesOf(model, 0).map(({ same }) => same)).toEqual([true, false]);
    expect([0, 1, 2, 3].map((row) => faceMark(model, row))).toEqual(['anna +1', '1', '', '']);
    expect([0, 1, 2].map((row) => faceSentence(model, row))).toEqual([
      'anna and 1 more face',
      '1 face',
      '0 faces',
    ]);
    expect(facesOf(model, 3)).toEqual([]);
  });

  it('lie on the stage where the picture does, the smaller one on top', () => {
    const faces = facesOf(opened(), 0);
    const placement = { x: 10, y: -20, scale: 2 };
    const [first] = faces;
    if (!first) throw new Error('two faces');
    expect(faceRect(first, placement)).toEqual({ x: 210, y: 180, width: 200, height: 240 });
    expect(faceAt(faces, placement, { x: 255, y: 225 })?.face).toBe(1);
    expect(faceAt(faces, placement, { x: 400, y: 400 })?.face).toBe(0);
    expect(faceAt(faces, placement, { x: 411, y: 400 })).toBeNull();
  });
});

describe('why a frame falls by its faces', () => {
  const lines = (row: number) => {
    const model = opened();
    const asked = withBounds(withEyesOpen(withPerson(model.criteria.value, 'anna'), true), 'face_count', {
      min: 1,
      max: null,
    });
    model.change(asked, 'ask');
    model.settle();
    const { selection, criteria } = model.outcome.value;
    return faceWhyLines(model.data.columns.faces, selection, criteria, row).map(
      ({ label, value, limit, note, passes }) => [label, value, limit, note, passes].join('|'),
    );
  };

  it('names what the frame has and what is asked', () => {
    expect(lines(0)).toEqual([
      'Person|anna|anna||true',
      'Face distance|0.30|≤ 0.45||true',
      'Number of faces|2|≥ 1||true',
      'Eyes|open|open||true',
    ]);
    expect(lines(1)).toEqual([
      'Person|anna|anna||true',
      'Face distance|0.4501|≤ 0.45|weak face: unsure|false',
      'Number of faces|1|≥ 1||true',
      'Eyes|perhaps closed|open||false',
    ]);
  });

  it('tells a frame without a face from one that was not looked at', () => {
    expect(lines(2)[1]).toBe('Face distance|no face|≤ 0.45||false');
    expect(lines(2)[2]).toBe('Number of faces|0|≥ 1||false');
    expect(lines(3)[2]).toBe('Number of faces|not looked at|≥ 1||false');
  });
});

describe('limits on faces', () => {
  it('are laid out as far as there are faces, with the limit of the models', () => {
    const model = opened();
    const distance = faceLayout('face_distance', model.outcome.value, 0.45);
    expect([distance.mark, distance.notMeasured]).toEqual([0.45, 2]);
    expect(distance.scale.most).toBeCloseTo(0.52);
    expect(distance.bins.all).toHaveLength(distance.shown);
    const count = faceLayout('face_count', model.outcome.value, null);
    expect([count.shown, count.scale.most, count.scale.valueAt(0.99), count.scale.valueAt(0)]).toEqual([
      3, 2, 2, 0,
    ]);
    expect(count.scale.positionOf(1)).toBe(0.5);
    expect([...count.bins.all]).toEqual([1, 1, 1]);
    const yaw = faceLayout('face_yaw', model.outcome.value, null);
    expect(yaw.bins.all.reduce((sum, faces) => sum + faces, 0)).toBe(3);
  });

  it('say when they follow from the models, or belong to others', () => {
    const open = openCriteria(RUN_WEIGHTS, RUN);
    expect(distanceNote(open)).toBeNull();
    expect(distanceNote(withPerson(open, 'anna'))).toContain('0.45');
    const foreign = { ...open, faces: { ...open.faces, maxDistance: 0.5, pack: 'buffalo_l' } };
    expect(distanceNote(foreign)).toContain('buffalo_l');
  });

  it('are named when nothing passes, with the ways out', () => {
    const model = opened();
    model.change(withBounds(model.criteria.value, 'face_distance', { min: null, max: 0.1 }), 'too near');
    model.settle();
    const limit = strictestLimit(model, 1);
    expect([limit?.words, limit?.reason]).toEqual(['face distance ≤ 0.10', 'face_distance']);
    expect(limit?.loosened?.criteria.faces.maxDistance).toBe(0.3);
    expect(limit?.reset.criteria.faces.maxDistance).toBeNull();
    model.change(withPerson(limit?.reset.criteria ?? model.criteria.value, 'nobody'), 'nobody');
    model.settle();
    expect(strictestLimit(model, 1)?.name).toBe('the person');
  });
});
