import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PeopleFile } from '../../contract/run-files.ts';
import { diskIo, type RunIo } from '../run-io.ts';
import { NO_PEOPLE, readPeople, writePeople } from './people-file.ts';

const FILE: PeopleFile = {
  schema_version: 1,
  people: [{ name: 'Ada', seeds: [{ frame_number: 3, face: 1 }] }],
  references: [{ person: 'Ada', file: 'ada.jpg', sha256: 'ab', embedding: 'ADw=' }],
};

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'framesift-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const refusal = (code: string) => Object.assign(new Error(code), { code });

describe('people.json', () => {
  it('gives back what was written; no file means nobody', async () => {
    const folder = await emptyFolder();
    expect(await readPeople(folder)).toEqual(NO_PEOPLE);
    const text = await writePeople(folder, FILE);
    expect(await readFile(join(folder, 'people.json'), 'utf8')).toBe(text);
    expect(await readPeople(folder)).toEqual(FILE);
    expect(await readdir(folder)).toEqual(['people.json']);
  });

  it.each([
    ['writing', 'ENOSPC', 'disk_full', { writeTemporary: () => Promise.reject(refusal('ENOSPC')) }],
    ['renaming', 'EACCES', 'output_unwritable', { rename: () => Promise.reject(refusal('EACCES')) }],
  ] satisfies [string, string, string, Partial<RunIo>][])(
    'keeps the old names when %s fails with %s',
    async (_, __, code, broken) => {
      const folder = await emptyFolder();
      await writePeople(folder, FILE);
      await expect(writePeople(folder, NO_PEOPLE, { ...diskIo, ...broken })).rejects.toMatchObject({ code });
      expect(await readPeople(folder)).toEqual(FILE);
      expect(await readdir(folder)).toEqual(['people.json']);
    },
  );

  it.each([
    ['{"schema_version":1', /not valid JSON/],
    ['', /not valid JSON/],
    ['{"schema_version":2,"people":[],"references":[]}', /people\.json: schema_version/],
    [
      '{"schema_version":1,"people":[{"name":"","seeds":[{"frame_number":1,"face":0}]}],"references":[]}',
      /people\.0\.name/,
    ],
    ['{"schema_version":1,"people":[{"name":"Ada","seeds":[]}],"references":[]}', /people\.0\.seeds/],
    [
      '{"schema_version":1,"people":[{"name":"Ada","seeds":[{"frame_number":-1,"face":0}]}],"references":[]}',
      /frame_number/,
    ],
  ])('refuses %s', async (text, message) => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'people.json'), text);
    await expect(readPeople(folder)).rejects.toMatchObject({
      ...{ code: 'people_invalid', exitCode: 4, message: expect.stringMatching(message) },
    });
  });
});
