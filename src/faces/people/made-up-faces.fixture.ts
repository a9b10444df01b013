import { encodeHalves } from './half-floats.ts';

/** Numbers from 0 to 1 that are the same every time. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A direction: independent normal numbers, of length 1. */
function direction(random: () => number, dimensions: number): Float32Array {
  const values = Float32Array.from({ length: dimensions }, () => {
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  });
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** Directions of which two make the deviation of a face. */
const DEVIATIONS = 400;

/** What the made-up faces are like. */
export interface MadeUpFaces {
  readonly people: number;
  readonly faces: number;
  readonly dimensions: number;
  /** Mean distance of two faces of a person in different shots. */
  readonly spread: number;
  /** Mean distance of two faces of one shot. */
  readonly jitter: number;
  /** Faces that follow each other in one shot, of one person in one pose. */
  readonly shot: number;
  readonly seed?: number;
}

/**
 * Embeddings of made-up people: shot after shot, each of one person in one pose. The distance of two people is about 1.
 * @returns rows of half floats, and who each one is
 */
export function madeUpFaces({ people, faces, dimensions, spread, jitter, shot, seed = 1 }: MadeUpFaces) {
  const random = randomNumbers(seed);
  const persons = Array.from({ length: people }, () => direction(random, dimensions));
  const deviations = Array.from({ length: DEVIATIONS }, () => direction(random, dimensions));
  const deviation = () => {
    const [one, other] = [random(), random()].map((x) => deviations[Math.floor(x * DEVIATIONS)]);
    return mixed(one ?? new Float32Array(dimensions), other ?? new Float32Array(dimensions), random());
  };
  const embeddings = new Uint16Array(faces * dimensions);
  const who: number[] = [];
  let pose = new Float32Array(dimensions);
  let person = 0;
  for (let face = 0; face < faces; face++) {
    if (face % shot === 0) {
      person = Math.floor(random() * people);
      pose = mixed(persons[person] ?? pose, deviation(), spread - jitter);
    }
    embeddings.set(encodeHalves(mixed(pose, deviation(), jitter)), face * dimensions);
    who.push(person);
  }
  return { embeddings, who };
}

/** A direction whose copies with other deviations are `distance` from each other. */
function mixed(from: Float32Array, deviation: Float32Array, distance: number): Float32Array<ArrayBuffer> {
  const [a, b] = [Math.sqrt(1 - distance), Math.sqrt(distance)];
  const values = new Float32Array(from.length);
  for (let i = 0; i < values.length; i++) values[i] = a * (from[i] ?? 0) + b * (deviation[i] ?? 0);
  return values;
}
