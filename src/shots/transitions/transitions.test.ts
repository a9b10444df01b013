import { describe, expect, it } from 'vitest';
import { bestDetector } from '../detectors/best.ts';
import { ShotClock } from '../shot-clock.ts';
import { shotStarts, type Transition } from './join-transitions.ts';

const COLUMNS = 32;
const ROWS = 18;

/** A picture of blobs: `seed` decides which, `shift` moves it sideways, in cells. */
function blobs(seed: number, shift = 0): Float32Array {
  const cells = new Float32Array(COLUMNS * ROWS * 3);
  for (let i = 0; i < cells.length; i++) {
    const pixel = Math.floor(i / 3);
    const x = (pixel % COLUMNS) + shift;
    const y = Math.floor(pixel / COLUMNS);
    const wave = Math.sin(x * 0.3 * seed + seed) + Math.cos(y * 0.4 + seed * (1 + (i % 3)) + x * 0.1);
    cells[i] = 128 + 50 * wave;
  }
  return cells;
}

const flat = (value: number) => new Float32Array(COLUMNS * ROWS * 3).fill(value);
const mix = (a: Float32Array, b: Float32Array, part: number) =>
  a.map((value, i) => value * (1 - part) + (b[i] ?? 0) * part);
const times = (count: number, make: (i: number) => Float32Array) =>
  Array.from({ length: count }, (_, i) => make(i));

/** A shot with a little movement. */
const shot = (seed: number, frames: number) => times(frames, (i) => blobs(seed, i * 0.02));
const lastOf = (frames: readonly Float32Array[]) => frames.at(-1) ?? flat(0);

/** A dissolve of so many mixed frames. */
const dissolve = (a: Float32Array, b: Float32Array, frames: number) =>
  times(frames, (i) => mix(a, b, (i + 1) / (frames + 1)));

function found(frames: readonly Float32Array[], minLength = 2): readonly number[] {
  const judge = bestDetector({ threshold: 12, minLength }).judge(new ShotClock(25));
  const pushed = frames.flatMap((cells, number) => {
    const bytes = Uint8Array.from(cells, Math.round);
    return [...judge.push({ number, micros: number * 40_000 }, bytes)];
  });
  return [...pushed, ...judge.finish()];
}

describe('the best detector', () => {
  const [a, b, c] = [shot(1, 40), shot(2, 40), shot(3, 40)];

  it('finds hard cuts on the exact frame, also between short shots and near the end', () => {
    expect(found([...a, ...b, ...c])).toEqual([40, 80]);
    expect(found([...a, ...b.slice(0, 6), ...c.slice(0, 2)])).toEqual([40, 46]);
  });

  it('drops shots that are shorter than asked for', () => {
    expect(found([...a, ...b.slice(0, 6), ...c], 15)).toEqual([40]);
  });

  it.each([1, 2, 3])('takes a flash of %i frames for no shot', (frames) => {
    expect(found([...a, ...times(frames, () => flat(250)), ...shot(1, 40)])).toEqual([]);
  });

  it.each([6, 12, 24, 40])('finds a dissolve of %i frames once, within it', (frames) => {
    const starts = found([...a, ...dissolve(lastOf(a), b[0] ?? flat(0), frames), ...b]);
    expect(starts).toHaveLength(1);
    expect(starts[0]).toBeGreaterThanOrEqual(40);
    expect(starts[0]).toBeLessThan(40 + frames + 1);
  });

  it.each([0, 255])('takes a fade to %i and back for one change, in its middle', (value) => {
    const out = dissolve(lastOf(a), flat(value), 10);
    const black = times(9, () => flat(value));
    const into = dissolve(flat(value), b[0] ?? flat(0), 10);
    const starts = found([...a, ...out, ...black, ...into, ...b]);
    expect(starts).toHaveLength(1);
    expect(Math.abs((starts[0] ?? 0) - 54)).toBeLessThanOrEqual(2);
  });

  it('sees nothing in fades at the very beginning and end', () => {
    const into = dissolve(flat(0), a[0] ?? flat(0), 12);
    const out = dissolve(lastOf(a), flat(0), 12);
    expect(found([...times(5, () => flat(0)), ...into, ...a, ...out, ...times(5, () => flat(0))])).toEqual(
      [],
    );
  });

  it('sees nothing in movement, changes of light and titles that come and go', () => {
    expect(found(times(80, (i) => blobs(1, i * 0.4)))).toEqual([]);
    expect(
      found([
        ...a,
        ...times(12, (i) => blobs(1, 0.8).map((value) => value * (1 - i / 24))),
        ...shot(1, 20).map((cells) => cells.map((value) => value / 2)),
      ]),
    ).toEqual([]);
    const title = (strength: number) =>
      blobs(1, 0.8).map((value, i) =>
        i < COLUMNS * 8 * 3 ? value * (1 - strength) + 255 * strength : value,
      );
    expect(found([...a, ...times(12, (i) => title((i + 1) / 12)), ...times(30, () => title(1))])).toEqual([]);
  });
});

describe('shotStarts', () => {
  const cut = (start: number): Transition => ({ from: start - 1, to: start, kind: 'cut', start });
  const gradual = (from: number, to: number): Transition => ({
    ...{ from, to, kind: 'gradual' },
    start: Math.floor((from + to + 1) / 2),
  });
  const black = (first: number, last: number) => (from: number, to: number) => from >= first && to <= last;

  it('keeps what stands for itself', () => {
    expect(shotStarts([cut(10), gradual(20, 30), cut(50)], 100, () => false)).toEqual([10, 25, 50]);
  });

  it('takes the cut where a fade leads to one through black', () => {
    expect(shotStarts([gradual(20, 30), cut(41)], 100, black(30, 40))).toEqual([41]);
    expect(shotStarts([cut(21), gradual(30, 40)], 100, black(21, 30))).toEqual([21]);
  });

  it('keeps two cuts around black apart', () => {
    expect(shotStarts([cut(21), cut(31)], 100, black(21, 30))).toEqual([21, 31]);
  });
});
