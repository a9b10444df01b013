import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FaceRecord, type FrameRecord, serializeRecord } from '../../contract/record.ts';
import { RUN_FILES, type RunFile } from '../../contract/run-files.ts';
import { MADE_RUN, madeRunFolder } from '../../export/run.fixture.ts';
import { compareFaces } from '../../faces/people/compare.ts';
import { madeUpFaces } from '../../faces/people/made-up-faces.fixture.ts';
import { madeRecord } from '../../select/record.fixture.ts';
import { readRecords } from '../read-run.ts';
import { namedPeople, unnamedPeople } from './people-changes.ts';
import { NO_PEOPLE, readPeople, writePeople } from './people-file.ts';
import { peopleOfRun, RunPeople } from './people-of-run.ts';

const DIMENSIONS = 64;
const FACES = 160;
const { embeddings, who } = madeUpFaces({
  ...{ people: 4, faces: FACES, dimensions: DIMENSIONS },
  ...{ spread: 0.25, jitter: 0.1, shot: 10, seed: 5 },
});

const faceOf = (row: number | null, more: Partial<FaceRecord> = {}): FaceRecord => ({
  ...{ box: [10, 10, 60, 90], confidence: 0.9, area_pct: 5, points: null },
  ...{ embedding: row, embedding_norm: 3, yaw: null, pitch: null, roll: null, eyes_closed: null },
  ...{ weak: false, person: null, distance: null },
  ...more,
});

/** Two faces on every frame, the second one after a face that cannot be compared; every third frame has none. */
const records: readonly FrameRecord[] = Array.from({ length: FACES / 2 }, (_, i) => {
  const faces = [faceOf(2 * i), faceOf(null), faceOf(2 * i + 1)];
  return madeRecord(i * 3, { face_count: 3, max_face_confidence: 0.9, faces, face_distance: null });
}).flatMap((record, i) => [
  record,
  madeRecord(i * 3 + 1, { face_count: 0, faces: [] }),
  madeRecord(i * 3 + 2),
]);

const keyOf = (row: number) => ({ frame_number: Math.floor(row / 2) * 3, face: (row % 2) * 2 });

const RUN: RunFile = {
  ...MADE_RUN,
  faces: { pack: 'made', recogniser: 'ab', max_distance: 0.45, dimensions: DIMENSIONS, references: [] },
};
const COUNTS = { processed: records.length, kept: records.length, rejected: 0, error: 0 };

async function faceRun(run: RunFile = { ...RUN, counts: COUNTS }): Promise<string> {
  const folder = await madeRunFolder(records);
  await writeFile(join(folder, RUN_FILES.run), JSON.stringify(run));
  await writeFile(join(folder, RUN_FILES.embeddings), embeddings);
  return folder;
}

/** How many faces each made-up person has, the most first. */
const sizes = [...new Set(who)]
  .map((person) => who.filter((other) => other === person).length)
  .sort((a, b) => b - a);

