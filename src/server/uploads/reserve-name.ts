import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { numberedName } from './upload-name.ts';

/**
 * Takes the first free name in a folder by an empty file, which no other upload can take then.
 * @returns the name
 * @throws the system's error
 */
export async function reserveName(folder: string, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const file = numberedName(name, n);
    try {
      await (await open(join(folder, file), 'wx')).close();
      return file;
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    }
  }
}
