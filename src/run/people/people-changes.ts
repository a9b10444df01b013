import type { FaceKey, FaceReference, PeopleFile } from '../../contract/run-files.ts';

/** A person, or a group of faces that nobody has named. */
export interface Nameable {
  readonly name: string | null;
  /** Faces in people.json that stand for it; none where it has no name. */
  readonly seeds: readonly FaceKey[];
  /** Becomes its seed when it gets a name. */
  readonly medoid: FaceKey;
}

/** A face as text: frame number and place in the frame. */
export const faceId = ({ frame_number, face }: FaceKey): string => `${frame_number}-${face}`;

const order = (a: FaceKey, b: FaceKey) => a.frame_number - b.frame_number || a.face - b.face;

/**
 * People by name with rising seeds: a name that stands there twice is one person, and a face stands for one person alone (the
 * later one).
 */
export function tidyPeople(file: PeopleFile): PeopleFile {
  const owner = new Map<string, { readonly name: string; readonly seed: FaceKey }>();
  for (const { name, seeds } of file.people) {
    for (const seed of seeds) owner.set(faceId(seed), { name: name.trim(), seed });
  }
  const people = new Map<string, FaceKey[]>();
  for (const { name, seed } of owner.values()) {
    const seeds = people.get(name) ?? [];
    people.set(name, seeds);
    seeds.push(seed);
  }
  people.delete('');
  const named = Array.from(people, ([name, seeds]) => ({ name, seeds: seeds.sort(order) }));
  return { ...file, people: named.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** Takes seeds out; people without seeds are no longer there. */
function without(file: PeopleFile, seeds: readonly FaceKey[]): PeopleFile {
  const gone = new Set(seeds.map(faceId));
  const people = file.people.flatMap(({ name, seeds: all }) => {
    const left = all.filter((seed) => !gone.has(faceId(seed)));
    return left.length > 0 ? [{ name, seeds: left }] : [];
  });
  return { ...file, people };
}

/**
 * Gives one name to some people and groups, so that they are one person from then on, together with whoever has that name
 * already. With a single one it names or renames it.
 * @throws RangeError for a name without letters
 */
export function namedPeople(file: PeopleFile, some: readonly Nameable[], name: string): PeopleFile {
  if (name.trim() === '') throw new RangeError('a name needs letters');
  const seeds = some.flatMap(({ seeds: own, medoid }) => (own.length > 0 ? own : [medoid]));
  if (seeds.length === 0) return file;
  const { people, ...rest } = without(file, seeds);
  return tidyPeople({ ...rest, people: [...people, { name, seeds: [...seeds] }] });
}

/** Takes the name from a person, or from one of the groups that were merged into a person: it is a group of its own again. */
export function unnamedPeople(file: PeopleFile, { seeds }: Pick<Nameable, 'seeds'>): PeopleFile {
  return tidyPeople(without(file, seeds));
}

/** Takes the name of a person away, also of one whose faces are no longer there. */
export function forgottenPerson(file: PeopleFile, name: string): PeopleFile {
  return { ...file, people: file.people.filter((person) => person.name !== name) };
}

/** References in place of those of the analysis; none gives those of the analysis back. */
export function withReferences(file: PeopleFile, references: readonly FaceReference[]): PeopleFile {
  return { ...file, references: [...references] };
}
