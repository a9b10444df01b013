import { AppError } from '../../contract/app-error.ts';
import type {
  ComparisonTable,
  PeopleAnswer,
  PeopleChange,
  ReferencesRequest,
} from '../../contract/people.ts';
import type { FaceReference, PeopleFile, RunFile } from '../../contract/run-files.ts';
import { scaled } from '../../contract/scaled.ts';
import { compareFaces, decodeEmbedding } from '../../faces/people/compare.ts';
import { referencesForRun } from '../../run/faces/references-for-run.ts';
import { exemplarsOf, faceAsReference, type KnownRows } from '../../run/people/exemplars.ts';
import type { Person } from '../../run/people/name-groups.ts';
import {
  forgottenPerson,
  namedPeople,
  tidyPeople,
  unnamedPeople,
  withReferences,
} from '../../run/people/people-changes.ts';
import { readPeople, writePeople } from '../../run/people/people-file.ts';
import { RunPeople } from '../../run/people/people-of-run.ts';
import { readRunJson } from '../../run/read-run.ts';
import { Turns } from '../work/turns.ts';
import { EmbeddingCache } from './embedding-cache.ts';

/** Runs whose groups are kept. */
const MOST_KNOWN = 4;
/** References of a run that are remembered: a step in the page can be taken back. */
const MOST_SEEN = 500;
/** Where the models do not say up to which distance two faces are of one person. */
const USUAL_DISTANCE = 0.5;

/** Where a reference picture lies. */
export type PictureFile = (id: string) => Promise<string>;

type WantedReference = ReferencesRequest['references'][number];

const factsOf = ({ id, name, faces, first_time, last_time, medoid, groups }: Person, frames: number) => ({
  ...{ id, name, faces: faces.length, frames },
  ...{ first_time, last_time, medoid, groups: groups.length },
});

/** Who is who in the runs, as their people.json has it, and the distances to the people that are looked for. */
export class PeopleStore {
  readonly #known = new Map<string, RunPeople>();
  readonly #embeddings = new EmbeddingCache();
  readonly #changes = new Turns();
  /** References of each run folder that were in effect. */
  readonly #seen = new Map<string, readonly FaceReference[]>();
  readonly #pictureFile: PictureFile;
  readonly #modelsDir: string | null;

  constructor(pictureFile: PictureFile, modelsDir: string | null = null) {
    this.#pictureFile = pictureFile;
    this.#modelsDir = modelsDir;
  }

  /**
   * The people of a run.
   * @throws AppError `faces_missing`, `run_invalid`, `people_invalid`
   */
  async get(folder: string): Promise<PeopleAnswer> {
    const run = await this.#runOf(folder);
    const { people, unassigned, absent, faces } = await this.#peopleOf(folder).get();
    const file = await readPeople(folder);
    const shown = file.references.length > 0 ? file.references : (run.faces?.references ?? []);
    this.#remember(folder, shown);
    const framesOf = (person: Person) => new Set(person.faces.map((row) => faces[row]?.frame_number)).size;
    return {
      people: people.map((person) => factsOf(person, framesOf(person))),
      unassigned: unassigned.length,
      absent: [...absent],
      named: file.people,
      references: shown.map(({ person, file: name, sha256 }) => ({ person, file: name, sha256 })),
      chosen: file.references.length > 0,
    };
  }

