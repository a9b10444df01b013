import { describe, expect, it } from 'vitest';
import type { PictureFace } from '../../../contract/face-pictures.ts';
import { faceAt, likelyPoint, nameFrom, optionsOf, pointOf, rowsOf } from './reference-rows.ts';

const face = (...box: [number, number, number, number]): PictureFace => ({
  ...{ box, confidence: 0.9, height: box[3] - box[1], norm: 3 },
  ...{ weak: false, comparable: true, warning: null },
});

describe('reference pictures in the form', () => {
  it('become options and come back', () => {
    const given = {
      faceRefImg: ['/a.jpg#10,20', '/b=c.jpg'],
      faceRef: ['anna=/c.jpg', 'anna=/d.jpg', 'ben=/c.jpg#1,2'],
    };
    const rows = rowsOf(given);
    expect(optionsOf(rows)).toEqual(given);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(5);
    expect(rows[0]).toMatchObject({ person: '', path: '/a.jpg', at: { x: 10, y: 20 } });
  });

  it('belong to a person as soon as they have a name', () => {
    const [row] = rowsOf({ faceRefImg: ['/a.jpg'] });
    if (!row) throw new Error('no row');
    expect(optionsOf([{ ...row, person: ' Anna B ' }])).toEqual({
      faceRef: ['Anna B=/a.jpg'],
      faceRefImg: [],
    });
    expect(optionsOf([{ ...row, person: '  ' }])).toEqual({ faceRef: [], faceRefImg: ['/a.jpg'] });
    expect(nameFrom('a=b')).toBe('ab');
  });

  it('leave out what is no reference', () => {
    expect(rowsOf({ faceRef: ['no name'], faceRefImg: 'x' })).toEqual([]);
  });
});

describe('the face that is meant', () => {
  const faces = [face(0, 0, 100, 100), face(80, 0, 180, 100), face(-20, 300, 20, 340)];

  it('is told by a point inside its box, and needs none where it is the only one', () => {
    faces.forEach((_, i) => {
      expect(faceAt(faces, pointOf(faces, i))).toBe(i);
    });
    expect(pointOf([face(0, 0, 9, 9)], 0)).toBeNull();
    expect(faceAt([face(0, 0, 9, 9)], null)).toBe(0);
  });

  it('is the largest one at first, and has to be chosen where nobody can tell', () => {
    const large = [face(0, 0, 10, 10), face(50, 50, 150, 150)];
    expect(likelyPoint(large)).toEqual({ x: 100, y: 100 });
    expect(faceAt(large, null)).toBe(1);
    expect(faceAt(faces, null)).toBe(-1);
    expect(faceAt([], null)).toBe(-1);
  });
});
