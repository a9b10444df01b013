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

/** Left, top, right and bottom in pixels of the upright picture. */
export type FaceBox = readonly [left: number, top: number, right: number, bottom: number];

/** A face is meant without being named when it covers so many times the area of the next one. */
const CLEARLY_LARGER = 4;

const areaOf = ([left, top, right, bottom]: FaceBox) => (right - left) * (bottom - top);

/** Places of boxes, the largest first; of equal ones the first. */
export function largestFirst(boxes: readonly FaceBox[]): number[] {
  const area = boxes.map(areaOf);
  return boxes.map((_, i) => i).sort((a, b) => (area[b] ?? 0) - (area[a] ?? 0));
}

function nearestAround(boxes: readonly FaceBox[], { x, y }: PicturePoint): number {
  const distance = ([left, top, right, bottom]: FaceBox) =>
    Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y);
  const around = boxes.flatMap((box, i) => {
    const [left, top, right, bottom] = box;
    return x >= left && x <= right && y >= top && y <= bottom ? [{ i, distance: distance(box) }] : [];
  });
  return around.sort((a, b) => a.distance - b.distance)[0]?.i ?? -1;
}

/**
 * Which of the faces of a picture a reference means: with a point the one with the nearest centre among those around
 * it, without one the only one or the by far largest.
 * @returns its place; -1 where none is around the point, or nobody can tell
 */
export function meantFace(boxes: readonly FaceBox[], at: PicturePoint | null): number {
  if (at !== null) return nearestAround(boxes, at);
  const [first, second] = largestFirst(boxes).flatMap((i) => {
    const box = boxes[i];
    return box ? [{ i, area: areaOf(box) }] : [];
  });
  if (!first) return -1;
  return !second || first.area >= CLEARLY_LARGER * second.area ? first.i : -1;
}
