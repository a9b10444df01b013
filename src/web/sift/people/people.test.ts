import { describe, expect, it } from 'vitest';
import type { ComparisonTable, PeopleAnswer, PeopleChange, PersonFacts } from '../../../contract/people.ts';
import { scaled } from '../../../contract/scaled.ts';
import { madeFace } from '../../../select/face.fixture.ts';
import { madeSift } from '../model/sift.fixture.ts';
import { FaceReferences, type WantedFaces, wantedAgain } from './face-references.ts';
import { findFace, nameFace } from './find-face.ts';
import { PeopleBook, personLabel } from './people-book.ts';

/** Three frames: anna; nobody who can be compared beside bob; no face. */
const FACES = [
  [madeFace({ embedding: 0, person: 'anna', distance: 0.1 })],
  [madeFace({ embedding: null }), madeFace({ embedding: 1, person: 'anna', distance: 0.9 })],
  [],
];

const OWN: ComparisonTable = {
  chosen: false,
  people: ['anna'],
  distances: Int32Array.from([scaled(0.1), scaled(0.9)]),
  persons: Uint32Array.from([1, 1]),
};

/** A server that compares with whomever is wanted: the second face is always the near one. */
function madeServer() {
  const looked: WantedFaces[] = [];
  const changes: PeopleChange[] = [];
  const errors: unknown[] = [];
  let table = OWN;
  const person = (id: string, name: string | null): PersonFacts => ({
    ...{ id, name, faces: 1, frames: 1, first_time: 0, last_time: 1, groups: 1 },
    medoid: { frame_number: 10, face: 1 },
  });
  let answer: PeopleAnswer = {
    ...{ people: [person('0-0', null), person('10-1', null)], unassigned: 1, absent: [], named: [] },
    ...{ references: [], chosen: false },
  };
  let down = false;
  const look = async (wanted: WantedFaces): Promise<ComparisonTable> => {
    if (down) throw new Error('down');
    looked.push(wanted);
    const people = [...new Set(wanted.map((one) => one.person))];
    table =
      wanted.length === 0
        ? OWN
        : {
            ...{ chosen: true, people },
            distances: Int32Array.from([scaled(0.8), scaled(0.2)]),
            persons: Uint32Array.from([1, people.length]),
          };
    return table;
  };
  const change = async (asked: PeopleChange): Promise<PeopleAnswer> => {
    changes.push(asked);
    if (asked.action === 'restore')
      answer = { ...answer, people: [person('0-0', null), person('10-1', null)] };
    if (asked.action === 'name') {
      const named = [{ name: asked.name, seeds: [{ frame_number: 10, face: 1 }] }];
      const others = answer.people.filter(({ id }) => !asked.ids.includes(id));
      answer = { ...answer, named, people: [...others, person(asked.ids[0] ?? '', asked.name)] };
    }
    return answer;
  };
  return {
    ...{ looked, changes, errors, look, change },
    get: async () => table,
    people: async () => answer,
    onError: (error: unknown) => void errors.push(error),
    fail: () => {
      down = true;
    },
  };
}

function opened() {
  const sift = madeSift([10, 20, 30], FACES);
  const server = madeServer();
  const references = new FaceReferences(sift.model, false, server);
  const book = new PeopleBook(sift.model, references, { ...server, get: server.people });
  const { faces } = sift.model.data.columns;
  const distances = () => Array.from(sift.model.data.columns.values('face_distance').slice(0, 3));
  return { ...sift, server, references, book, faces, distances };
}

