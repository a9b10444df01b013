import { averageLink } from './average-link.ts';
import { compareAllFaces, compareFaces } from './compare.ts';
import { type Mean, meanOf } from './mean-embedding.ts';
import { type FaceFact, medoidOf } from './medoid.ts';
import { gather, type NearDuplicates, nearDuplicates } from './near-duplicates.ts';

/** How like faces must be. */
export interface ClusterOptions {
  /** Up to this distance the models take two faces for one person. */
  readonly maxDistance: number;
}

/** Groups whose distances to all later ones are worked out together. */
const BLOCK = 256;

/** Near-duplicates, as a share of `maxDistance`. */
const SAME = 0.5;
/** Most mean distance between the faces of groups that are joined, as a share of `maxDistance`; measured in ADR 021. */
const JOIN = 1.1;

/** Faces that are taken for one person, by row. */
export interface FaceGroup {
  /** Rising. */
  readonly faces: readonly number[];
  /** The clearest face near the middle: it stands for the group. */
  readonly medoid: number;
}

/** All faces by group. */
export interface FaceGroups {
  /** The largest first; equally large ones by their first face. */
  readonly groups: readonly FaceGroup[];
  /** Faces in no group, rising. */
  readonly unassigned: readonly number[];
}

/**
 * Groups faces by likeness alone, without references.
 *
 * Near-duplicates are put together first; their means are then clustered by average linkage. Weak faces join the group of
 * the nearest leader. The same faces in the same order give the same groups; in another order nearly the same, and on real
 * faces mostly exactly the same. Besides the embeddings it takes some megabytes, at most 70.
 * @param embeddings rows of half floats
 * @param facts of each row; null for rows that are left out
 */
export function clusterFaces(
  embeddings: Uint16Array,
  dimensions: number,
  facts: readonly (FaceFact | null)[],
  { maxDistance }: ClusterOptions,
): FaceGroups {
  const strong = rowsWhere(facts, false);
  const { groups, left } = nearDuplicates(embeddings, dimensions, strong, SAME * maxDistance);
  const means = groups.map((rows) => meanOf(embeddings, dimensions, rows));
  const distances = meanDistances(means, dimensions);
  const weights = groups.map(({ length }) => length);
  const labels = averageLink(distances, weights, JOIN * maxDistance);

  const members = new Map<number, number[]>();
  groups.forEach((rows, i) => {
    const label = labels[i] ?? i;
    const list = members.get(label) ?? [];
    members.set(label, list);
    for (const row of rows) list.push(row);
  });
  const weak = rowsWhere(facts, true).map((row) => [row] as const);
  const loose = [...left, ...weak];
  const unassigned = attachLoose(embeddings, dimensions, loose, groups, maxDistance, (rows, i) => {
    members.get(labels[i] ?? i)?.push(...rows);
  });
  const found = Array.from(members.values(), (rows) => {
    const faces = rows.sort((a, b) => a - b);
    return { faces, medoid: medoidOf(embeddings, dimensions, faces, facts) };
  });
  found.sort((a, b) => b.faces.length - a.faces.length || (a.faces[0] ?? 0) - (b.faces[0] ?? 0));
  return { groups: found, unassigned: unassigned.sort((a, b) => a - b) };
}

function rowsWhere(facts: readonly (FaceFact | null)[], weak: boolean): number[] {
  return facts.flatMap((fact, row) => (fact?.weak === weak ? [row] : []));
}

/** Mean distance between the faces of each two groups, which is 1 less the product of their means. */
function meanDistances(means: readonly Mean[], dimensions: number): Float32Array {
  const count = means.length;
  const all = new Uint16Array(count * dimensions);
  means.forEach(({ halves }, i) => {
    all.set(halves, i * dimensions);
  });
  const matrix = new Float32Array(count * count);
  for (let from = 0; from < count; from += BLOCK) {
    const later = all.subarray(from * dimensions);
    const block = means.slice(from, from + BLOCK);
    const halves = block.map((mean) => mean.halves);
    compareAllFaces(later, dimensions, halves, (row, first, distances) => {
      const i = from + row;
      distances.forEach((distance, k) => {
        const j = from + first + k;
        const mean = 1 - (1 - distance) * (means[i]?.length ?? 1) * (means[j]?.length ?? 1);
        matrix[i * count + j] = mean;
        matrix[j * count + i] = mean;
      });
    });
  }
  return matrix;
}

/** Gives loose faces to the group of the leader that is nearest to theirs; returns those that are near none. */
function attachLoose(
  embeddings: Uint16Array,
  dimensions: number,
  loose: readonly NearDuplicates[],
  groups: readonly NearDuplicates[],
  within: number,
  onFaces: (rows: NearDuplicates, group: number) => void,
): number[] {
  if (groups.length === 0) return loose.flat();
  const leaders = groups.map(([row]) => embeddings.subarray(row * dimensions, (row + 1) * dimensions));
  const firsts = loose.map(([row]) => row);
  const { distances, nearest } = compareFaces(gather(embeddings, dimensions, firsts), dimensions, leaders);
  return loose.flatMap((rows, i) => {
    if (!((distances[i] ?? 2) <= within)) return rows;
    onFaces(rows, nearest[i] ?? 0);
    return [];
  });
}
