import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { type PeopleFile, peopleFileSchema, RUN_FILES, SCHEMA_VERSION } from '../../contract/run-files.ts';
import { parseJson, readText } from '../read-run.ts';
import { diskIo, type RunIo, replaceDurably } from '../run-io.ts';
import { tidyPeople } from './people-changes.ts';

/** people.json of a run in which nobody has a name. */
export const NO_PEOPLE: PeopleFile = { schema_version: SCHEMA_VERSION, people: [], references: [] };

/**
 * The text of people.json; null when there is none.
 * @throws AppError `run_invalid`
 */
export function readPeopleText(folder: string): Promise<string | null> {
  return readText(folder, RUN_FILES.people);
}

/**
 * Who is who from the text of people.json; no text means nobody. A name that stands there twice is one person.
 * @throws AppError `people_invalid`
 */
export function parsePeople(folder: string, text: string | null): PeopleFile {
  if (text === null) return NO_PEOPLE;
  try {
    return tidyPeople(parseJson(folder, RUN_FILES.people, text, peopleFileSchema));
  } catch (thrown) {
    const reason = thrown instanceof AppError ? thrown.details.reason : thrown;
    throw new AppError('people_invalid', {
      path: path.join(folder, RUN_FILES.people),
      reason: String(reason),
    });
  }
}

/**
 * Reads people.json; no file means nobody.
 * @throws AppError `people_invalid`, `run_invalid`
 */
export async function readPeople(folder: string): Promise<PeopleFile> {
  return parsePeople(folder, await readPeopleText(folder));
}

/**
 * Writes people.json in one step: after a failure or a crash either the old or the new names are there.
 * @returns the text written
 * @throws AppError `disk_full`, `output_unwritable`
 */
export async function writePeople(folder: string, people: PeopleFile, io: RunIo = diskIo): Promise<string> {
  const { people: named, references } = tidyPeople(people);
  const text = `${JSON.stringify({ schema_version: SCHEMA_VERSION, people: named, references })}\n`;
  await replaceDurably(io, path.join(folder, RUN_FILES.people), text);
  return text;
}
