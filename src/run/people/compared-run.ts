import type { FaceReference } from '../../contract/run-files.ts';
import { comparedRecords } from '../faces/compare-records.ts';
import type { StoredRun } from '../read-run.ts';
import { exemplarsOf } from './exemplars.ts';
import { readPeople } from './people-file.ts';
import { peopleOfRun } from './people-of-run.ts';
import { readEmbeddings } from './run-faces.ts';

/** What of a stored run people change. */
type Comparable = Pick<StoredRun, 'run' | 'records'>;

/** A run with the distances to the people that are in effect. */
function withReferences<R extends Comparable>(
  stored: R,
  records: R['records'],
  references: readonly FaceReference[],
): R {
  const { run } = stored;
  const faces = run.faces && { ...run.faces, references: [...references] };
  return { ...stored, run: { ...run, ...(faces && { faces }) }, records };
}

/** The faces of a person that people.json names, as references; none for another name. */
async function namedPerson(folder: string, { run }: Comparable, name: string): Promise<FaceReference[]> {
  const { dimensions = 0, max_distance } = run.faces ?? {};
  const file = await readPeople(folder);
  if (!file.people.some((person) => person.name === name)) return [];
  const { people, faces } = await peopleOfRun(folder);
  const person = people.find((one) => one.name === name);
  if (!person) return [];
  const embeddings = await readEmbeddings(folder, dimensions);
  return exemplarsOf(person, name, { faces, embeddings, dimensions }, max_distance ?? 0);
}

/**
 * A run as its people are known now: with distances to references that are given, else to those that were chosen since the
 * analysis, else to a person that got a name since, if that person is asked for. Nothing is written.
 * @param given references in place of all others; none = no others
 * @param person name that is asked for, or null
 * @throws AppError `run_invalid`, `people_invalid`
 */
export async function comparedRun<R extends Comparable>(
  folder: string,
  stored: R,
  { given = [], person = null }: { given?: readonly FaceReference[]; person?: string | null } = {},
): Promise<R> {
  const { run, records } = stored;
  const { dimensions = 0, references: own = [] } = run.faces ?? {};
  if (dimensions === 0) return stored;
  const chosen = given.length > 0 ? given : (await readPeople(folder)).references;
  const isAsked = person !== null && ![...chosen, ...own].some((one) => one.person === person);
  const wanted = chosen.length === 0 && isAsked ? await namedPerson(folder, stored, person) : chosen;
  if (wanted.length === 0) return stored;
  return withReferences(stored, await comparedRecords(folder, records, wanted, dimensions), wanted);
}