describe('people of a run', () => {
  it('are its groups, the largest first', async () => {
    const { people, unassigned, absent, faces } = await peopleOfRun(await faceRun());
    expect(people.map((person) => person.faces.length)).toEqual(sizes);
    expect([unassigned, absent]).toEqual([[], []]);
    for (const person of people) {
      const rows = who.flatMap((other, row) => (other === who[person.faces[0] ?? 0] ? [row] : []));
      expect(person.faces).toEqual(rows);
      const [first = 0, last = 0] = [rows[0], rows.at(-1)];
      expect(person).toMatchObject({
        ...{ id: `${keyOf(first).frame_number}-${keyOf(first).face}`, name: null, seeds: [] },
        ...{ first_time: keyOf(first).frame_number / 25, last_time: keyOf(last).frame_number / 25 },
      });
      expect(rows.map(keyOf)).toContainEqual(person.medoid);
      expect(faces[first]).toMatchObject(keyOf(first));
    }
  });

  it('get names, which groups with a seed take over, and keep their ids', async () => {
    const folder = await faceRun();
    const before = await peopleOfRun(folder);
    const [a, b, c] = before.people;
    if (!a || !b || !c) throw new Error('too few groups');
    await writePeople(folder, namedPeople(NO_PEOPLE, [a], 'Ada'));
    const named = await peopleOfRun(folder);
    expect(named.people.map(({ id, name }) => [id, name])).toEqual(
      before.people.map(({ id }, i) => [id, i === 0 ? 'Ada' : null]),
    );
    expect(named.people[0]?.seeds).toEqual([a.medoid]);

    await writePeople(folder, namedPeople(await readPeople(folder), [named.people[0] ?? a, c], 'Ada'));
    const merged = (await peopleOfRun(folder)).people;
    expect(merged).toHaveLength(before.people.length - 1);
    const ada = merged.find(({ name }) => name === 'Ada');
    expect(ada?.faces).toEqual([...a.faces, ...c.faces].sort((x, y) => x - y));
    expect(ada?.groups.map((group) => group.medoid)).toEqual([a.medoid, c.medoid]);
    expect(ada?.seeds).toHaveLength(2);

    const split = unnamedPeople(await readPeople(folder), ada?.groups[1] ?? c);
    await writePeople(folder, split);
    expect((await peopleOfRun(folder)).people.map(({ id, name }) => [id, name])).toEqual(
      named.people.map(({ id, name }) => [id, name]),
    );
  });

  it('divide a group that holds seeds of several', async () => {
    const folder = await faceRun();
    const [largest] = (await peopleOfRun(folder)).people;
    const [one = 0, ...others] = largest?.faces ?? [];
    const two = others.at(-1) ?? 0;
    await writePeople(folder, {
      ...NO_PEOPLE,
      people: [
        { name: 'Ada', seeds: [keyOf(one)] },
        { name: 'Bob', seeds: [keyOf(two)] },
      ],
    });
    const { people } = await peopleOfRun(folder);
    const facesOf = (name: string) => people.find((person) => person.name === name)?.faces ?? [];
    expect([...facesOf('Ada'), ...facesOf('Bob')].sort((a, b) => a - b)).toEqual(largest?.faces);
    const row = (at: number) => embeddings.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS);
    for (const face of largest?.faces ?? []) {
      const { nearest } = compareFaces(row(face), DIMENSIONS, [row(one), row(two)]);
      expect(facesOf(nearest[0] === 0 ? 'Ada' : 'Bob')).toContain(face);
    }
  });

  it('are one person where a name stands twice, and absent where no face is', async () => {
    const folder = await faceRun();
    const [a, b] = (await peopleOfRun(folder)).people;
    const people = [
      { name: 'Ada', seeds: [a?.medoid ?? keyOf(0)] },
      { name: 'Nobody', seeds: [{ frame_number: 1, face: 0 }, keyOf(FACES)] },
      { name: 'Ada', seeds: [b?.medoid ?? keyOf(0)] },
    ];
    await writeFile(
      join(folder, 'people.json'),
      JSON.stringify({ schema_version: 1, people, references: [] }),
    );
    const found = await peopleOfRun(folder);
    expect(found.people.filter(({ name }) => name === 'Ada')).toHaveLength(1);
    expect(found.people[0]?.groups).toHaveLength(2);
    expect(found.absent).toEqual(['Nobody']);
  });

  it('are those of the faces that are there while a run grows, with the same ids', async () => {
    const folder = await faceRun(RUN);
    const whole = await peopleOfRun(folder);
    await writeFile(join(folder, RUN_FILES.metadata), records.slice(0, 90).map(serializeRecord).join(''));
    const early = await peopleOfRun(folder);
    const count = (people: typeof early) => people.people.reduce((sum, { faces }) => sum + faces.length, 0);
    expect(count(early)).toBe(60);
    for (const { id } of early.people) expect(whole.people.map((person) => person.id)).toContain(id);
    await writeFile(
      join(folder, RUN_FILES.embeddings),
      Buffer.from(embeddings.buffer, 0, 41 * DIMENSIONS * 2 + 7),
    );
    expect(count(await peopleOfRun(folder))).toBe(41);
  });

  it('are worked out anew only where something has changed', async () => {
    const folder = await faceRun(RUN);
    let reads = 0;
    const run = new RunPeople(folder, (from) => {
      reads++;
      return readRecords(from);
    });
    const [first, second] = await Promise.all([run.get(), run.get()]);
    expect(second).toBe(first);
    expect(await run.get()).toBe(first);
    await writePeople(folder, namedPeople(NO_PEOPLE, first.people.slice(0, 1), 'Ada'));
    expect((await run.get()).people[0]?.name).toBe('Ada');
    expect(reads).toBe(1);
    await writeFile(join(folder, RUN_FILES.metadata), records.slice(0, 30).map(serializeRecord).join(''));
    expect((await run.get()).faces.filter((face) => face !== null)).toHaveLength(20);
    expect(reads).toBe(2);
    await writeFile(join(folder, 'people.json'), '{');
    await expect(run.get()).rejects.toMatchObject({ code: 'people_invalid' });
    await writePeople(folder, NO_PEOPLE);
    expect((await run.get()).people[0]?.name).toBeNull();
    expect(reads).toBe(2);
  });

  it('a run without embeddings has nobody', async () => {
    const nobody = { people: [], unassigned: [], absent: [], faces: [], references: [] };
    expect(await peopleOfRun(await faceRun({ ...MADE_RUN, counts: COUNTS }))).toEqual(nobody);
  });

  it('refuses a complete run whose embeddings are not those of its records', async () => {
    const folder = await faceRun();
    await writeFile(join(folder, RUN_FILES.embeddings), embeddings.subarray(DIMENSIONS));
    await expect(peopleOfRun(folder)).rejects.toMatchObject({
      code: 'run_invalid',
      message: expect.stringMatching(/face_embeddings\.f16 holds 159 rows, and the records name 160/),
    });
  });
});
