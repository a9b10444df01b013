import { describe, expect, it } from 'vitest';
import { RowComparer } from '../../kernel/nearest-rows.ts';
import { compareAllFaces, compareFaces, decodeEmbedding, encodeEmbedding, halvesOf } from './compare.ts';
import { decodeHalves, encodeHalves } from './half-floats.ts';
import { madeUpFaces, randomNumbers } from './made-up-faces.fixture.ts';

/** Distance in double precision, on the numbers that the half floats are. */
function plainDistance(a: Uint16Array, b: Uint16Array): number {
  const [p, q] = [decodeHalves(a), decodeHalves(b)];
  let [dot, pp, qq] = [0, 0, 0];
  p.forEach((value, i) => {
    const other = q[i] ?? 0;
    dot += value * other;
    pp += value * value;
    qq += other * other;
  });
  return 1 - dot / Math.sqrt(pp * qq);
}

function plainNearest(rows: Uint16Array, dimensions: number, references: readonly Uint16Array[]) {
  return Array.from({ length: rows.length / dimensions }, (_, row) => {
    const of = rows.subarray(row * dimensions, (row + 1) * dimensions);
    const distances = references.map((reference) => plainDistance(of, reference));
    const distance = Math.min(...distances);
    return { distance, nearest: distances.indexOf(distance) };
  });
}

const builds = { simd: new RowComparer({ simd: true }), scalar: new RowComparer({ simd: false }) };

describe('compareFaces', () => {
  const cases = [
    { dimensions: 512, faces: 700, references: 1 },
    { dimensions: 512, faces: 1500, references: 5 },
    { dimensions: 512, faces: 40, references: 300 },
    { dimensions: 128, faces: 33, references: 3 },
    { dimensions: 19, faces: 50, references: 7 },
    { dimensions: 3, faces: 9, references: 2 },
  ];
  it.each(cases)('equals double precision: $faces x $references, $dimensions numbers', (c) => {
    const made = { people: 4, dimensions: c.dimensions, spread: 0.3, jitter: 0.1, shot: 3, seed: 7 };
    const { embeddings } = madeUpFaces({ ...made, faces: c.faces });
    const others = madeUpFaces({ ...made, faces: c.references, seed: 8 }).embeddings;
    const references = Array.from({ length: c.references }, (_, i) =>
      others.slice(i * c.dimensions, (i + 1) * c.dimensions),
    );
    const simd = builds.simd.compare(embeddings, c.dimensions, references);
    const scalar = builds.scalar.compare(embeddings, c.dimensions, references);
    plainNearest(embeddings, c.dimensions, references).forEach(({ distance, nearest }, row) => {
      expect(Math.abs((simd.distances[row] ?? 9) - distance)).toBeLessThan(1e-6);
      expect(simd.nearest[row]).toBe(nearest);
    });
    expect(Buffer.from(simd.distances.buffer).equals(Buffer.from(scalar.distances.buffer))).toBe(true);
    expect(simd.nearest).toEqual(scalar.nearest);
  });

  it('is exact for all sizes of numbers, very small ones too', () => {
    const random = randomNumbers(3);
    const row = (exponents: number) =>
      Uint16Array.from({ length: 64 }, () => Math.floor(random() * 2 ** 16) & (0x83ff | (exponents << 10)));
    for (const exponents of [0, 1, 2, 7, 15]) {
      const [a, b] = [row(exponents), row(exponents)];
      for (const comparer of Object.values(builds)) {
        const { distances } = comparer.compare(a, 64, [b]);
        expect(Math.abs((distances[0] ?? 9) - plainDistance(a, b))).toBeLessThan(1e-6);
      }
    }
  });

  it('gives one face what it gives many', () => {
    const { embeddings } = madeUpFaces({
      ...{ people: 3, faces: 600, dimensions: 512 },
      ...{ spread: 0.3, jitter: 0.05, shot: 4 },
    });
    const references = [embeddings.slice(0, 512), embeddings.slice(512 * 9, 512 * 10)];
    const { distances, nearest } = compareFaces(embeddings, 512, references);
    for (const row of [0, 1, 511, 512, 599]) {
      const alone = compareFaces(embeddings.subarray(row * 512, (row + 1) * 512), 512, references);
      expect([alone.distances[0], alone.nearest[0]]).toEqual([distances[row], nearest[row]]);
    }
  });

  it('takes the first of equal references and knows opposites', () => {
    const a = encodeHalves(Float32Array.of(0.6, 0.8, 0, 0));
    const opposite = encodeHalves(Float32Array.of(-0.6, -0.8, 0, 0));
    const { distances, nearest } = compareFaces(a, 4, [opposite, a, a]);
    expect(nearest[0]).toBe(1);
    expect(distances[0]).toBeCloseTo(0, 12);
    expect(compareFaces(a, 4, [opposite]).distances[0]).toBeCloseTo(2, 12);
  });

  it('puts a row without a direction at distance 1', () => {
    const rows = encodeHalves(Float32Array.of(0, 0, Number.POSITIVE_INFINITY, 1, 3, 4));
    const one = encodeHalves(Float32Array.of(3, 4));
    for (const comparer of Object.values(builds)) {
      expect([...comparer.compare(rows, 2, [one]).distances]).toEqual([1, 1, 0]);
      expect([...comparer.compare(one, 2, [rows.slice(0, 2)]).distances]).toEqual([1]);
    }
  });

  it('takes no rows, and refuses what does not fit', () => {
    const one = encodeHalves(Float32Array.of(1, 2));
    expect(compareFaces(new Uint16Array(0), 2, [one]).distances).toHaveLength(0);
    expect(() => compareFaces(new Uint16Array(3), 2, [one])).toThrow(RangeError);
    expect(() => compareFaces(one, 2, [new Uint16Array(3)])).toThrow(RangeError);
    expect(() => compareFaces(one, 2, [])).toThrow(RangeError);
    expect(() => compareFaces(new Uint16Array(2 ** 18), 2 ** 18, [new Uint16Array(2 ** 18)])).toThrow(
      RangeError,
    );
  });
});