/** Lets what was begun by Undo come to its end. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('whom faces are compared with', () => {
  it('is a face that was pressed: all distances change, the near ones come first, and Undo brings all back', async () => {
    const { model, references, server, distances } = opened();
    expect(distances()).toEqual([0.1, 0.9, Number.NaN]);
    await findFace(references, { frame_number: 10, face: 1 }, model.runFaces.value);
    expect(server.looked).toEqual([[{ frame_number: 10, face: 1, person: 'reference' }]]);
    expect(distances()).toEqual([0.8, 0.2, Number.NaN]);
    expect(model.settled.value.faces.maxDistance).toBe(0.45);
    expect(model.view.value).toMatchObject({ sort: 'face_distance', direction: 'ascending' });
    expect([...model.shown.value.rows]).toEqual([1]);

    expect(model.history.undo()).toBe('find the person of #10');
    await settled();
    expect(server.looked.at(-1)).toEqual([]);
    expect(distances()).toEqual([0.1, 0.9, Number.NaN]);
    expect(model.view.value.sort).toBe('time');
    expect([...model.shown.value.rows]).toEqual([0, 1, 2]);
    model.history.redo();
    await settled();
    expect([...model.shown.value.rows]).toEqual([1]);
  });

  it('are several when faces are named one after another, and a face has one name', async () => {
    const { references, server } = opened();
    await nameFace(references, { frame_number: 10, face: 1 }, 'bob');
    await nameFace(references, { frame_number: 0, face: 0 }, 'anna');
    await nameFace(references, { frame_number: 10, face: 1 }, 'carl');
    expect(server.looked.at(-1)).toEqual([
      { frame_number: 0, face: 0, person: 'anna' },
      { frame_number: 10, face: 1, person: 'carl' },
    ]);
  });

  it('stays as it was where the server fails, which is told', async () => {
    const { model, references, server, distances } = opened();
    server.fail();
    await findFace(references, { frame_number: 10, face: 1 }, model.runFaces.value);
    expect(server.errors).toHaveLength(1);
    expect(distances()).toEqual([0.1, 0.9, Number.NaN]);
    expect(model.history.names.value.undo).toBeNull();
    expect(references.busy.value).toBe(false);
  });

  it('is known again from what the server says, pictures too', () => {
    const known = [{ person: 'bob', file: 'frame 10, face 2', sha256: '' }];
    expect(wantedAgain({ references: known, chosen: true })).toEqual([
      { person: 'bob', frame_number: 10, face: 1 },
    ]);
    expect(wantedAgain({ references: known, chosen: false })).toEqual([]);
    const picture = { person: 'bob', file: 'bob.jpg', sha256: 'a'.repeat(64) };
    expect(wantedAgain({ references: [picture], chosen: true })).toEqual([
      { person: 'bob', sha256: picture.sha256 },
    ]);
  });
});

describe('the people of a run', () => {
  it('narrow the frames to one of them, and no longer when asked again', async () => {
    const { model, book, server } = opened();
    await book.refresh();
    const [, second] = book.people;
    if (!second) throw new Error('two people');
    expect(personLabel(book.people, second)).toBe('Person 2');
    await book.toggle(second);
    expect(server.looked.at(-1)).toEqual([{ person: 'Person 2', person_id: '10-1' }]);
    expect(model.settled.value.faces.person).toBe('Person 2');
    expect([...model.shown.value.rows]).toEqual([1]);
    expect(book.people.map((one) => book.isWanted(model.settled.value, one))).toEqual([false, true]);
    await book.toggle(second);
    expect(server.looked.at(-1)).toEqual([]);
    expect(model.settled.value.faces.person).toBeNull();
    expect([...model.shown.value.rows]).toEqual([0, 1, 2]);
    model.history.undo();
    await settled();
    expect(book.people.map((one) => book.isWanted(model.settled.value, one))).toEqual([false, true]);
  });

  it('are merged under one name and fall apart again by Undo', async () => {
    const { model, book, server } = opened();
    await book.refresh();
    await book.name(book.people, 'Anna');
    expect(server.changes).toEqual([{ action: 'name', ids: ['0-0', '10-1'], name: 'Anna' }]);
    expect(book.people.map(({ name }) => name)).toEqual(['Anna']);
    expect(model.history.undo()).toBe('merge Person 1 and Person 2');
    await settled();
    expect(server.changes.at(-1)).toEqual({ action: 'restore', named: [] });
    expect(book.people).toHaveLength(2);
  });

  it('who is wanted stays so under another name', async () => {
    const { model, book } = opened();
    await book.refresh();
    const [, second] = book.people;
    if (!second) throw new Error('two people');
    await book.toggle(second);
    await book.name([second], 'Bob');
    expect(model.settled.value.faces.person).toBe('Bob');
    expect(
      book.people.filter((one) => book.isWanted(model.settled.value, one)).map(({ name }) => name),
    ).toEqual(['Bob']);
    model.history.undo();
    await settled();
    await settled();
    expect(model.settled.value.faces.person).toBe('Person 2');
  });
});
