import type { PictureFace } from '../../../contract/face-pictures.ts';
import {
  formatFaceReference,
  largestFirst,
  meantFace,
  parseFacePicture,
  parseFaceReference,
} from '../../../contract/face-reference.ts';
import type { Values } from '../form/option-rules.ts';

/** A reference picture in the form. */
export interface ReferenceRow {
  /** Stays while name and face change. */
  readonly key: number;
  /** As typed; empty = no name. */
  readonly person: string;
  readonly path: string;
  /** Any point inside the box of the face that is meant; null = the only one. */
  readonly at: { readonly x: number; readonly y: number } | null;
}

/** The options that hold reference pictures. */
export interface ReferenceOptions {
  readonly faceRef: readonly string[];
  readonly faceRefImg: readonly string[];
}

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

let keys = 0;

/** A row of its own for a picture. */
export function newRow(row: Omit<ReferenceRow, 'key'>): ReferenceRow {
  return { ...row, key: ++keys };
}

/** The reference pictures of option values: those without a name first. */
export function rowsOf(given: Values): ReferenceRow[] {
  const unnamed = textsOf(given.faceRefImg).map(parseFacePicture);
  const named = textsOf(given.faceRef).flatMap((text) => parseFaceReference(text) ?? []);
  return [...unnamed, ...named].map(({ person, path, at }) => newRow({ person: person ?? '', path, at }));
}

/** What the options become: a picture with a name stands for that person, one without for whoever is looked for. */
export function optionsOf(rows: readonly ReferenceRow[]): ReferenceOptions {
  const write = ({ person, path, at }: ReferenceRow) =>
    formatFaceReference({ person: person.trim() || null, path, at });
  const isNamed = ({ person }: ReferenceRow) => person.trim() !== '';
  return {
    faceRef: rows.filter(isNamed).map(write),
    faceRefImg: rows.filter((row) => !isNamed(row)).map(write),
  };
}

/** A name as it can be stored: the equals sign ends it in the option. */
export function nameFrom(typed: string): string {
  return typed.replaceAll('=', '');
}

const centreOf = ([left, top, right, bottom]: PictureFace['box']) => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
});

/** The point by which a face is told: whole pixels inside its box and the picture; null for the only one. */
export function pointOf(faces: readonly PictureFace[], chosen: number): ReferenceRow['at'] {
  const face = faces[chosen];
  if (!face || faces.length === 1) return null;
  const { x, y } = centreOf(face.box);
  return { x: Math.max(0, Math.round(x)), y: Math.max(0, Math.round(y)) };
}

/** The place of the face that a reference means; -1 = none is where it points, or one has to be chosen. */
export function faceAt(faces: readonly PictureFace[], at: ReferenceRow['at']): number {
  return meantFace(
    faces.map(({ box }) => box),
    at,
  );
}

/** The point of the face that is most likely meant in a new picture: the largest one. */
export function likelyPoint(faces: readonly PictureFace[]): ReferenceRow['at'] {
  return pointOf(faces, largestFirst(faces.map(({ box }) => box))[0] ?? 0);
}
