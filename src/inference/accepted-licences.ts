import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import envPaths from 'env-paths';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const acceptedSchema = z.object({ accepted: z.array(z.string()) });

/** The file that remembers which terms a person has accepted. */
export function acceptedLicencesFile(environment = process.env): string {
  const folder = environment.FRAMESIFT_CONFIG_DIR || envPaths('framesift', { suffix: '' }).config;
  return path.join(folder, 'accepted-licences.json');
}

/** Names of the terms that were accepted; none where the file is missing or damaged. */
export async function acceptedLicences(file = acceptedLicencesFile()): Promise<readonly string[]> {
  try {
    return acceptedSchema.parse(JSON.parse(await readFile(file, 'utf8'))).accepted;
  } catch {
    return [];
  }
}

/** Remembers that terms were accepted. */
export async function acceptLicence(name: string, file = acceptedLicencesFile()): Promise<void> {
  const accepted = [...new Set([...(await acceptedLicences(file)), name])].sort();
  await mkdir(path.dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify({ accepted }, null, 2)}\n`);
}
