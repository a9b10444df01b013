import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FrameRecord } from '../../contract/record.ts';
import { type FaceReference, RUN_FILES } from '../../contract/run-files.ts';
import { clusterFaces, type FaceGroups } from '../../faces/people/cluster-faces.ts';
import { readRecords, readRunJson } from '../read-run.ts';
import { type NamedGroups, nameGroups } from './name-groups.ts';
import { readPeople } from './people-file.ts';
import { type RunFaces, readEmbeddings, runFaces } from './run-faces.ts';

/** Where the models of a run do not say how far apart two faces of one person may be. */
const USUAL_DISTANCE = 0.5;

/** Who is on the frames of a run. */
export interface PeopleOfRun extends NamedGroups {
  /** The faces that rows stand for. */
  readonly faces: RunFaces;
  /** References that were chosen after the analysis; none where those of the analysis hold. */
  readonly references: readonly FaceReference[];
}

/** Groups of a run as its files had them. */
interface Grouped {
  readonly stamp: string;
  readonly faces: RunFaces;
  readonly dimensions: number;
  readonly groups: FaceGroups;
}

/** How a file lies on the disk: another text means that it was written since. */
async function stampOf(folder: string, names: readonly string[]): Promise<string> {
  const stamps = names.map(async (name) => {
    const found = await stat(path.join(folder, name), { bigint: true }).catch(() => null);
    return found ? `${found.ino}:${found.size}:${found.mtimeNs}` : 'none';
  });
  return (await Promise.all(stamps)).join(' ');
}

/**
 * The people of one run folder. What was worked out is kept until a file of the run changes; other names alone take no new
 * grouping. Holds some hundred bytes a face, not their embeddings.
 */
export class RunPeople {
  readonly #folder: string;
  readonly #read: (folder: string) => Promise<Iterable<FrameRecord>>;
  #grouped: Grouped | null = null;
  #named: { readonly stamp: string; readonly people: PeopleOfRun } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param read the records of a run, for whoever has them already */
  constructor(folder: string, read: (folder: string) => Promise<Iterable<FrameRecord>> = readRecords) {
    this.#folder = folder;
    this.#read = read;
  }

  /**
   * The people as the files are now; the same object where nothing has changed. Of a run that is still growing, what is
   * there. Nobody where a run has no embeddings.
   * @throws AppError `run_missing`, `run_invalid`, `people_invalid`
   */
  get(): Promise<PeopleOfRun> {
    const result = this.#turn.then(() => this.#get());
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #get(): Promise<PeopleOfRun> {
    const stamp = await stampOf(this.#folder, [RUN_FILES.run, RUN_FILES.metadata, RUN_FILES.embeddings]);
    const all = `${stamp} ${await stampOf(this.#folder, [RUN_FILES.people])}`;
    if (this.#named?.stamp === all) return this.#named.people;
    const file = await readPeople(this.#folder);
    const grouped = this.#grouped?.stamp === stamp ? this.#grouped : await this.#group(stamp);
    this.#grouped = grouped;
    const { faces, dimensions, groups } = grouped;
    const embeddings = file.people.length > 1 ? await readEmbeddings(this.#folder, dimensions) : NONE;
    const named = nameGroups(groups, file, { faces, embeddings, dimensions });
    this.#named = { stamp: all, people: { ...named, faces, references: file.references } };
    return this.#named.people;
  }

  async #group(stamp: string): Promise<Grouped> {
    const run = await readRunJson(this.#folder);
    const { dimensions = 0, max_distance = null } = run.faces ?? {};
    if (dimensions === 0) {
      return { stamp, faces: [], dimensions, groups: { groups: [], unassigned: [] } };
    }
    const records = await this.#read(this.#folder);
    const embeddings = await readEmbeddings(this.#folder, dimensions);
    const faces = runFaces(this.#folder, run, records, embeddings.length / dimensions);
    const options = { maxDistance: max_distance ?? USUAL_DISTANCE };
    return { stamp, faces, dimensions, groups: clusterFaces(embeddings, dimensions, faces, options) };
  }
}

const NONE = new Uint16Array(0);

/**
 * Who is on the frames of a run, once; `RunPeople` is for those who ask again.
 * @throws AppError `run_missing`, `run_invalid`, `people_invalid`
 */
export function peopleOfRun(folder: string): Promise<PeopleOfRun> {
  return new RunPeople(folder).get();
}
