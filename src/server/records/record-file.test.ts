import { appendFile, mkdir, mkdtemp, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FrameRecord, serializeRecord } from '../../contract/record.ts';
import { emptyTable, encodeTable, setRow } from '../../contract/record-table.ts';
import { readRecords } from '../../run/read-run.ts';
import { arbitraryFaceRecords, madeFace, madeFaces } from '../../select/face.fixture.ts';
import { FaceColumns } from '../../select/face-columns.ts';
import { arbitraryMaskRecords, madeMask } from '../../select/mask.fixture.ts';
import { arbitraryRecords, madeRecord } from '../../select/record.fixture.ts';
import { SubjectColumns } from '../../select/subject-columns.ts';
import type { RecordContents } from './record-contents.ts';
import { RecordFile } from './record-file.ts';
import { RecordStore } from './record-store.ts';

const textOf = (records: readonly FrameRecord[]) => records.map(serializeRecord).join('');
const frames = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, i) => madeRecord(first + i));

async function runFolder(text: string | null) {
  const folder = await mkdtemp(join(tmpdir(), 'framesift-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'metadata.jsonl');
  await writeFile(join(folder, 'run.json'), '{}');
  if (text !== null) await writeFile(path, text);
  return { folder, path, file: new RecordFile(folder) };
}

/** Makes a change of the file look older, as every change but the one of this very moment is. */
const settle = (path: string, seconds: number) => utimes(path, seconds, seconds);

function expectRows(contents: RecordContents, records: readonly FrameRecord[]): void {
  const table = emptyTable(0, records.length, contents.generation);
  for (const [row, record] of records.entries()) setRow(table, row, record);
  const faces = new FaceColumns();
  for (const record of records) faces.append(record.faces);
  const subjects = new SubjectColumns();
  for (const record of records) subjects.append(record);
  const parts = { faces: faces.table(0, records.length), ...subjects.table(0, records.length) };
  const whole = { ...table, ...parts };
  const [found, wanted] = [encodeTable(contents.tableFrom(0)), encodeTable(whole)];
  expect(Buffer.compare(found, wanted), `${contents.rows} rows`).toBe(0);
}

describe('records of a run folder', () => {
  it('are those of the file, in its order, by row and by number', async () => {
    const { folder, path } = await runFolder('');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(arbitraryRecords, arbitraryFaceRecords, arbitraryMaskRecords),
        async (records) => {
          await writeFile(path, textOf(records));
          const file = new RecordFile(folder);
          const contents = await file.contents();
          expectRows(contents, records);
          for (const [row, record] of records.entries()) {
            expect(contents.rowOf(record.frame_number)).toBe(row);
            expect(await file.record(record.frame_number)).toEqual(record);
          }
          expect(contents.rowOf(500)).toBe(-1);
          await expect(file.record(500)).rejects.toMatchObject({ code: 'not_found' });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('come in pieces of any length', async () => {
    const { file, path } = await runFolder('');
    const all = frames(0, 60);
    const text = Buffer.from(textOf(all));
    const { generation } = await file.contents();
    let rows = 0;
    for (let at = 0, step = 1; at < text.length; step = (step * 7) % 911) {
      await appendFile(path, text.subarray(at, at + step));
      at += step;
      const contents = await file.contents();
      expect(contents.rows).toBeGreaterThanOrEqual(rows);
      rows = contents.rows;
      const whole = text.subarray(0, at).toString().split('\n').length - 1;
      expect(rows - whole === 0 || (rows - whole === 1 && text[at - 1] === 0x7d)).toBe(true);
    }
    const contents = await file.contents();
    expectRows(contents, all);
    expect(contents.generation).toBe(generation);
  });

  it('with faces come in pieces too, keep their generation and name people as they come', async () => {
    const { file, path } = await runFolder('');
    const people = ['anna', 'bob', 'Ω', 'anna'];
    const all = Array.from({ length: 40 }, (_, n) =>
      madeRecord(
        n,
        n < 10
          ? {}
          : madeFaces([madeFace({ person: people[Math.floor(n / 10)] ?? null, distance: n / 100 })]),
      ),
    );
    await writeFile(path, textOf(all.slice(0, 15)));
    const first = await file.contents();
    const table = first.tableFrom(0);
    const before = encodeTable(table);
    expect(table.faces?.people).toEqual(['bob']);
    expect(first.tableFrom(15).faces).toBeNull();
    await appendFile(path, textOf(all.slice(15)));
    const contents = await file.contents();
    expectRows(contents, all);
    expect(contents.generation).toBe(first.generation);
    expect(Buffer.compare(encodeTable(table), before)).toBe(0);
    expect(contents.tableFrom(38).faces).toMatchObject({ people: ['bob', 'Ω', 'anna'] });
    // The same file written anew and longer, with a person that was not there before.
    await writeFile(
      `${path}.new`,
      textOf([...all, madeRecord(40, madeFaces([madeFace({ person: 'dora' })]))]),
    );
    await rename(`${path}.new`, path);
    const longer = await file.contents();
    expect([longer.rows, longer.generation]).toEqual([41, first.generation]);
    // Compared with somebody else: other rows.
    await writeFile(
      `${path}.new`,
      textOf(all)
        .replaceAll('"distance":0.2,', '"distance":0.21,')
        .replaceAll('"distance":0.2}', '"distance":0.21}'),
    );
    await rename(`${path}.new`, path);
    expect((await file.contents()).generation).not.toBe(first.generation);
  });

  it('get another generation when a run is over and its records name their shots', async () => {
    const { path, file } = await runFolder(null);
    const going = frames(0, 40).map((record) => ({ ...record, shot_id: null }));
    await writeFile(path, textOf(going));
    const before = await file.contents();
    expect(before.tableFrom(0).shots).toBeNull();
    const over = going.map((record, i) => ({ ...record, shot_id: Math.floor(i / 15) }));
    await writeFile(`${path}.new`, textOf(over));
    await rename(`${path}.new`, path);
    const contents = await file.contents();
    expect(contents.generation).not.toBe(before.generation);
    expectRows(contents, over);
    expect(contents.tableFrom(0).shots).not.toBeNull();
  });

  it('with masks come in pieces too, and keep their generation when the subject is found in a new way', async () => {
    const { file, path } = await runFolder('');
    const seeds = ['face', 'box', 'Ω', 'face'];
    const all = Array.from({ length: 40 }, (_, n) =>
      madeRecord(
        n,
        n < 10 ? { shot_id: n < 5 ? null : 1 } : madeMask(n, { seed_type: seeds[Math.floor(n / 10)] }),
      ),
    );
    await writeFile(path, textOf(all.slice(0, 15)));
    const first = await file.contents();
    const table = first.tableFrom(0);
    const before = encodeTable(table);
    expect(table.masks?.seeds).toEqual(['box']);
    await appendFile(path, textOf(all.slice(15)));
    const contents = await file.contents();
    expectRows(contents, all);
    expect(contents.generation).toBe(first.generation);
    expect(Buffer.compare(encodeTable(table), before)).toBe(0);
    await writeFile(`${path}.new`, textOf([...all, madeRecord(40, madeMask(40, { seed_type: 'point' }))]));
    await rename(`${path}.new`, path);
    const longer = await file.contents();
    expect([longer.rows, longer.generation]).toEqual([41, first.generation]);
    await writeFile(`${path}.new`, textOf(all).replace('"mask_area_pct":20', '"mask_area_pct":21'));
    await rename(`${path}.new`, path);
    expect((await file.contents()).generation).not.toBe(first.generation);
  });

  it('of one moment are not changed by later ones', async () => {
    const { file, path } = await runFolder(textOf(frames(0, 3)));
    const table = (await file.contents()).tableFrom(1);
    const before = encodeTable(table);
    await appendFile(path, textOf(frames(3, 3000)));
    const contents = await file.contents();
    expectRows(contents, frames(0, 3000));
    expect(Buffer.compare(encodeTable(table), before)).toBe(0);
    expect(table).toMatchObject({ from: 1, rows: 2, generation: contents.generation });
    expect(contents.tableFrom(5000)).toMatchObject({ from: 3000, rows: 0 });
  });

  it('a last line without its end counts when it is whole, as for the command line', async () => {
    const { file, folder, path } = await runFolder(textOf(frames(0, 2)).trimEnd());
    expect((await file.contents()).rows).toBe((await readRecords(folder)).length);
    await appendFile(path, `\n${textOf(frames(2, 4))}`);
    expectRows(await file.contents(), frames(0, 4));
    await appendFile(path, '{"frame_number":4,"time":1}');
    expect((await file.contents()).rows).toBe((await readRecords(folder)).length);
  });

  it('of some rows are those lines, and none when the file has been replaced since', async () => {
    const { file, path } = await runFolder(textOf(frames(5, 90)));
    const contents = await file.contents();
    expect(await file.rows(contents, 10, 20)).toEqual(frames(15, 25));
    expect(await file.rows(contents, 84, 85)).toEqual(frames(89, 90));
    await writeFile(path, textOf(frames(6, 91)));
    await expect(file.rows(contents, 10, 20)).rejects.toMatchObject({ code: 'run_invalid' });
  });

  it('that are asked for during a reading are those of a later one', async () => {
    const { file, path } = await runFolder(textOf(frames(0, 5000)));
    const first = file.contents();
    await appendFile(path, textOf(frames(5000, 5005)));
    const later = await Promise.all([file.contents(), file.contents()]);
    await first;
    expect(later.map(({ rows }) => rows)).toEqual([5005, 5005]);
    expectRows(await file.contents(), frames(0, 5005));
  });
});

describe('another file in the place of the records', () => {
  it('begins a new generation', async () => {
    const { file, path } = await runFolder(textOf(frames(0, 5)));
    const { generation } = await file.contents();
    await writeFile(`${path}.new`, textOf(frames(1, 9)));
    await rename(`${path}.new`, path);
    const contents = await file.contents();
    expectRows(contents, frames(1, 9));
    expect(contents.generation).not.toBe(generation);
  });

  it('of the same records and more goes on', async () => {
    const { file, path } = await runFolder(textOf(frames(0, 5)));
    const { generation } = await file.contents();
    await writeFile(`${path}.new`, textOf(frames(0, 7)));
    await rename(`${path}.new`, path);
    const contents = await file.contents();
    expectRows(contents, frames(0, 7));
    expect(contents.generation).toBe(generation);
  });

  it('is noticed when it is shorter', async () => {
    const { file, path } = await runFolder(textOf(frames(0, 5)));
    const { generation } = await file.contents();
    await truncate(path, textOf(frames(0, 2)).length);
    const contents = await file.contents();
    expectRows(contents, frames(0, 2));
    expect(contents.generation).not.toBe(generation);
  });

  it('is noticed when it was written anew and is longer', async () => {
    const { file, path } = await runFolder(textOf(frames(0, 5)));
    const { generation } = await file.contents();
    const changed = frames(0, 8).map((record) => ({ ...record, quality_score: 1 }));
    await writeFile(path, textOf(changed));
    const contents = await file.contents();
    expectRows(contents, changed);
    expect(contents.generation).not.toBe(generation);
  });

  it('is noticed when a record in its middle was edited in place', async () => {
    const { file, path } = await runFolder(textOf(frames(0, 500)));
    await settle(path, 1000);
    const { generation } = await file.contents();
    const changed = frames(0, 500).map((record, i) => (i === 7 ? { ...record, quality_score: 51 } : record));
    await writeFile(path, textOf(changed));
    await settle(path, 2000);
    const contents = await file.contents();
    expectRows(contents, changed);
    expect(contents.generation).not.toBe(generation);
    await settle(path, 3000);
    expect((await file.contents()).generation).toBe(contents.generation);
  });
});

describe('records that cannot be read', () => {
  it('are named with their line, until they are repaired', async () => {
    const { file, path } = await runFolder(
      `${textOf(frames(0, 2))}{"frame_number":2}\n${textOf(frames(3, 5))}`,
    );
    for (let i = 0; i < 2; i++) {
      await expect(file.contents()).rejects.toMatchObject({
        code: 'run_invalid',
        message: expect.stringMatching(/metadata\.jsonl, line 3: time/),
      });
    }
    await writeFile(path, textOf(frames(0, 5)));
    expectRows(await file.contents(), frames(0, 5));
  });

  it.each([
    [
      'a frame that stands there twice',
      textOf([...frames(0, 3), madeRecord(1)]),
      /frame 1 stands there twice/,
    ],
    ['no JSON', 'x\n', /line 1: not valid JSON/],
    ['an empty line', `${textOf(frames(0, 1))}\n`, /line 2: not valid JSON/],
    ['a path as name', textOf([madeRecord(0, { filename: '../../secret.jpg' })]), /filename is no picture/],
    ['something behind the last line', `${textOf(frames(0, 1)).trimEnd()} x\n`, /line 1: not valid JSON/],
  ])('%s', async (_, text, message) => {
    const { file } = await runFolder(text);
    await expect(file.contents()).rejects.toMatchObject({
      code: 'run_invalid',
      message: expect.stringMatching(message),
    });
  });

  it('of a run that has only begun are none, and come later', async () => {
    const { file, path } = await runFolder(null);
    const { rows, generation } = await file.contents();
    expect(rows).toBe(0);
    await expect(file.record(0)).rejects.toMatchObject({ code: 'not_found' });
    await writeFile(path, textOf(frames(0, 2)));
    const contents = await file.contents();
    expectRows(contents, frames(0, 2));
    expect(contents.generation).toBe(generation);
  });

  it('of a folder that is gone', async () => {
    const { file, folder } = await runFolder(textOf(frames(0, 2)));
    await file.contents();
    await rm(folder, { recursive: true });
    await expect(file.contents()).rejects.toMatchObject({ code: 'run_missing' });
    await mkdir(folder);
  });
});

describe('the records of several runs', () => {
  it('stay in memory up to a limit, those used last the longest', async () => {
    const folders = [];
    for (let i = 0; i < 3; i++) folders.push((await runFolder(textOf(frames(i, i + 2000)))).folder);
    const [a = '', b = '', c = ''] = folders;
    const { bytes } = await new RecordStore().fileOf(a).contents();
    const store = new RecordStore(bytes * 2.5);
    for (const folder of [a, b, a, c]) {
      await store.fileOf(folder).contents();
      expect(store.bytes).toBeLessThanOrEqual(bytes * 3);
    }
    const kept = store.fileOf(a);
    expect(store.bytes).toBeLessThanOrEqual(bytes * 2.5);
    expect(store.fileOf(a)).toBe(kept);
    expect(kept.bytes).toBeGreaterThanOrEqual(bytes);
    const again = store.fileOf(b);
    expect(again.bytes).toBeLessThan(bytes);
    expectRows(await again.contents(), frames(1, 2001));
  });
});
