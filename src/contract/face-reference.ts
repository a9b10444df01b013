/** A point of a picture, in pixels of the upright picture. */
export interface PicturePoint {
  readonly x: number;
  readonly y: number;
}

/** One entry of `faceRef` or `faceRefImg`. */
export interface GivenReference {
  /** Null where the picture has no name of its own (`faceRefImg`). */
  readonly person: string | null;
  /** A picture or a folder of pictures. */
  readonly path: string;
  /** Any point inside the box of the face that is meant; null where the picture has only one face, or the best is meant. */
  readonly at: PicturePoint | null;
}

/** An entry that was read. */
export interface ReadReference extends GivenReference {
  /** The path with what looks like a point, as it was written: where a file of this very name exists, it is meant. */
  readonly written: string;
}

const POINT = /^(.+)#(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/s;

function withPoint(person: string | null, written: string): ReadReference {
  const [, path, x, y] = POINT.exec(written) ?? [];
  if (path === undefined) return { person, path: written, at: null, written };
  return { person, path, at: { x: Number(x), y: Number(y) }, written };
}

/** Reads an entry of `faceRefImg`: `PATH` or `PATH#x,y`. */
export function parseFacePicture(text: string): ReadReference {
  return withPoint(null, text);
}

/** Reads an entry of `faceRef`: `NAME=PATH` or `NAME=PATH#x,y`; null where the name or the path is missing. */
export function parseFaceReference(text: string): ReadReference | null {
  const [, name = '', path = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const person = name.trim();
  return person === '' || path === '' ? null : withPoint(person, path);
}

/**
 * Writes an entry: of `faceRef` with a person, else of `faceRefImg`. A point is rounded to whole pixels.
 * @throws RangeError for a name with an equals sign in it, which could not be read again
 */
export function formatFaceReference({ person, path, at }: GivenReference): string {
  if (person?.includes('=')) throw new RangeError(`no name of a person: ${person}`);
  const point = at === null ? '' : `#${Math.round(at.x)},${Math.round(at.y)}`;
  return `${person === null ? '' : `${person}=`}${path}${point}`;
}
