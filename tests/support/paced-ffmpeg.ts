import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a program for `FFMPEG_PATH` that decodes no faster than a multiple of a clip's own speed: so a short clip keeps
 * a run going for as long as a test needs, and no processor.
 * @param folder where the program lies
 * @param speed 1 = one second of the clip in a second
 * @returns path of the program
 */
export function pacedFfmpeg(folder: string, speed: number): string {
  const program = path.join(folder, 'paced-ffmpeg');
  const ffmpeg = process.env.FFMPEG_PATH ?? 'ffmpeg';
  const source = `#!/bin/sh
case $* in
  *showinfo*) exec '${ffmpeg}' -readrate ${speed} "$@" ;;
  *) exec '${ffmpeg}' "$@" ;;
esac
`;
  writeFileSync(program, source, { mode: 0o755 });
  return program;
}