describe('compareAllFaces', () => {
  it.each([
    { dimensions: 4, faces: 1100, references: 600 },
    { dimensions: 128, faces: 700, references: 520 },
    { dimensions: 512, faces: 520, references: 300 },
    { dimensions: 8192, faces: 40, references: 35 },
  ])('gives all distances: $faces x $references, $dimensions numbers', ({ dimensions, ...count }) => {
    const made = { people: 4, dimensions, spread: 0.3, jitter: 0.1, shot: 3, seed: 7 };
    const { embeddings } = madeUpFaces({ ...made, faces: count.faces });
    const references = Array.from({ length: count.references }, (_, i) =>
      embeddings.subarray(i * dimensions, (i + 1) * dimensions),
    );
    const all = new Float64Array(count.faces * count.references).fill(9);
    compareAllFaces(embeddings, dimensions, references, (row, first, distances) => {
      all.set(distances, row * count.references + first);
    });
    for (const i of [0, 1, count.references - 1]) {
      const column = all.filter((_, at) => at % count.references === i);
      expect(column).toEqual(compareFaces(embeddings, dimensions, references.slice(i, i + 1)).distances);
    }
  });
});

describe('embeddings as text', () => {
  it('come back as they were', () => {
    const halves = Uint16Array.of(0x3c00, 0x8001, 0);
    expect(encodeEmbedding(halves)).toBe('ADwBgAAA');
    expect(decodeEmbedding('ADwBgAAA')).toEqual(halves);
    expect(encodeEmbedding(halves.subarray(1, 2))).toBe('AYA=');
  });

  it('are read at odd places, and not by halves', () => {
    expect(halvesOf(Uint8Array.of(9, 1, 2, 3, 4).subarray(1))).toEqual(Uint16Array.of(0x0201, 0x0403));
    expect(() => halvesOf(new Uint8Array(3))).toThrow(RangeError);
  });
});
