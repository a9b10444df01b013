import type { ComparisonTable, PeopleAnswer, ReferencesRequest } from '../../../contract/people.ts';
import { unscaled } from '../../../contract/scaled.ts';
import type { Criteria } from '../../../select/criteria.ts';
import type { Comparison, FaceColumns } from '../../../select/face-columns.ts';
import type { Observable } from '../../state/observable.ts';
import type { Step } from '../model/history.ts';
import type { SiftModel } from '../model/sift-model.ts';
import type { ViewState } from '../model/view-state.ts';
import { OneByOne } from './one-by-one.ts';

/** Whom distances belong to, as the server is asked; none = the references of the analysis. */
export type WantedFaces = ReferencesRequest['references'];

/** What the server does; tests replace it. */
export interface ReferenceParts {
  readonly look: (wanted: WantedFaces) => Promise<ComparisonTable>;
  readonly get: () => Promise<ComparisonTable>;
  readonly people: () => Promise<PeopleAnswer>;
  /** Told what went wrong. */
  readonly onError: (error: unknown) => void;
}

/** What else changes when others are looked for. */
export interface LookChange {
  readonly criteria?: (criteria: Criteria) => Criteria;
  readonly view?: Partial<ViewState>;
}

/** The distances of a table, which are by row of the embeddings, by face. */
export function comparisonOf(
  faces: FaceColumns,
  { people, distances, persons }: ComparisonTable,
): Comparison {
  const { embedding } = faces.values;
  const at =
    <T>(read: (row: number) => T, none: T) =>
    (_: unknown, face: number) => {
      const row = embedding[face] ?? -1;
      return row >= 0 && row < distances.length ? read(row) : none;
    };
  const length = faces.count;
  return {
    people,
    distances: Float64Array.from(
      { length },
      at((row) => unscaled(distances[row] ?? 0), Number.NaN),
    ),
    persons: Uint32Array.from(
      { length },
      at((row) => persons[row] ?? 0, 0),
    ),
  };
}

const OF_THE_RUN = /^frame (\d+), face (\d+)$/;

/** The request that brings references back which were chosen earlier: faces of the run, and pictures. */
export function wantedAgain({
  references,
  chosen,
}: Pick<PeopleAnswer, 'references' | 'chosen'>): WantedFaces {
  if (!chosen) return [];
  return references.map(({ person, file, sha256 }) => {
    const [, frame, face] = OF_THE_RUN.exec(file) ?? [];
    return frame && face
      ? { person, frame_number: Number(frame), face: Number(face) - 1 }
      : { person, sha256 };
  });
}

function isSame(a: ComparisonTable, b: ComparisonTable): boolean {
  if (a.chosen !== b.chosen || a.distances.length !== b.distances.length) return false;
  if (a.people.join('\n') !== b.people.join('\n')) return false;
  return a.distances.every(
    (distance, row) => distance === b.distances[row] && a.persons[row] === b.persons[row],
  );
}

/** Whom the faces of a run are compared with. Every change is one step that can be taken back. */
export class FaceReferences {
  /** A comparison is under way. */
  readonly busy: Observable<boolean>;
  readonly #work: OneByOne;
  readonly #model: SiftModel;
  readonly #parts: ReferenceParts;
  /** Those in effect; null = chosen earlier, to be asked for. */
  #wanted: WantedFaces | null;
  /** The distances in effect, as far as they came from the server. */
  #table: ComparisonTable | null = null;

  /** @param chosen whether others than those of the analysis are in effect */
  constructor(model: SiftModel, chosen: boolean, parts: ReferenceParts) {
    this.#model = model;
    this.#parts = parts;
    this.#work = new OneByOne(parts.onError);
    this.busy = this.#work.busy;
    this.#wanted = chosen ? null : [];
  }

  /** Whether others than those of the analysis are in effect. */
  get chosen(): boolean {
    return this.#wanted === null || this.#wanted.length > 0;
  }

  /** The faces that are looked for; empty where they are those of the analysis. */
  async current(): Promise<WantedFaces> {
    this.#wanted ??= wantedAgain(await this.#parts.people());
    return this.#wanted;
  }

  /**
   * Looks for others from now on: all distances change at once, and with them what else is asked for.
   * @param name what was done, as Undo says it
   */
  async choose(wanted: WantedFaces, name: string, change: LookChange = {}): Promise<void> {
    const ways = await this.apply(wanted, change);
    if (ways) this.#model.history.push({ name, ...ways });
  }

  /** {@link choose} as a part of a larger step, which takes these ways back and forth; null where it failed. */
  async apply(wanted: WantedFaces, change: LookChange): Promise<Pick<Step, 'undo' | 'redo'> | null> {
    let ways: Pick<Step, 'undo' | 'redo'> | null = null;
    await this.#work.take(async () => {
      const before = { wanted: await this.current(), ...this.#state() };
      this.#take(await this.#parts.look(wanted), wanted, change);
      const after = { wanted, ...this.#state() };
      const way = (state: typeof before) => () => void this.#restore(state);
      ways = { undo: way(before), redo: way(after) };
    });
    return ways;
  }

  /** Takes over what was changed elsewhere, or the distances of faces that have come since. */
  refresh(): Promise<void> {
    return this.#work.take(async () => {
      const table = await this.#parts.get();
      // The server tells every window, this one too.
      if (this.#table && isSame(this.#table, table)) return;
      this.#table = table;
      this.#wanted = table.chosen ? null : [];
      this.#model.compareFaces(comparisonOf(this.#model.data.columns.faces, table));
    });
  }

  #state(): { readonly criteria: Criteria; readonly view: ViewState } {
    return { criteria: this.#model.settled.value, view: this.#model.view.value };
  }

  #restore({ wanted, criteria, view }: { wanted: WantedFaces; criteria: Criteria; view: ViewState }) {
    return this.#work.take(async () => {
      this.#take(await this.#parts.look(wanted), wanted, { criteria: () => criteria, view });
    });
  }

  #take(table: ComparisonTable, wanted: WantedFaces, { criteria, view }: LookChange): void {
    const model = this.#model;
    this.#wanted = wanted;
    this.#table = table;
    model.compareFaces(comparisonOf(model.data.columns.faces, table));
    if (criteria) model.put(criteria(model.settled.value));
    if (view) model.look(view);
    model.settle();
  }
}
