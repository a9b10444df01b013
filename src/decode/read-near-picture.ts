import { execFile } from 'node:child_process';
import { AppError } from '../contract/app-error.ts';
import { readCapabilities } from './capabilities.ts';
import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import type { Size } from './geometry.ts';
import { type NearPictureMeans, nearPictureArguments, nearPictureSize, secondsAt } from './near-picture.ts';
import type { ProbedVideo } from './probe.ts';

/** A damaged file can keep a decoder busy for ever; milliseconds. */
const LONGEST_WAIT_MS = 20_000;

/** Keyframes are seldom further apart than this. */
const EARLIER_SECONDS = 10;

/** A picture as RGB, 8 bit. */
export interface RgbPicture extends Size {
  readonly pixels: Uint8Array;
}

interface Output {
  readonly stdout: Buffer;
  readonly said: string;
}

function runForBytes(program: string, args: readonly string[], signal: AbortSignal): Promise<Output> {
  return new Promise((resolve) => {
    const limits = { timeout: LONGEST_WAIT_MS, killSignal: 'SIGKILL', maxBuffer: 2 ** 24 } as const;
    const options = { ...limits, encoding: 'buffer', windowsHide: true, signal } as const;
    const child = execFile(program, [...args], options, (error, stdout, stderr) => {
      const lines = stderr.toString().trim().split('\n');
      resolve({ stdout, said: lines.at(-1) || (error ? error.message : 'it is empty there') });
    });
    child.stdin?.end();
  });
}

/** What to try one after the other: a picture that is not quite right is better than none. */
function attempts(video: ProbedVideo, canToneMap: boolean): readonly NearPictureMeans[] {
  const toneMap = video.probe.hdr !== null && canToneMap;
  return [
    { towards: true, earlier: 0, toneMap },
    { towards: false, earlier: 0, toneMap },
    // Without an index FFmpeg may land behind the last keyframe.
    { towards: true, earlier: EARLIER_SECONDS, toneMap },
    { towards: false, earlier: EARLIER_SECONDS, toneMap },
    // Tone mapping fails on files that leave out some of their colour tags.
    ...(toneMap ? [{ towards: false, earlier: 0, toneMap: false }] : []),
  ];
}

/**
 * A small picture of about a place in a video: quick rather than exact.
 * @param fraction place in the video, 0 to 1
 * @param width pixels; the height follows
 * @throws AppError `input_no_frames` where nothing can be decoded there, `cancelled`
 */
export async function readNearPicture(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  fraction: number,
  width: number,
  signal: AbortSignal,
): Promise<RgbPicture> {
  const size = nearPictureSize(video, width);
  const seconds = secondsAt(video, fraction);
  const usual = video.probe.hdr === null;
  const filters = usual ? new Set<string>() : (await readCapabilities(programs)).filters;
  const canToneMap = filters.has('zscale') && filters.has('tonemap');
  let reason = '';
  for (const means of attempts(video, canToneMap)) {
    const args = nearPictureArguments(video, { seconds, size }, means);
    const { stdout, said } = await runForBytes(programs.ffmpeg, args, signal);
    if (signal.aborted) throw new AppError('cancelled');
    if (stdout.length === size.width * size.height * 3) return { ...size, pixels: stdout };
    reason = said;
  }
  throw new AppError('input_no_frames', {
    path: video.file,
    reason: `at ${seconds.toFixed(2)} s: ${reason}`,
  });
}
