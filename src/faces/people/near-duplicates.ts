import { compareFaces } from './compare.ts';

/** Faces that are almost the same, by row; the first one stands for the others. */
export type NearDuplicates = readonly [leader: number, ...rest: readonly number[]];

/** Faces of a stretch, in which most are like each other. */
const STRETCH = 256;
/**
 * So many groups at most: what comes after them takes a matrix of their distances. Groups of a stretch that are then still
 * like no leader are left over.
 */
export const MOST_LEADERS = 4096;

/**
 * Puts faces together that are almost the same. Faces of one shot follow each other, so each stretch is grouped by itself
 * first: the first face and all within reach of it, the first of the others, and so on. Only these leaders are then
 * compared with those of earlier stretches.
 * @param rows of the faces that count, in order
 * @param within cosine distance
 */
export function nearDuplicates(
  embeddings: Uint16Array,
  dimensions: number,
  rows: readonly number[],
  within: number,
): { readonly groups: readonly NearDuplicates[]; readonly left: readonly NearDuplicates[] } {
  const rowOf = (row: number) => embeddings.subarray(row * dimensions, (row + 1) * dimensions);
  const groups: [number, ...number[]][] = [];
  const left: NearDuplicates[] = [];
  const leaders: Uint16Array[] = [];
  for (let from = 0; from < rows.length; from += STRETCH) {
    const stretch = rows.slice(from, from + STRETCH);
    const found = groupsOfStretch(embeddings, dimensions, stretch, within);
    const theirs = gather(
      embeddings,
      dimensions,
      found.map(([leader]) => leader),
    );
    const known = leaders.length > 0 ? compareFaces(theirs, dimensions, leaders) : null;
    found.forEach((group, i) => {
      if (known && (known.distances[i] ?? 2) <= within) groups[known.nearest[i] ?? 0]?.push(...group);
      else if (groups.length < MOST_LEADERS) {
        groups.push(group);
        leaders.push(rowOf(group[0]));
      } else left.push(group);
    });
  }
  return { groups, left };
}

function groupsOfStretch(
  embeddings: Uint16Array,
  dimensions: number,
  stretch: readonly number[],
  within: number,
): [number, ...number[]][] {
  const groups: [number, ...number[]][] = [];
  let rest = stretch;
  for (let [leader] = rest; leader !== undefined; [leader] = rest) {
    const first = embeddings.subarray(leader * dimensions, (leader + 1) * dimensions);
    const others = rest.slice(1);
    const { distances } = compareFaces(gather(embeddings, dimensions, others), dimensions, [first]);
    groups.push([leader, ...others.filter((_, i) => (distances[i] ?? 2) <= within)]);
    rest = others.filter((_, i) => !((distances[i] ?? 2) <= within));
  }
  return groups;
}

/** Some rows, one after the other. */
export function gather(embeddings: Uint16Array, dimensions: number, rows: readonly number[]): Uint16Array {
  const gathered = new Uint16Array(rows.length * dimensions);
  rows.forEach((row, i) => {
    gathered.set(embeddings.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
  });
  return gathered;
}
