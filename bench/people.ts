import { clusterFaces } from '../src/faces/people/cluster-faces.ts';
import { compareFaces } from '../src/faces/people/compare.ts';
import { halfValues } from '../src/faces/people/half-floats.ts';
import { madeUpFaces } from '../src/faces/people/made-up-faces.fixture.ts';
import type { Row } from './row.ts';

const FACES = 100_000;
const DIMENSIONS = 512;

/** The least processor time of some calls after a first one: whatever else runs only makes it longer. */
function timed<T>(rounds: number, call: () => T): { readonly ms: number; readonly result: T } {
  let result = call();
  const times = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    result = call();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return { ms: Math.min(...times), result };
}

/** The plain loop: a table of all half floats, double precision, each reference by itself. */
function plainDistances(rows: Uint16Array, references: readonly Uint16Array[]): Float64Array {
  const table = halfValues();
  const distances = new Float64Array(FACES).fill(2);
  for (const reference of references) {
    for (let row = 0; row < FACES; row++) {
      let dot = 0;
      let a = 0;
      let b = 0;
      for (let i = 0; i < DIMENSIONS; i++) {
        const x = table[rows[row * DIMENSIONS + i] ?? 0] ?? 0;
        const y = table[reference[i] ?? 0] ?? 0;
        dot += x * y;
        a += x * x;
        b += y * y;
      }
      distances[row] = Math.min(distances[row] ?? 2, 1 - dot / Math.sqrt(a * b));
    }
  }
  return distances;
}

/** Comparing and grouping stored embeddings, 100,000 made-up faces of 100 people in 4,000 shots, on one core. */
export function benchPeople(rounds: number): Row[] {
  const { embeddings, who } = madeUpFaces({
    ...{ people: 100, faces: FACES, dimensions: DIMENSIONS },
    ...{ spread: 0.3, jitter: 0.15, shot: 25 },
  });
  const rows = [
    { references: 1, bound: 50, goal: 40 },
    { references: 8, bound: 150, goal: 100 },
  ].map(({ references: count, ...limits }): Row => {
    const references = Array.from({ length: count }, (_, i) => {
      const row = i * 101;
      return embeddings.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS);
    });
    const ours = timed(rounds * 5, () => compareFaces(embeddings, DIMENSIONS, references).distances);
    const plain = timed(2, () => plainDistances(embeddings, references));
    const worst = plain.result.reduce((most, d, i) => Math.max(most, Math.abs(d - (ours.result[i] ?? 9))), 0);
    if (worst > 1e-6) throw new Error(`distances differ by ${worst}`);
    const what = `100,000 stored faces compared with ${count === 1 ? 'one reference' : `${count} references`}, processor time`;
    return { what, measured: ours.ms, ...limits, unit: 'ms', note: `plain loop ${plain.ms.toFixed(0)} ms` };
  });
  const facts = who.map((_, i) => ({ norm: 3, height: 80, weak: i % 50 === 0 }));
  const options = { maxDistance: 0.45 };
  const { ms, result } = timed(rounds, () => clusterFaces(embeddings, DIMENSIONS, facts, options));
  const pure = result.groups.every(({ faces }) => new Set(faces.map((face) => who[face])).size === 1);
  const note = `${result.groups.length} groups${pure ? ', none mixed' : ', SOME MIXED'}`;
  const what = '100,000 faces grouped without references, processor time';
  return [...rows, { what, measured: ms / 1000, bound: 8, goal: 4, unit: 's', note }];
}
