import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** A program for `FFMPEG_PATH`. */
export interface PacedFfmpeg {
  /** Path of the program. */
  readonly program: string;
  /** Whatever starts from now on decodes as fast as it can. */
  release(): void;
}

/**
 * Writes a program for `FFMPEG_PATH` that decodes no faster than a multiple of a clip's own speed: so a short clip keeps
 * a run going for as long as a test needs, and no processor.
 * @param folder where the program lies
 * @param speed 1 = one second of the clip in a second; a run reports its first frame when 64 are decoded, and what is
 *   to be interrupted should take seconds longer, as a busy machine holds up the test and not the clock
 */
export function pacedFfmpeg(folder: string, speed: number): PacedFfmpeg {
  const program = path.join(folder, 'paced-ffmpeg');
  const released = `${program}.released`;
  const ffmpeg = process.env.FFMPEG_PATH ?? 'ffmpeg';
  const source = `#!/bin/sh
[ -e '${released}' ] && exec '${ffmpeg}' "$@"
case $* in
  *showinfo*) exec '${ffmpeg}' -readrate ${speed} "$@" ;;
  *) exec '${ffmpeg}' "$@" ;;
esac
`;
  writeFileSync(program, source, { mode: 0o755 });
  return { program, release: () => writeFileSync(released, '') };
}
