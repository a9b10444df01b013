import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/app-error.ts';

/** Name endings of video files, for folders given as input; a file given by name may have any. */
const VIDEO_ENDINGS = new Set(
  'mp4 m4v mov mkv webm avi ts m2ts mts mpg mpeg vob wmv asf flv f4v 3gp 3g2 ogv ogm mxf mj2 dv gif apng'.split(
    ' ',
  ),
);

/** Whether an input is an address (`https://...`) and no file. One letter before the colon is a Windows drive. */
export function isAddress(input: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(input);
}

/** Whether a file name has the ending of a video. */
export function isVideoName(name: string): boolean {
  return VIDEO_ENDINGS.has(path.extname(name).slice(1).toLowerCase());
}

/**
 * The inputs of a command line with every folder replaced by the video files in it, sorted by name (subfolders are
 * left alone). Anything else stays as it is and is judged when it is opened.
 * @throws AppError `input_folder_empty`, `input_unreadable`
 */
export async function listInputs(inputs: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    inputs.map(async (input) => {
      const facts = isAddress(input) ? null : await stat(input).catch(() => null);
      if (!facts?.isDirectory()) return [input];
      const entries = await readdir(input, { withFileTypes: true }).catch((thrown: unknown) => {
        throw new AppError('input_unreadable', { path: input, reason: String(thrown) }, { cause: thrown });
      });
      const names = entries.filter((entry) => !entry.isDirectory() && isVideoName(entry.name));
      if (names.length === 0) throw new AppError('input_folder_empty', { path: input });
      return names.map((entry) => path.join(input, entry.name)).sort();
    }),
  );
  return lists.flat();
}
