import { z } from 'zod';
import { Observable } from '../state/observable.ts';
import { SIZES } from './gallery/grid-geometry.ts';

/** How much of the picture a mask may cover: parts of 1. */
export const MASK_OPACITY = { min: 0.1, max: 1, step: 0.05 } as const;

const prefsSchema = z.object({
  filters: z.boolean(),
  panel: z.boolean(),
  timeline: z.boolean(),
  /** Longer side of the pictures in the gallery, CSS pixels. */
  size: z.number().min(SIZES.min).max(SIZES.max),
  /** Marks go on to the next frame. */
  advance: z.boolean(),
  /** The large picture has its values beside it. */
  details: z.boolean(),
  loupe: z.boolean(),
  /** Faces are marked on the pictures. */
  faces: z.boolean(),
  /** The people of the run stand above the gallery. */
  people: z.boolean(),
  /** The mask of the subject is shown on large pictures. */
  mask: z.boolean(),
  /** The subject is shown alone instead of coloured. */
  cutOut: z.boolean(),
  maskOpacity: z.number().min(MASK_OPACITY.min).max(MASK_OPACITY.max),
});

/** How a person likes the page; kept by the browser. */
export type SiftPrefs = z.output<typeof prefsSchema>;

const STORED_AT = 'framesift.sift';

/** Width below which the panel would leave too little room for the gallery. */
const ROOM_FOR_PANEL = 1200;

function stored(): SiftPrefs {
  const roomy = (globalThis.innerWidth ?? ROOM_FOR_PANEL) >= ROOM_FOR_PANEL;
  const usual = {
    filters: true,
    panel: roomy,
    timeline: true,
    size: 200,
    advance: false,
    details: true,
    loupe: false,
    faces: true,
    people: true,
    mask: false,
    cutOut: false,
    maskOpacity: 0.5,
  };
  try {
    const text = globalThis.localStorage?.getItem(STORED_AT);
    return prefsSchema.safeParse({ ...usual, ...JSON.parse(text ?? '{}') }).data ?? usual;
  } catch {
    return usual;
  }
}

/** The preferences of this browser. */
export const siftPrefs = new Observable<SiftPrefs>(stored());

/** Changes preferences and keeps them for the next visit. */
export function changePrefs(change: Partial<SiftPrefs>): void {
  siftPrefs.value = { ...siftPrefs.value, ...change };
  globalThis.localStorage?.setItem(STORED_AT, JSON.stringify(siftPrefs.value));
}
