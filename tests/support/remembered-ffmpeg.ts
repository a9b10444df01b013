import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FfmpegPrograms, findFfmpeg } from '../../dist/index.js';
import { CACHE } from './clips.ts';

/**
 * A program in the place of ffmpeg or ffprobe that answers out of its memory what was asked before: the same words about
 * a file with the same bytes and name. What fails is asked again.
 */
const remembering = (name: string, program: string, memory: string) => `#!/bin/sh
question=${name}
for word do
  case $word in file:*) file=\${word#file:} word=\${word##*/} ;; esac
  question="$question $word"
done
case $question in
  *' -version' | *' -show_'* | *' -f data pipe:1') ;;
  *) exec '${program}' "$@" ;;
esac
name_answer() { answer='${memory}'/$1-$4-$5; }
name_answer $(cksum - "\${file:-/dev/null}" <<END
$question
END
)
[ -f "$answer" ] && exec cat "$answer"
'${program}' "$@" > "$answer.$$"
status=$?
cat "$answer.$$"
if [ $status = 0 ]; then mv "$answer.$$" "$answer"; else rm "$answer.$$"; fi
exit $status
`;

async function rememberedPrograms(): Promise<FfmpegPrograms> {
  const found = await findFfmpeg();
  const memory = path.join(CACHE, `ffmpeg-${found.version}`);
  mkdirSync(memory, { recursive: true });
  const programs = { ffmpeg: path.join(memory, 'ffmpeg'), ffprobe: path.join(memory, 'ffprobe') };
  for (const name of ['ffmpeg', 'ffprobe'] as const) {
    const draft = `${programs[name]}.${process.pid}`;
    writeFileSync(draft, remembering(name, found[name], memory), { mode: 0o755 });
    renameSync(draft, programs[name]);
  }
  return { ...found, ...programs };
}

let programs: Promise<FfmpegPrograms> | null = null;

/**
 * The installed FFmpeg, for tests that look at the same clips again and again. Starting one of its programs takes longer
 * than looking at a short file, so what ffprobe says of a file and the packets that are copied out of it are told from
 * memory the second time. Decoding is always the real thing.
 */
export function rememberedFfmpeg(): Promise<FfmpegPrograms> {
  programs ??= rememberedPrograms();
  return programs;
}
