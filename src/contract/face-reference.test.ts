import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FaceBox,
  formatFaceReference,
  largestFirst,
  meantFace,
  parseFacePicture,
  parseFaceReference,
} from './face-reference.ts';

describe('a reference picture as text', () => {
  it('names a person and a path, and maybe a point', () => {
    expect(parseFaceReference('anna=/path/pic.jpg#512,300')).toEqual({
      ...{ person: 'anna', path: '/path/pic.jpg', at: { x: 512, y: 300 } },
      written: '/path/pic.jpg#512,300',
    });
    expect(parseFaceReference('Anna B. = b=c#1.jpg')).toEqual({
      ...{ person: 'Anna B.', path: ' b=c#1.jpg', at: null },
      written: ' b=c#1.jpg',
    });
    expect(parseFaceReference('anna=/a#1,2#3.5,4')).toMatchObject({ path: '/a#1,2', at: { x: 3.5, y: 4 } });
  });

  it('is none without a name or a path', () => {
    for (const text of ['', 'pic.jpg', '=pic.jpg', ' =pic.jpg', 'anna=']) {
      expect(parseFaceReference(text), text).toBeNull();
    }
  });

  it('has no name among the pictures of one person, so an equals sign belongs to the path', () => {
    expect(parseFacePicture('/a=b/pic.jpg#0,7')).toEqual({
      ...{ person: null, path: '/a=b/pic.jpg', at: { x: 0, y: 7 } },
      written: '/a=b/pic.jpg#0,7',
    });
    expect(parseFacePicture('#1,2')).toMatchObject({ path: '#1,2', at: null });
    expect(parseFacePicture('pic.jpg#-1,2')).toMatchObject({ path: 'pic.jpg#-1,2', at: null });
  });

  it('is read as it was written', () => {
    const path = fc.string({ minLength: 1, unit: 'grapheme' });
    const point = fc.record({ x: fc.nat(), y: fc.nat() });
    const person = fc
      .string({ minLength: 1, unit: 'grapheme' })
      .filter((name) => !name.includes('=') && name.trim() === name);
    fc.assert(
      fc.property(path, point, person, (path, at, person) => {
        expect(parseFaceReference(formatFaceReference({ person, path, at }))).toMatchObject({
          person,
          path,
          at,
        });
        expect(parseFacePicture(formatFaceReference({ person: null, path, at }))).toMatchObject({ path, at });
        expect(parseFacePicture(formatFaceReference({ person: null, path, at: null })).written).toBe(path);
      }),
    );
  });

  it('is refused with a name that could not be read again', () => {
    expect(() => formatFaceReference({ person: 'a=b', path: 'p', at: null })).toThrow(RangeError);
  });
});

describe('the face that a reference means', () => {
  const boxes: FaceBox[] = [
    [0, 0, 100, 100],
    [80, 0, 180, 100],
    [-20, 300, 20, 340],
  ];

  it('is the one around the point; the nearer one of two that overlap', () => {
    boxes.forEach(([left, top, right, bottom], i) => {
      expect(meantFace(boxes, { x: (left + right) / 2, y: (top + bottom) / 2 })).toBe(i);
    });
    expect(meantFace(boxes, { x: 85, y: 50 })).toBe(0);
    expect(meantFace(boxes, { x: 95, y: 50 })).toBe(1);
    expect(meantFace(boxes, { x: 500, y: 50 })).toBe(-1);
  });

  it('is the only or by far largest one where no point is named', () => {
    expect(meantFace(boxes, null)).toBe(-1);
    expect(meantFace(boxes.slice(2), null)).toBe(0);
    expect(
      meantFace(
        [
          [0, 0, 49, 50],
          [0, 0, 100, 100],
        ],
        null,
      ),
    ).toBe(1);
    expect(
      meantFace(
        [
          [0, 0, 51, 50],
          [0, 0, 100, 100],
        ],
        null,
      ),
    ).toBe(-1);
    expect(meantFace([], null)).toBe(-1);
    expect(largestFirst(boxes)).toEqual([0, 1, 2]);
    expect(
      largestFirst([
        [0, 0, 1, 1],
        [0, 0, 2, 2],
      ]),
    ).toEqual([1, 0]);
  });
});
