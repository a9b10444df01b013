import { type FfmpegPrograms, findFfmpeg } from '../decode/ffmpeg-programs.ts';

/** FFmpeg, looked for once; after a failure it is looked for again, as it may be installed meanwhile. */
export function foundPrograms(
  find: () => Promise<FfmpegPrograms> = findFfmpeg,
): () => Promise<FfmpegPrograms> {
  let found: Promise<FfmpegPrograms> | null = null;
  return () => {
    found ??= find().catch((thrown: unknown) => {
      found = null;
      throw thrown;
    });
    return found;
  };
}
