/** Greatest place that a text may name; lists are never longer. */
const MOST = 10_000;

/** Word for no place at all. */
const NONE = 'none';

/** Places (from 0, rising) as text counted from 1: `1-3,7`, or `none`. */
export function pickedText(places: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const place of places) {
    const last = ranges.at(-1);
    if (last?.to === place) last.to = place + 1;
    else ranges.push({ from: place + 1, to: place + 1 });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',') || NONE;
}

/** The places that a text names; null (all) where it names none that make sense. */
export function pickedFromText(text: string | null): readonly number[] | null {
  if (text === null) return null;
  if (text === NONE) return [];
  const places = new Set<number>();
  for (const part of text.split(',')) {
    const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || from < 1 || to > MOST) return null;
    for (let place = from; place <= to; place++) places.add(place - 1);
  }
  return [...places].sort((a, b) => a - b);
}

/** The places that are chosen of so many; null = all. */
export function placesOf(picked: readonly number[] | null, count: number): readonly number[] {
  return picked?.filter((place) => place < count) ?? Array.from({ length: count }, (_, place) => place);
}
