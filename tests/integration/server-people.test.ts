import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  decodeComparison,
  type PeopleAnswer,
  type PeopleChange,
  peopleAnswerSchema,
} from '../../src/contract/people.ts';
import { type FrameRecord, frameRecordSchema } from '../../src/contract/record.ts';
import { unscaled } from '../../src/contract/scaled.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { madeUpPack } from '../support/face-models.ts';
import { type FrameServer, frameServer } from '../support/frame-server.ts';
import { analyzeHere, commandLine } from '../support/in-process.ts';
import { makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { recordedLines } from '../support/run-state.ts';

const ID = 'aaaaaaaaaaaaaaaa';
let cwd = '';
/** A run in which faces were looked for, and compared with nobody. */
let analysed = '';
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  const clip = await alternatingClip(cwd, 'clip.mp4', 6, '640x360');
  const words = [
    '--method',
    'interval',
    '--interval',
    '0.2',
    '--enable-face-filter',
    '--face-model',
    madeUpPack(cwd),
  ];
  expect((await analyzeHere(cwd, clip, ...words)).exitCode).toBe(0);
  analysed = path.join(cwd, 'out/clip');
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** A copy of the run, served. */
function served() {
  const folder = path.join(temporaryFolder(), 'clip');
  cpSync(analysed, folder, { recursive: true });
  const server = frameServer({ [ID]: folder });
  const records: FrameRecord[] = recordedLines(folder).map((line) =>
    frameRecordSchema.parse(JSON.parse(line)),
  );
  return { folder, server, records, faces: records.flatMap(({ faces }) => faces ?? []) };
}

async function send({ ask }: FrameServer, method: string, place: string, body?: unknown): Promise<Response> {
  const response = await ask(`${ID}/${place}`, {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return response;
}
const people = async (server: FrameServer): Promise<PeopleAnswer> =>
  peopleAnswerSchema.parse(await (await send(server, 'GET', 'people')).json());
const change = async (server: FrameServer, body: PeopleChange): Promise<PeopleAnswer> =>
  peopleAnswerSchema.parse(await (await send(server, 'PATCH', 'people', body)).json());
async function look(server: FrameServer, references: readonly unknown[]) {
  const response = await send(server, 'POST', 'references', { references });
  expect(response.status).toBe(200);
  return decodeComparison(await response.arrayBuffer());
}

describe('people of a run by HTTP', () => {
  it('are groups of like faces, the largest first, and every face belongs to one or to none', async () => {
    const { server, faces } = served();
    const answer = await people(server);
    expect(answer.people.length).toBeGreaterThan(1);
    const counts = answer.people.map(({ faces: count }) => count);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts.reduce((sum, count) => sum + count, answer.unassigned)).toBe(faces.length);
    expect(answer).toMatchObject({ absent: [], named: [], references: [], chosen: false });
    for (const { id, frames, faces: count, medoid } of answer.people) {
      expect(id).toMatch(/^\d+-\d+$/);
      expect(frames).toBeLessThanOrEqual(count);
      expect(medoid.frame_number).toBeGreaterThanOrEqual(0);
    }
  });

  it('get names, become one, fall apart again, and every change can be taken back', async () => {
    const { server, folder } = served();
    const before = await people(server);
    const [first, second] = before.people;
    const named = await change(server, { action: 'name', ids: [first?.id ?? ''], name: ' Anna ' });
    expect(named.people[0]).toMatchObject({ id: first?.id, name: 'Anna', groups: 1 });
    const ids = [first?.id ?? '', second?.id ?? ''];
    const merged = await change(server, { action: 'name', ids, name: 'Anna' });
    expect(merged.people.find(({ name }) => name === 'Anna')).toMatchObject({
      faces: (first?.faces ?? 0) + (second?.faces ?? 0),
      groups: 2,
    });
    expect(merged.people).toHaveLength(before.people.length - 1);
    const stored = JSON.parse(readFileSync(path.join(folder, 'people.json'), 'utf8'));
    expect(stored).toMatchObject({ schema_version: 1, people: [{ name: 'Anna', seeds: [{}, {}] }] });
    const anna = merged.people.find(({ name }) => name === 'Anna')?.id ?? '';
    expect((await change(server, { action: 'unname', id: anna })).people).toEqual(before.people);
    expect(await change(server, { action: 'restore', named: merged.named })).toEqual(merged);
    expect(server.events).toEqual(Array(4).fill({ type: 'people', id: ID }));
  });

  it('that are wrong are refused, and nothing is changed', async () => {
    const { server, folder } = served();
    for (const [body, status] of [
      [{ action: 'name', ids: ['9999-0'], name: 'x' }, 404],
      [{ action: 'name', ids: ['../..'], name: 'x' }, 400],
      [{ action: 'name', ids: [], name: 'x' }, 400],
      [{ action: 'name', ids: ['0-0'], name: '   ' }, 400],
      [{ action: 'eat' }, 400],
    ] as const) {
      expect((await send(server, 'PATCH', 'people', body)).status, JSON.stringify(body)).toBe(status);
    }
    expect((await people(server)).named).toEqual([]);
    writeFileSync(path.join(folder, 'people.json'), '{"people":');
    expect(await (await send(server, 'GET', 'people')).json()).toMatchObject({
      error: { code: 'people_invalid' },
    });
  });

  it('are not there in a run without faces', async () => {
    const { folder } = await makeRun(temporaryFolder(), { records: 5, pictures: 0 });
    const server = frameServer({ [ID]: folder });
    for (const place of ['people', 'references'])
      expect(await (await send(server, 'GET', place)).json()).toMatchObject({
        error: { code: 'faces_missing' },
      });
  });
});

describe('whom distances belong to', () => {
  it('a face of the run is nearest to itself, and nothing else is replaced', async () => {
    const { server, records, folder } = served();
    const record = records[7];
    const lines = recordedLines(folder);
    const wanted = { frame_number: record?.frame_number, face: 2, person: 'anna' };
    const { chosen, people: names, distances, persons } = await look(server, [wanted]);
    const row = record?.faces?.[2]?.embedding ?? -1;
    expect([chosen, names, unscaled(distances[row] ?? 0), persons[row]]).toEqual([true, ['anna'], 0, 1]);
    expect(distances.filter((distance) => unscaled(distance) > 0.5).length).toBeGreaterThan(0);
    expect(recordedLines(folder)).toEqual(lines);
    expect(await people(server)).toMatchObject({ chosen: true, references: [{ person: 'anna' }] });
    const again = decodeComparison(await (await send(server, 'GET', 'references')).arrayBuffer());
    expect(again).toEqual({ chosen, people: names, distances, persons });
  });

  it('a whole person: each of the faces of the group is near', async () => {
    const { server, folder } = served();
    const [first] = (await people(server)).people;
    const { distances } = await look(server, [{ person: 'anna', person_id: first?.id }]);
    const near = distances.filter((distance) => unscaled(distance) <= 0.5).length;
    expect(near).toBeGreaterThanOrEqual(first?.faces ?? 0);
    // The command line sees the same, and the person by name.
    const { out } = await commandLine('filter', folder, '--person', 'anna', '--json');
    const shown = JSON.parse(out[0] ?? '{}');
    expect(shown.kept.length).toBeGreaterThanOrEqual(first?.frames ?? 0);
    await look(server, []);
    expect((await people(server)).chosen).toBe(false);
    const none = await commandLine('filter', folder, '--person', 'anna', '--json');
    expect(JSON.parse(none.out[0] ?? '{}').kept).toEqual([]);
    await change(server, { action: 'name', ids: [first?.id ?? ''], name: 'anna' });
    const named = await commandLine('filter', folder, '--person', 'anna', '--json');
    expect(JSON.parse(named.out[0] ?? '{}')).toEqual(shown);
  });

  it('one that was in effect before comes back by what it is', async () => {
    const { server, records } = served();
    const frame_number = records[3]?.frame_number;
    const first = await look(server, [{ frame_number, face: 1, person: 'anna' }]);
    const [reference] = (await people(server)).references;
    await look(server, [{ frame_number, face: 2, person: 'bert' }]);
    expect(await look(server, [{ person: 'anna', sha256: reference?.sha256 }])).toEqual(first);
    const unknown = { references: [{ person: 'x', sha256: '0'.repeat(64) }] };
    expect((await send(server, 'POST', 'references', unknown)).status).toBe(404);
  });

  it('faces, people and pictures that are not there are refused, and the earlier ones stay', async () => {
    const { server, records } = served();
    await look(server, [{ frame_number: records[0]?.frame_number, face: 0, person: 'anna' }]);
    for (const [reference, status] of [
      [{ frame_number: 1, face: 0, person: 'x' }, 404],
      [{ frame_number: 0, face: 99, person: 'x' }, 404],
      [{ person_id: '9999-0', person: 'x' }, 404],
      [{ picture: 'f'.repeat(64), person: 'x' }, 404],
      [{ frame_number: 0, face: 0, person: '' }, 400],
    ] as const) {
      const { status: answered } = await send(server, 'POST', 'references', { references: [reference] });
      expect(answered, JSON.stringify(reference)).toBe(status);
    }
    expect((await people(server)).references).toMatchObject([{ person: 'anna' }]);
  });
});
