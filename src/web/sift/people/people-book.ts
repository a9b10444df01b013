import type { PeopleAnswer, PeopleChange, PersonFacts } from '../../../contract/people.ts';
import type { Criteria } from '../../../select/criteria.ts';
import { Observable } from '../../state/observable.ts';
import { personStep, withPerson } from '../filters/face-limits.ts';
import type { Step } from '../model/history.ts';
import type { SiftModel } from '../model/sift-model.ts';
import type { FaceReferences, WantedFaces } from './face-references.ts';
import { OneByOne } from './one-by-one.ts';

/** What the server does; tests replace it. */
export interface PeopleParts {
  readonly get: () => Promise<PeopleAnswer>;
  readonly change: (change: PeopleChange) => Promise<PeopleAnswer>;
  /** Told what went wrong. */
  readonly onError: (error: unknown) => void;
}

/** What a person is called; who has no name goes by the place in the list. */
export function personLabel(people: readonly PersonFacts[], person: PersonFacts): string {
  return person.name ?? `Person ${people.indexOf(person) + 1}`;
}

/** The person that frames are narrowed to, with the way back. */
interface Narrowed {
  readonly id: string;
  readonly label: string;
  /** Whom distances belonged to before. */
  readonly before: WantedFaces;
}

/** Who is on the frames of a run: names, merging, and narrowing the gallery to one of them. */
export class PeopleBook {
  /** null = not known yet. */
  readonly answer = new Observable<PeopleAnswer | null>(null);
  /** A change is under way. */
  readonly busy: Observable<boolean>;
  readonly #work: OneByOne;
  readonly #model: SiftModel;
  readonly #references: FaceReferences;
  readonly #parts: PeopleParts;
  #narrowed: Narrowed | null = null;

  constructor(model: SiftModel, references: FaceReferences, parts: PeopleParts) {
    this.#model = model;
    this.#references = references;
    this.#parts = parts;
    this.#work = new OneByOne(parts.onError);
    this.busy = this.#work.busy;
  }

  /** The people, the one with most faces first. */
  get people(): readonly PersonFacts[] {
    return this.answer.value?.people ?? [];
  }

  /** Asks who is there now; a run whose faces cannot be compared has nobody. */
  async refresh(): Promise<void> {
    try {
      this.answer.value = await this.#parts.get();
    } catch {
      // Without an answer there is nobody to show, and everything else works.
    }
  }

  /** Whether frames are narrowed to a person. */
  isWanted({ faces }: Criteria, person: PersonFacts): boolean {
    if (faces.person === null) return false;
    const narrowed = this.#narrowed;
    if (narrowed?.label === faces.person) return narrowed.id === person.id;
    return personLabel(this.people, person) === faces.person;
  }

  /** Narrows the frames to a person, or no longer where they are. */
  async toggle(person: PersonFacts): Promise<void> {
    if (this.isWanted(this.#model.criteria.value, person)) await this.#wantAnybody();
    else await this.#want(person);
  }

  async #wantAnybody(): Promise<void> {
    const model = this.#model;
    const anybody = (now: Criteria) => withPerson(now, null);
    const narrowed = this.#narrowedNow();
    if (narrowed || this.#references.chosen)
      await this.#references.choose(narrowed?.before ?? [], personStep(null), { criteria: anybody });
    else model.change(anybody(model.criteria.value), personStep(null));
  }

  /** The person that frames are narrowed to by this strip. */
  #narrowedNow(): Narrowed | null {
    const narrowed = this.#narrowed;
    return narrowed?.label === this.#model.criteria.value.faces.person ? narrowed : null;
  }

  async #want(person: PersonFacts): Promise<void> {
    const label = personLabel(this.people, person);
    const before = this.#narrowedNow()?.before ?? (await this.#references.current());
    this.#narrowed = { id: person.id, label, before };
    await this.#references.choose([{ person: label, person_id: person.id }], personStep(label), {
      // Up to where the models take two faces for one person, whatever was set for others.
      criteria: (now) => ({ ...now, faces: { ...now.faces, person: label, maxDistance: null, pack: null } }),
      view: { reason: null, marks: 'any' },
    });
  }

  /** Gives people one name: several become one person. */
  name(some: readonly PersonFacts[], name: string): Promise<void> {
    const labels = some.map((person) => personLabel(this.people, person)).join(' and ');
    const step = some.length > 1 ? `merge ${labels}` : `name ${labels} ${name}`;
    return this.#change({ action: 'name', ids: some.map(({ id }) => id), name }, step);
  }

  /** Takes a name away; what was merged falls apart again. */
  unname(person: PersonFacts): Promise<void> {
    const label = personLabel(this.people, person);
    return this.#change({ action: 'unname', id: person.id }, `take the name ${label} away`);
  }

  #change(change: PeopleChange, step: string): Promise<void> {
    return this.#work.take(async () => {
      const before = this.answer.value?.named ?? [];
      const answer = await this.#parts.change(change);
      this.answer.value = answer;
      const follow = change.action === 'name' ? await this.#follow(change.ids, change.name) : null;
      const restore = (named: PeopleAnswer['named']): void =>
        void this.#work.take(async () => {
          this.answer.value = await this.#parts.change({ action: 'restore', named });
        });
      this.#model.history.push({
        name: step,
        undo: () => {
          restore(before);
          follow?.undo();
        },
        redo: () => {
          restore(answer.named);
          follow?.redo();
        },
      });
    });
  }

  /** The person that frames are narrowed to keeps being so under another name. */
  async #follow(ids: readonly string[], name: string): Promise<Pick<Step, 'undo' | 'redo'> | null> {
    const narrowed = this.#narrowedNow();
    const person = this.people.find((one) => one.name === name.trim());
    if (!narrowed || !person || !ids.includes(narrowed.id)) return null;
    this.#narrowed = { id: person.id, label: name.trim(), before: narrowed.before };
    return this.#references.apply([{ person: name.trim(), person_id: person.id }], {
      criteria: (now) => withPerson(now, name.trim()),
    });
  }
}
