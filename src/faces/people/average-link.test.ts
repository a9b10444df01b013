import { describe, expect, it } from 'vitest';
import { averageLink } from './average-link.ts';
import { randomNumbers } from './made-up-faces.fixture.ts';

function randomMatrix(count: number, seed: number): Float32Array {
  const random = randomNumbers(seed);
  const matrix = new Float32Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const distance = random();
      matrix[i * count + j] = distance;
      matrix[j * count + i] = distance;
    }
  }
  return matrix;
}

/** The nearest two clusters are joined again and again; averages are taken over all members each time. */
function plainLabels(matrix: Float32Array, weights: readonly number[], within: number): number[] {
  const count = weights.length;
  const clusters = weights.map((_, i) => [i]);
  const average = (a: readonly number[], b: readonly number[]) => {
    let [sum, weight] = [0, 0];
    for (const i of a) {
      for (const j of b) {
        const both = (weights[i] ?? 1) * (weights[j] ?? 1);
        sum += both * (matrix[i * count + j] ?? 0);
        weight += both;
      }
    }
    return sum / weight;
  };
  for (;;) {
    let best = { distance: Number.POSITIVE_INFINITY, a: 0, b: 0 };
    for (let a = 0; a < clusters.length; a++) {
      for (let b = a + 1; b < clusters.length; b++) {
        const distance = average(clusters[a] ?? [], clusters[b] ?? []);
        if (distance < best.distance) best = { distance, a, b };
      }
    }
    if (!(best.distance <= within)) break;
    const [gone = []] = clusters.splice(best.b, 1);
    clusters[best.a]?.push(...gone);
  }
  return weights.map((_, i) => Math.min(...(clusters.find((cluster) => cluster.includes(i)) ?? [])));
}

describe('averageLink', () => {
  it('gives what joining the nearest pair each time gives', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const count = 2 + (seed % 25);
      const matrix = randomMatrix(count, seed);
      const weights = Array.from({ length: count }, (_, i) => 1 + ((i * seed) % 5));
      for (const within of [0.1, 0.3, 0.45, 0.5, 1]) {
        const labels = averageLink(matrix.slice(), weights, within);
        expect([...labels], `seed ${seed}, within ${within}`).toEqual(plainLabels(matrix, weights, within));
      }
    }
  });

  it('leaves alone what is too far, and joins equals', () => {
    expect([...averageLink(Float32Array.of(0, 0.5, 0.5, 0), [1, 1], 0.4)]).toEqual([0, 1]);
    expect([...averageLink(new Float32Array(25), [1, 1, 1, 1, 1], 0)]).toEqual([0, 0, 0, 0, 0]);
    expect([...averageLink(new Float32Array(0), [], 1)]).toEqual([]);
  });
});
