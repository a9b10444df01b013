import { averageLink } from './average-link.ts';
import { compareFaces } from './compare.ts';
import { decodeHalves, encodeHalves } from './half-floats.ts';
import { gather, type NearDuplicates, nearDuplicates } from './near-duplicates.ts';

/** What is known of a face besides its embedding. */
export interface FaceFact {
  /** Length of the embedding before it was normalised; null where not known. */
  readonly norm: number | null;
  /** Height of the box in pixels. */
  readonly height: number;
  /** Too small for a sure distance: it joins a group but makes none. */
  readonly weak: boolean;
}

/** How like faces must be. */
export interface ClusterOptions {
  /** Up to this distance the models take two faces for one person. */
  readonly maxDistance: number;
}

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
 * @param facts of each row
 */
export function clusterFaces(
  embeddings: Uint16Array,
  dimensions: number,
  facts: readonly FaceFact[],
  { maxDistance }: ClusterOptions,
): FaceGroups {
  const strong = rowsWhere(facts, ({ weak }) => !weak);
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
  const loose = [...left, ...rowsWhere(facts, ({ weak }) => weak)];
  const unassigned = attachLoose(embeddings, dimensions, loose, groups, maxDistance, (face, i) => {
    members.get(labels[i] ?? i)?.push(face);
  });
  const found = Array.from(members.values(), (rows) => {
    const faces = rows.sort((a, b) => a - b);
    return { faces, medoid: medoidOf(embeddings, dimensions, faces, facts) };
  });
  found.sort((a, b) => b.faces.length - a.faces.length || (a.faces[0] ?? 0) - (b.faces[0] ?? 0));
  return { groups: found, unassigned: unassigned.sort((a, b) => a - b) };
}

function rowsWhere(facts: readonly FaceFact[], wanted: (fact: FaceFact) => boolean): number[] {
  return facts.flatMap((fact, row) => (wanted(fact) ? [row] : []));
}

/** The mean of embeddings brought to length 1, and its length. */
interface Mean {
  readonly halves: Uint16Array;
  readonly length: number;
}

function meanOf(embeddings: Uint16Array, dimensions: number, rows: readonly number[]): Mean {
  const sum = new Float64Array(dimensions);
  for (const row of rows) {
    const values = decodeHalves(embeddings.subarray(row * dimensions, (row + 1) * dimensions));
    const length = lengthOf(values) || 1;
    for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] ?? 0) + (values[i] ?? 0) / length;
  }
  const length = lengthOf(sum) || 1;
  return {
    halves: encodeHalves(Float32Array.from(sum, (value) => value / length)),
    length: length / rows.length,
  };
}

function lengthOf(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) ** 2;
  return Math.sqrt(sum);
}

/** Mean distance between the faces of each two groups, which is 1 less the product of their means. */
function meanDistances(means: readonly Mean[], dimensions: number): Float32Array {
  const count = means.length;
  const all = new Uint16Array(count * dimensions);
  means.forEach(({ halves }, i) => {
    all.set(halves, i * dimensions);
  });
  const matrix = new Float32Array(count * count);
  means.forEach(({ halves, length }, i) => {
    const later = all.subarray((i + 1) * dimensions);
    if (later.length === 0) return;
    compareFaces(later, dimensions, [halves]).distances.forEach((distance, k) => {
      const j = i + 1 + k;
      const mean = 1 - (1 - distance) * length * (means[j]?.length ?? 1);
      matrix[i * count + j] = mean;
      matrix[j * count + i] = mean;
    });
  });
  return matrix;
}

/** Gives each loose face to the group of the nearest leader; returns those that are near none. */
function attachLoose(
  embeddings: Uint16Array,
  dimensions: number,
  loose: readonly number[],
  groups: readonly NearDuplicates[],
  within: number,
  onFace: (face: number, group: number) => void,
): number[] {
  if (groups.length === 0) return [...loose];
  const leaders = groups.map(([row]) => embeddings.subarray(row * dimensions, (row + 1) * dimensions));
  const { distances, nearest } = compareFaces(gather(embeddings, dimensions, loose), dimensions, leaders);
  return loose.filter((face, i) => {
    if (!((distances[i] ?? 2) <= within)) return true;
    onFace(face, nearest[i] ?? 0);
    return false;
  });
}

/** Side of the crop that is embedded: larger faces are no clearer. */
const FULL_HEIGHT = 112;

/** Of the half of the faces that is nearer to their mean, the clearest and largest one. */
function medoidOf(
  embeddings: Uint16Array,
  dimensions: number,
  faces: readonly number[],
  facts: readonly FaceFact[],
): number {
  const strong = faces.filter((face) => facts[face]?.weak === false);
  const some = strong.length > 0 ? strong : faces;
  const { halves } = meanOf(embeddings, dimensions, some);
  const { distances } = compareFaces(gather(embeddings, dimensions, some), dimensions, [halves]);
  const middle = [...distances].sort((a, b) => a - b)[(some.length - 1) >> 1] ?? 2;
  const clarity = (face: number) => {
    const { norm = null, height = 0 } = facts[face] ?? {};
    return (norm ?? 1) * Math.min(height / FULL_HEIGHT, 1);
  };
  const near = some.filter((_, i) => (distances[i] ?? 2) <= middle);
  return near.reduce((best, face) => (clarity(face) > clarity(best) ? face : best), near[0] ?? 0);
}
