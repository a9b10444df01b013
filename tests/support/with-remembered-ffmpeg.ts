import { afterAll, beforeAll } from 'vitest';
import { rememberedFfmpeg } from './remembered-ffmpeg.ts';

/** Lets every process that the tests of a file start use {@link rememberedFfmpeg}. */
export function withRememberedFfmpeg(): void {
  const before = { FFMPEG_PATH: process.env.FFMPEG_PATH, FFPROBE_PATH: process.env.FFPROBE_PATH };
  beforeAll(async () => {
    const { ffmpeg, ffprobe } = await rememberedFfmpeg();
    Object.assign(process.env, { FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe });
  });
  afterAll(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
