import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFaceReference, parseFacePicture, parseFaceReference } from './face-reference.ts';

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