  /**
   * Changes names; changes of one run are made one after the other.
   * @throws AppError `not_found` for a person that is not there, and what {@link get} and writing throw
   */
  async change(folder: string, change: PeopleChange): Promise<PeopleAnswer> {
    await this.#changes.take(folder, async () => {
      const file = await readPeople(folder);
      await writePeople(folder, await this.#changed(folder, file, change));
    });
    return this.get(folder);
  }

  /**
   * The distances to the people that are looked for.
   * @throws AppError `faces_missing`, `run_invalid`, `people_invalid`
   */
  async comparison(folder: string): Promise<ComparisonTable> {
    const run = await this.#runOf(folder);
    const { references: later } = await readPeople(folder);
    const own = run.faces?.references ?? [];
    return this.#compare(folder, run, later.length > 0 ? later : own, later.length > 0);
  }

  /**
   * Looks for other people from now on.
   * @throws AppError as {@link comparison}; `not_found` for a face, person or picture that is not there, and what reading
   * reference pictures throws
   */
  async look(
    folder: string,
    { references }: ReferencesRequest,
    signal: AbortSignal,
  ): Promise<ComparisonTable> {
    const run = await this.#runOf(folder);
    const found: FaceReference[] = [];
    for (const wanted of references) found.push(...(await this.#referencesOf(folder, run, wanted, signal)));
    await this.#changes.take(folder, async () => {
      const file = await readPeople(folder);
      this.#remember(folder, [...file.references, ...found]);
      await writePeople(folder, withReferences(file, found));
    });
    return this.comparison(folder);
  }

  async #runOf(folder: string): Promise<RunFile> {
    const run = await readRunJson(folder);
    if (!run.faces || run.faces.dimensions === 0) throw new AppError('faces_missing', { path: folder });
    return run;
  }

  async #compare(
    folder: string,
    { faces }: RunFile,
    references: readonly FaceReference[],
    chosen: boolean,
  ): Promise<ComparisonTable> {
    const dimensions = faces?.dimensions ?? 0;
    const embeddings = await this.#embeddings.of(folder, dimensions);
    const people = [...new Set(references.map(({ person }) => person))];
    const rows = embeddings.length / dimensions;
    const [distances, persons] = [new Int32Array(rows).fill(scaled(null)), new Uint32Array(rows)];
    if (references.length === 0) return { chosen, people, distances, persons };
    const vectors = references.map(({ embedding }) => decodeEmbedding(embedding));
    const compared = compareFaces(embeddings, dimensions, vectors);
    const placeOf = references.map(({ person }) => people.indexOf(person) + 1);
    for (let row = 0; row < rows; row++) {
      distances[row] = scaled(compared.distances[row] ?? null);
      persons[row] = placeOf[compared.nearest[row] ?? 0] ?? 0;
    }
    return { chosen, people, distances, persons };
  }

  async #referencesOf(
    folder: string,
    run: RunFile,
    wanted: WantedReference,
    signal: AbortSignal,
  ): Promise<FaceReference[]> {
    const { person } = wanted;
    if ('sha256' in wanted) return [await this.#earlier(folder, run, person, wanted.sha256)];
    if ('picture' in wanted) {
      const point = wanted.at ? `#${wanted.at.x},${wanted.at.y}` : '';
      const faceRef = [`${person}=${await this.#pictureFile(wanted.picture)}${point}`];
      const given = { faceRefImg: [], faceRef, modelsDir: this.#modelsDir };
      return referencesForRun(folder, run, given, { emit: () => undefined, signal });
    }
    const known = await this.#rowsOf(folder, run);
    if ('person_id' in wanted) {
      const whole = await this.#personOf(folder, wanted.person_id);
      return exemplarsOf(whole, person, known, run.faces?.max_distance ?? USUAL_DISTANCE);
    }
    const row = known.faces.findIndex(
      (face) => face?.frame_number === wanted.frame_number && face.face === wanted.face,
    );
    const reference = faceAsReference(row, person, known);
    if (reference) return [reference];
    throw new AppError('not_found', { what: 'such face' });
  }

  /** A reference that is in effect, or was since the server began. */
  async #earlier(folder: string, run: RunFile, person: string, sha256: string): Promise<FaceReference> {
    const { references } = await readPeople(folder);
    const known = [...references, ...(run.faces?.references ?? []), ...(this.#seen.get(folder) ?? [])];
    const found = known.find((one) => one.sha256 === sha256);
    if (found) return { ...found, person };
    throw new AppError('not_found', { what: 'such reference' });
  }

  /** Keeps references for those who want them back. */
  #remember(folder: string, references: readonly FaceReference[]): void {
    const seen = this.#seen.get(folder) ?? [];
    const fresh = references.filter(({ sha256 }) => !seen.some((one) => one.sha256 === sha256));
    this.#seen.set(folder, [...fresh, ...seen].slice(0, MOST_SEEN));
  }

  async #rowsOf(folder: string, run: RunFile): Promise<KnownRows> {
    const dimensions = run.faces?.dimensions ?? 0;
    const { faces } = await this.#peopleOf(folder).get();
    return { faces, dimensions, embeddings: await this.#embeddings.of(folder, dimensions) };
  }

  async #personOf(folder: string, id: string): Promise<Person> {
    const { people } = await this.#peopleOf(folder).get();
    const person = people.find((one) => one.id === id);
    if (person) return person;
    throw new AppError('not_found', { what: 'such person' });
  }

  async #changed(folder: string, file: PeopleFile, change: PeopleChange): Promise<PeopleFile> {
    switch (change.action) {
      case 'name': {
        const some = await Promise.all(change.ids.map((id) => this.#personOf(folder, id)));
        return namedPeople(file, some, change.name);
      }
      case 'unname':
        return unnamedPeople(file, await this.#personOf(folder, change.id));
      case 'forget':
        return forgottenPerson(file, change.name);
      case 'restore':
        return tidyPeople({ ...file, people: change.named });
    }
  }

  #peopleOf(folder: string): RunPeople {
    const people = this.#known.get(folder) ?? new RunPeople(folder);
    this.#known.delete(folder);
    this.#known.set(folder, people);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MOST_KNOWN) this.#known.delete(oldest);
    return people;
  }
}
