import type { FaceKey, PeopleFile } from '../../contract/run-files.ts';
import type { FaceGroup, FaceGroups } from '../../faces/people/cluster-faces.ts';
import { compareFaces } from '../../faces/people/compare.ts';
import { medoidOf } from '../../faces/people/medoid.ts';
import { gather } from '../../faces/people/near-duplicates.ts';
import { faceId } from './people-changes.ts';
import type { RunFace, RunFaces } from './run-faces.ts';

/** A group of like faces. */
export interface PersonGroup {
  /** Rows of its faces, rising. */
  readonly faces: readonly number[];
  /** The face that stands for it. */
  readonly medoid: FaceKey;
  /** Faces in people.json that lie in it. */
  readonly seeds: readonly FaceKey[];
}

/** Who is on the frames of a run: a person with a name, or a group of faces without one. */
export interface Person extends PersonGroup {
  /** Of its first face: stays the same while a run grows, and when a name is given. */
  readonly id: string;
  readonly name: string | null;
  /** Times of the first and of the last frame, seconds. */
  readonly first_time: number;
  readonly last_time: number;
  /** What it was merged from, the largest first; a single one as a rule. */
  readonly groups: readonly PersonGroup[];
}

/** What is known of the faces of a run, row by row. */
export interface KnownFaces {
  readonly faces: RunFaces;
  readonly embeddings: Uint16Array;
  readonly dimensions: number;
}

/** A seed that is a face of the run. */
interface FoundSeed {
  readonly name: string;
  readonly row: number;
}

/** People of a run, and names whose faces are not there. */
export interface NamedGroups {
  /** The one with most faces first. */
  readonly people: readonly Person[];
  /** Rows of faces that are like no group, rising. */
  readonly unassigned: readonly number[];
  /** Names in people.json without a face in this run. */
  readonly absent: readonly string[];
}

/**
 * Puts names to groups. A group that holds a seed of a person belongs to that person; one that holds seeds of several people
 * is divided among them by the nearest seed; a seed in no group makes one.
 * @param known embeddings are only needed where a group is divided
 */
export function nameGroups(
  { groups, unassigned }: FaceGroups,
  file: PeopleFile,
  known: KnownFaces,
): NamedGroups {
  const seeds = foundSeeds(file, known.faces);
  const byRow = new Map(seeds.map((seed) => [seed.row, seed]));
  const lone = unassigned.filter((row) => byRow.has(row)).map((row) => ({ faces: [row], medoid: row }));
  const people = new Map<string, FaceGroup[]>();
  const nameless: FaceGroup[] = [];
  for (const group of [...groups, ...lone]) {
    const within = group.faces.flatMap((row) => byRow.get(row) ?? []);
    if (within.length === 0) nameless.push(group);
    for (const { name, part } of divided(group, within, known)) {
      const parts = people.get(name) ?? [];
      people.set(name, parts);
      parts.push(part);
    }
  }
  const all = [
    ...nameless.map((group) => personOf(null, [group], byRow, known.faces)),
    ...Array.from(people, ([name, parts]) => personOf(name, parts, byRow, known.faces)),
  ];
  const [size, first] = [(a: Person) => a.faces.length, (a: Person) => a.faces[0] ?? 0];
  return {
    people: all.sort((a, b) => size(b) - size(a) || first(a) - first(b)),
    unassigned: unassigned.filter((row) => !byRow.has(row)),
    absent: file.people.map(({ name }) => name).filter((name) => !people.has(name)),
  };
}

function foundSeeds(file: PeopleFile, faces: RunFaces): FoundSeed[] {
  const wanted = new Map(
    file.people.flatMap(({ name, seeds }) => seeds.map((seed) => [faceId(seed), name] as const)),
  );
  if (wanted.size === 0) return [];
  return faces.flatMap((face, row) => {
    const name = face && wanted.get(faceId(face));
    return name ? [{ name, row }] : [];
  });
}

function divided(
  group: FaceGroup,
  seeds: readonly FoundSeed[],
  { faces, embeddings, dimensions }: KnownFaces,
) {
  const names = [...new Set(seeds.map(({ name }) => name))];
  const [only] = names;
  if (only !== undefined && names.length === 1) return [{ name: only, part: group }];
  const rowsOf = new Map<string, number[]>(names.map((name) => [name, []]));
  if (names.length > 1) {
    const references = seeds.map(({ row }) => embeddings.subarray(row * dimensions, (row + 1) * dimensions));
    const { nearest } = compareFaces(gather(embeddings, dimensions, group.faces), dimensions, references);
    const own = new Map(seeds.map(({ name, row }) => [row, name]));
    group.faces.forEach((row, i) => {
      rowsOf.get(own.get(row) ?? seeds[nearest[i] ?? 0]?.name ?? '')?.push(row);
    });
  }
  return Array.from(rowsOf, ([name, rows]) => {
    const medoid = medoidOf(embeddings, dimensions, rows, faces);
    return { name, part: { faces: rows, medoid } };
  });
}

function personOf(
  name: string | null,
  parts: readonly FaceGroup[],
  seeds: ReadonlyMap<number, FoundSeed>,
  faces: RunFaces,
): Person {
  const groups = parts
    .map((part) => groupOf(part, seeds, faces))
    .sort((a, b) => b.faces.length - a.faces.length);
  const rows = groups.flatMap((group) => group.faces).sort((a, b) => a - b);
  let [first, last]: (RunFace | null)[] = [null, null];
  for (const row of rows) {
    const face = faces[row];
    if (!face) continue;
    if (!first || face.time < first.time) first = face;
    if (!last || face.time > last.time) last = face;
  }
  const earliest = faces[rows[0] ?? 0] ?? NOWHERE;
  return {
    ...{ id: faceId(earliest), name, faces: rows, medoid: groups[0]?.medoid ?? keyOf(earliest) },
    ...{ first_time: first?.time ?? 0, last_time: last?.time ?? 0 },
    ...{ seeds: groups.flatMap((group) => group.seeds), groups },
  };
}

function groupOf({ faces: rows, medoid }: FaceGroup, seeds: ReadonlyMap<number, FoundSeed>, faces: RunFaces) {
  const key = (row: number) => keyOf(faces[row] ?? NOWHERE);
  return { faces: rows, medoid: key(medoid), seeds: rows.filter((row) => seeds.has(row)).map(key) };
}

const NOWHERE: FaceKey = { frame_number: 0, face: 0 };
const keyOf = ({ frame_number, face }: FaceKey): FaceKey => ({ frame_number, face });
