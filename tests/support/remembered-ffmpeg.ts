import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FfmpegPrograms, findFfmpeg } from '../../dist/index.js';
import { CACHE } from './clips.ts';

/**
 * A program in the place of another that answers out of its memory what was asked before: its version, and of ffmpeg and
 * ffprobe the same words about a file with the same bytes and name. What fails or warns is asked again.
 */
const remembering = (name: string, program: string, memory: string) => `#!/bin/sh
question=${name}
for word do
  case $word in file:*) file=\${word#file:} word=\${word##*/} ;; esac
  question="$question $word"
done
case $question in
  *' -version' | *' --version' | *' -show_'* | *' -f data pipe:1') ;;
  *) exec '${program}' "$@" ;;
esac
name_answer() { answer='${memory}'/$1-$4-$5; }
name_answer $(cksum - "\${file:-/dev/null}" <<END
$question
END
)
[ -f "$answer" ] && exec cat "$answer"
draft="$answer.$$"
'${program}' "$@" > "$draft" 2> "$draft.errors"
status=$?
cat "$draft"
cat "$draft.errors" >&2
if [ $status = 0 ] && [ ! -s "$draft.errors" ]; then mv "$draft" "$answer"; fi
rm -f "$draft" "$draft.errors"
exit $status
`;

/**
 * Writes a program that stands in for another, see above, into a folder where it finds what it has said.
 * @returns its path
 */
export function rememberingProgram(memory: string, name: string, real: string): string {
  mkdirSync(memory, { recursive: true });
  const file = path.join(memory, name);
  // A process that a test has started is told of it by its environment.
  if (real === file) return file;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, remembering(name, real, memory), { mode: 0o755 });
  renameSync(draft, file);
  return file;
}

async function makePrograms(): Promise<FfmpegPrograms> {
  const found = await findFfmpeg();
  const memory = path.join(CACHE, `ffmpeg-${found.version}`);
  return {
    ...found,
    ffmpeg: rememberingProgram(memory, 'ffmpeg', found.ffmpeg),
    ffprobe: rememberingProgram(memory, 'ffprobe', found.ffprobe),
  };
}

/** Modules are loaded anew for every file; a process of the test runner works through many. */
const ofProcess: typeof globalThis & { framesiftPrograms?: Promise<FfmpegPrograms> } = globalThis;

/**
 * The installed FFmpeg, for tests that look at the same clips again and again. Starting one of its programs takes longer
 * than looking at a short file, so what ffprobe says of a file and the packets that are copied out of it are told from
 * memory the second time. Decoding is always the real thing.
 */
export function rememberedFfmpeg(): Promise<FfmpegPrograms> {
  ofProcess.framesiftPrograms ??= makePrograms();
  return ofProcess.framesiftPrograms;
}
