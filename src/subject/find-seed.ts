import type { Identity } from './identity.ts';
import { type FrameFaces, matchingFaceSeed, prominentFaceSeed } from './seeds/face-seed.ts';
import { centreSeed, type FrameThumbnail, movingRegionSeed } from './seeds/moving-region.ts';
import type { PictureSize, Seed } from './subject-types.ts';

/** What is known when the subject of a shot is looked for. */
export interface SeedSearch {
  readonly size: PictureSize;
  /** What a person pointed at in this shot, by rising frame. */
  readonly chosen: readonly Seed[];
  /** What a person pointed at in any shot: then nothing else is the subject. */
  readonly isChosenElsewhere: boolean;
  /** Whom the references show; null without any. */
  readonly reference: Identity | null;
  /** Whose face was followed in an earlier shot; null where nobody's was. */
  readonly followed: Identity | null;
  /** Whether the tracker remembers a subject of an earlier shot. */
  readonly hasMemory: boolean;
  /** The faces of the shot. */
  readonly faces: readonly FrameFaces[];
  /** The shot in small. */
  readonly thumbnails: readonly FrameThumbnail[];
  /** Middle place of the shot. */
  readonly middle: number;
}

/** Where to begin: at seeds, or by looking for what the tracker remembers, or nowhere. */
export type Beginning =
  | { readonly kind: 'seeds'; readonly seeds: readonly Seed[] }
  /** Where nothing is found, `otherwise` says what is taken instead; null = the shot is without the subject. */
  | { readonly kind: 'memory'; readonly otherwise: Seed | null }
  | { readonly kind: 'nothing' };

const begin = (seed: Seed): Beginning => ({ kind: 'seeds', seeds: [seed] });

/** The face of somebody who is looked for. */
function soughtFace({ reference, followed, faces, size }: SeedSearch): Seed | null {
  const known = reference && matchingFaceSeed(faces, reference, 'reference_face', size);
  return known ?? (followed && matchingFaceSeed(faces, followed, 'same_face', size));
}

/**
 * Finds the subject of a shot. What a person pointed at comes first, then the face that is looked for, best match of the
 * whole shot. Who asked for somebody gets nobody else: a shot without that face is searched for what the tracker
 * remembers of the subject and else has none. Without such a wish it is the most prominent face, what the tracker
 * remembers, what moves, or the middle.
 */
export function findSeed(search: SeedSearch): Beginning {
  const { chosen, isChosenElsewhere, reference, hasMemory, faces, thumbnails, size } = search;
  if (chosen.length > 0) return { kind: 'seeds', seeds: chosen };
  const sought = soughtFace(search);
  if (sought) return begin(sought);
  const remembered: Beginning = hasMemory ? { kind: 'memory', otherwise: null } : { kind: 'nothing' };
  if (isChosenElsewhere || reference) return remembered;
  const prominent = prominentFaceSeed(faces, size);
  if (prominent) return begin(prominent);
  const otherwise = movingRegionSeed(thumbnails, size) ?? centreSeed(search.middle, size);
  return hasMemory ? { kind: 'memory', otherwise } : begin(otherwise);
}
