import { describe, expect, it } from 'vitest';
import { clusterFaces, type FaceGroups } from './cluster-faces.ts';
import { encodeHalves } from './half-floats.ts';
import { madeUpFaces, randomNumbers } from './made-up-faces.fixture.ts';
import type { FaceFact } from './medoid.ts';
import { MOST_LEADERS, nearDuplicates } from './near-duplicates.ts';

const DIMENSIONS = 64;
const LIMIT = { maxDistance: 0.45 };
const clear: FaceFact = { norm: 3, height: 90, weak: false };

const made = madeUpFaces({
  ...{ people: 7, faces: 900, dimensions: DIMENSIONS },
  ...{ spread: 0.3, jitter: 0.1, shot: 12 },
});
const facts = made.who.map(() => clear);
const groups = clusterFaces(made.embeddings, DIMENSIONS, facts, LIMIT);

/** The group of each face; -1 where it is in none. */
function groupOf({ groups }: FaceGroups, count: number): number[] {
  const of = Array.from({ length: count }, () => -1);
  groups.forEach(({ faces }, group) => {
    for (const face of faces) of[face] = group;
  });
  return of;
}

/** Share of pairs of faces that are together in both or in none. */
function agreement(a: readonly number[], b: readonly number[]): number {
  let [same, all] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++, all++) if ((a[i] === a[j]) === (b[i] === b[j])) same++;
  }
  return same / all;
}

function reordered(embeddings: Uint16Array, order: readonly number[]): Uint16Array {
  const other = new Uint16Array(embeddings.length);
  order.forEach((row, i) => {
    other.set(embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), i * DIMENSIONS);
  });
  return other;
}

/** Rows of four numbers. */
const rows = (...values: readonly (readonly number[])[]) => encodeHalves(Float32Array.from(values.flat()));

describe('clusterFaces', () => {
  it('finds the people', () => {
    expect(groups.unassigned).toEqual([]);
    expect(agreement(groupOf(groups, 900), made.who)).toBe(1);
    expect(groups.groups).toHaveLength(new Set(made.who).size);
  });

  it('puts every face in one group or none, the largest group first', () => {
    const faces = [...groups.groups.flatMap((group) => group.faces), ...groups.unassigned];
    expect(faces.sort((a, b) => a - b)).toEqual(made.who.map((_, i) => i));
    const sizes = groups.groups.map((group) => group.faces.length);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    for (const { faces: list, medoid } of groups.groups) {
      expect(list).toEqual([...list].sort((a, b) => a - b));
      expect(list).toContain(medoid);
    }
  });

  it('gives the same again, and the same groups in any order', () => {
    expect(clusterFaces(made.embeddings, DIMENSIONS, facts, LIMIT)).toEqual(groups);
    const straight = groupOf(groups, 900);
    for (let seed = 1; seed <= 5; seed++) {
      const random = randomNumbers(seed);
      const order = made.who
        .map((_, i) => ({ i, key: random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ i }) => i);
      const other = clusterFaces(reordered(made.embeddings, order), DIMENSIONS, facts, LIMIT);
      const of = groupOf(other, 900);
      const wanted = order.map((row) => straight[row] ?? -1);
      expect(agreement(of, wanted)).toBeGreaterThan(0.999);
    }
  });

  it('splits more with a smaller distance, and never a group of equals', () => {
    const counts = [0.05, 0.2, 0.45, 0.9].map((maxDistance) => {
      return clusterFaces(made.embeddings, DIMENSIONS, facts, { maxDistance }).groups.length;
    });
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    const equal = clusterFaces(rows([1, 2, 3, 4], [1, 2, 3, 4]), 4, [clear, clear], { maxDistance: 0.001 });
    expect(equal.groups.map((group) => group.faces)).toEqual([[0, 1]]);
  });

  it('lets weak faces join, but never make a group', () => {
    const weak = { ...clear, weak: true };
    const some = rows([1, 0, 0, 0], [0.95, 0.3, 0, 0], [0, 1, 0, 0], [0, 0.95, 0.3, 0], [0, 0, 0, 1]);
    const found = clusterFaces(some, 4, [clear, weak, clear, weak, weak], LIMIT);
    expect(found.groups.map((group) => group.faces)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(found.groups.map((group) => group.medoid)).toEqual([0, 2]);
    expect(found.unassigned).toEqual([4]);
    expect(clusterFaces(some, 4, Array(5).fill(weak), LIMIT)).toEqual({
      groups: [],
      unassigned: [0, 1, 2, 3, 4],
    });
  });

  it('lets the clearest face near the middle stand for the group', () => {
    const some = rows(
      [1, 0, 0, 0],
      [0.99, 0.1, 0, 0],
      [0.99, 0.12, 0, 0],
      [0.99, 0.1, 0.02, 0],
      [0.9, 0.4, 0, 0],
    );
    const norms = [1, 2, 3, 2.5, 9];
    const medoid = (of: (i: number) => Partial<FaceFact>) => {
      const all = norms.map((norm, i) => ({ ...clear, norm, ...of(i) }));
      return clusterFaces(some, 4, all, LIMIT).groups[0]?.medoid;
    };
    expect(medoid(() => ({}))).toBe(2);
    expect(medoid((i) => (i === 2 ? { height: 50 } : {}))).toBe(3);
  });

  it('takes no faces at all', () => {
    expect(clusterFaces(new Uint16Array(0), 512, [], LIMIT)).toEqual({ groups: [], unassigned: [] });
  });
});

describe('nearDuplicates', () => {
  const all = made.who.map((_, i) => i);

  it('keeps every face, each near its leader or near a face that is', () => {
    const { groups: found, left } = nearDuplicates(made.embeddings, DIMENSIONS, all, 0.2);
    expect(left).toEqual([]);
    expect(found.flat().sort((a, b) => a - b)).toEqual(all);
    expect(found.length).toBeLessThan(300);
    expect(found.every((group) => new Set(group.map((face) => made.who[face])).size === 1)).toBe(true);
  });

  it('leaves over what comes after the most groups', () => {
    const many = madeUpFaces({
      ...{ people: MOST_LEADERS + 100, faces: MOST_LEADERS + 100, dimensions: 16 },
      ...{ spread: 0.01, jitter: 0.005, shot: 1 },
    });
    const { groups: found, left } = nearDuplicates(
      many.embeddings,
      16,
      many.who.map((_, i) => i),
      1e-7,
    );
    expect(found).toHaveLength(MOST_LEADERS);
    expect(left.flat().length + found.flat().length).toBe(MOST_LEADERS + 100);
  });
});
