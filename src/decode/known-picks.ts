import type { DecodeMethod, FrameRange } from './decode-method.ts';
import { ptsAtOrAfter } from './rational.ts';
import type { StreamMap } from './stream-map.ts';

/** First frames at or after each multiple of `seconds` from an anchor pts, within a range, each once. */
function grid(map: StreamMap, anchor: number, seconds: number, range: FrameRange): number[] {
  const { index } = map;
  const unit = index.timeBase.num / index.timeBase.den;
  const answer = (line: number) => index.firstAtOrAfter(ptsAtOrAfter(anchor, line * seconds, index.timeBase));
  const picks: number[] = [];
  let number = range.first;
  while (number < range.end) {
    // A grid line, estimated in floating point; then the first one that no earlier frame answers, exactly.
    let line = Math.max(0, Math.floor(((index.ptsOf(number) - anchor) * unit) / seconds) - 1);
    let next = answer(line);
    while (next < number) next = answer(++line);
    if (next >= range.end) break;
    picks.push(next);
    number = next + 1;
  }
  return picks;
}

/**
 * The frame numbers that a method picks, as far as they can be told without decoding; null = only decoding tells.
 * @param from picks before this frame number are left out
 */
export function knownPicks(
  map: StreamMap,
  method: DecodeMethod,
  range: FrameRange,
  from: number,
): readonly number[] | null {
  if (map.index.length === 0) return [];
  switch (method.kind) {
    case 'all':
    case 'scene':
      return null;
    case 'numbers':
      return method.numbers.filter((number) => number >= from && number < range.end);
    case 'interval':
      return grid(map, map.index.ptsOf(range.first), method.interval, range).filter(
        (number) => number >= from,
      );
    case 'keyframes': {
      const { pictures, index } = map;
      if (!pictures) return null;
      const keyframes: number[] = [];
      for (let n = range.first; n < range.end; n++) if (pictures.intra[n] === 1) keyframes.push(n);
      if (method.maxGap === null) return keyframes.filter((number) => number >= from);
      const { maxGap } = method;
      const anchors = [range.first, ...keyframes.filter((number) => number !== range.first)];
      const picks = anchors.flatMap((anchor, i) => {
        const stretch = { first: anchor + 1, end: anchors[i + 1] ?? range.end };
        const own = pictures.intra[anchor] === 1 ? [anchor] : [];
        return [...own, ...grid(map, index.ptsOf(anchor), maxGap, stretch)];
      });
      return picks.filter((number) => number >= from);
    }
  }
}

/** pts of the keyframe from which a gap before `from` is counted: the last one, or the start of the range. */
export function gapAnchor(map: StreamMap, range: FrameRange, from: number): number {
  for (let n = from - 1; n > range.first; n--) if (map.pictures?.intra[n] === 1) return map.index.ptsOf(n);
  return map.index.ptsOf(Math.min(range.first, map.index.length - 1));
}
