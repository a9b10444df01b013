import type { DecodeMethod, FrameRange } from './decode-method.ts';
import { knownPicks } from './known-picks.ts';
import { groupPicks, seekingPays } from './seek-cost.ts';
import type { StreamMap } from './stream-map.ts';
import { entryFor, type Stretch } from './stretch.ts';

/** What decides how the work is cut. None of it changes which frames are picked, or their pixels. */
export interface PlanInput {
  readonly map: StreamMap;
  readonly method: DecodeMethod;
  /** The whole range of the run; t0 of the interval grid is its first frame. */
  readonly range: FrameRange;
  /** First frame number still to be looked at (later than `range.first` when a run is continued). */
  readonly from: number;
  /** Whether this file can be entered at random access points. */
  readonly seekable: boolean;
  /** Whether pictures depend on their neighbours (deinterlacing), so that no frame may be left out of decoding. */
  readonly temporal: boolean;
  /** ffmpeg processes that may run at once. */
  readonly lanes: number;
  /** Stored pixels of a frame. */
  readonly pixels: number;
  /** Cut into stretches of this many frames, however many lanes there are; for tests. */
  readonly minStretch?: number;
}

/** Decoded frames before the first picked one that a method's rule looks back on. */
function leadOf(method: DecodeMethod): number {
  switch (method.kind) {
    case 'scene':
      // FFmpeg's score compares two differences, so two earlier frames must have passed.
      return 3;
    case 'interval':
      return 1;
    case 'keyframes':
      return method.maxGap === null ? 0 : 1;
    case 'all':
    case 'numbers':
      return 0;
  }
}

function whole(input: PlanInput, expected: Stretch['expected']): Stretch {
  const { map, method, from, range, seekable } = input;
  const seekTo = seekable && map.pictures ? entryFor(map.pictures, from, leadOf(method)) : null;
  // Frames of one time come together, those before `from` too.
  const numbers = { first: map.index.firstOfTime(from), end: range.end };
  return { numbers, seekTo, keyOnly: false, limit: null, expected };
}

function expectedWithin(
  all: readonly number[] | null,
  method: DecodeMethod,
  numbers: FrameRange,
): Stretch['expected'] {
  if (method.kind === 'all') return 'all';
  return all?.filter((number) => number >= numbers.first && number < numbers.end) ?? null;
}

/** Cuts the range at random access points into stretches of at least `size` units of work. */
function split(
  input: PlanInput,
  picks: readonly number[] | null,
  weight: Uint8Array | null,
  size: number,
): Stretch[] {
  const { map, method, from, range } = input;
  const { pictures } = map;
  if (!pictures) return [whole(input, expectedWithin(picks, method, { first: from, end: range.end }))];
  const lead = leadOf(method);
  const stretches: Stretch[] = [];
  let first = from;
  let seekTo = entryFor(pictures, from, lead);
  let work = 0;
  const close = (end: number) => {
    const numbers = { first, end };
    const expected = expectedWithin(picks, method, numbers);
    // With the pictures counted, no key packet behind the stretch is decoded just to see that it ends.
    const limit = weight !== null && Array.isArray(expected) ? expected.length : null;
    stretches.push({ numbers, seekTo, keyOnly: weight !== null, limit, expected });
  };
  for (let number = from; number < range.end; number++) {
    const entry = number - lead;
    if (work >= size && entry > first && pictures.randomAccess[entry] === 1) {
      close(number);
      first = number;
      seekTo = entry;
      work = 0;
    }
    work += weight === null ? 1 : (weight[number] ?? 0);
  }
  close(range.end);
  return stretches;
}

/** Keyframes in a stretch of key-only decoding; an intra picture costs about as much as ten others. */
const KEYFRAMES_A_STRETCH = 100;
/** Frames in a stretch: long enough that starting a process (about 60 ms) stays below a few percent. */
const FRAMES_A_STRETCH = 600;

/** Work of one stretch so that all lanes get the same number of stretches of about the wanted size. */
function evenShare(work: number, lanes: number, wanted: number): number {
  if (lanes < 2) return Number.POSITIVE_INFINITY;
  const rounds = Math.max(1, Math.round(work / (lanes * wanted)));
  return Math.max(wanted / 4, Math.ceil(work / (lanes * rounds)));
}

/**
 * Cuts the work of a run into calls of ffmpeg: key packets only where that is provably the same, single picks by
 * seeking where that pays, else everything, in as many stretches as keep all lanes busy.
 */
export function planDecode(input: PlanInput): Stretch[] {
  const { map, method, range, from, seekable, lanes, pixels } = input;
  if (from >= range.end) return [];
  const picks = knownPicks(map, method, range, from);
  if (picks?.length === 0) return [];
  const { pictures } = map;
  const keyOnly =
    method.kind === 'keyframes' &&
    method.maxGap === null &&
    !input.temporal &&
    pictures?.nokeyIsIntra === true;
  if (!seekable || !pictures) {
    const expected = expectedWithin(picks, method, { first: from, end: range.end });
    return [{ ...whole({ ...input, seekable: false }, expected), keyOnly }];
  }
  if (keyOnly && picks) {
    const size = input.minStretch ?? evenShare(picks.length, lanes, KEYFRAMES_A_STRETCH);
    return split(input, picks, pictures.intra, size);
  }
  if (picks && method.kind !== 'all') {
    // A group begins with a pick, so no rule has to look back beyond it.
    const groups = groupPicks(picks, pictures, range, 0, pixels);
    if (seekingPays(groups, range.end - from, pixels)) return groups;
  }
  return split(input, picks, null, input.minStretch ?? evenShare(range.end - from, lanes, FRAMES_A_STRETCH));
}
