import type { FrameRange } from './decode-method.ts';
import type { PictureMap } from './stream-map.ts';

/** A part of the work that one call of ffmpeg does; all of a plan together cover it once, in frame order. */
export interface Stretch {
  /** Frame numbers it answers for. */
  readonly numbers: FrameRange;
  /** Frame number at which decoding begins after a seek; null = from the beginning of the file. */
  readonly seekTo: number | null;
  /** Decode key packets only. */
  readonly keyOnly: boolean;
  /** Greatest number of pictures, null = no limit. */
  readonly limit: number | null;
  /** Frames that must arrive unless they can't be decoded: all of `numbers`, a list, or null = not known. */
  readonly expected: 'all' | readonly number[] | null;
}

/** Latest random access point from which a frame and its lead can be decoded; null = none but the beginning. */
export function entryFor(pictures: PictureMap, number: number, lead: number): number | null {
  for (let entry = number - lead; entry > 0; entry--) if (pictures.randomAccess[entry] === 1) return entry;
  return null;
}
