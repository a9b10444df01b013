import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import which from 'which';
import { CACHE } from './clips.ts';
import { rememberedFfmpeg, rememberingProgram } from './remembered-ffmpeg.ts';

/** yt-dlp that tells its version from memory, as its start takes a third of a second; null where it is not installed. */
async function rememberedYtDlp(): Promise<string | null> {
  const real = await which('yt-dlp', { nothrow: true });
  return real && rememberingProgram(path.join(CACHE, `yt-dlp-${statSync(real).mtimeMs}`), 'yt-dlp', real);
}

/** Lets every process that the tests of a file start use {@link rememberedFfmpeg} and {@link rememberedYtDlp}. */
export function withRememberedPrograms(): void {
  const names = ['FFMPEG_PATH', 'FFPROBE_PATH', 'YTDLP_PATH'] as const;
  const before = names.map((name) => [name, process.env[name]] as const);
  beforeAll(async () => {
    const { ffmpeg, ffprobe } = await rememberedFfmpeg();
    Object.assign(process.env, { FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe });
    const ytDlp = process.env.YTDLP_PATH ?? (await rememberedYtDlp());
    if (ytDlp !== null) process.env.YTDLP_PATH = ytDlp;
  });
  afterAll(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
