import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpeg } from './ffmpeg.ts';

/** Where clips are kept for later tests. */
export const CACHE = path.join(tmpdir(), 'framesift-test-clips');

/** Three moving scenes of a second with hard cuts between, for ffmpeg's lavfi input. */
export function scenes(size = '160x120', rate = 25, format = 'yuv420p'): string {
  const shot = (source: string, name: string) => `${source},trim=duration=1,setpts=PTS-STARTPTS[${name}]`;
  return [
    shot(`testsrc2=s=${size}:r=${rate}`, 'a'),
    shot(`mandelbrot=s=${size}:r=${rate}:start_scale=0.6:end_scale=0.1:end_pts=30`, 'b'),
    shot(`gradients=s=${size}:r=${rate}:seed=7:speed=0.1`, 'c'),
    `[a]format=${format}[x];[b]format=${format}[y];[c]format=${format}[z];[x][y][z]concat=n=3`,
  ].join(';');
}

/** The lavfi input of {@link scenes}, as ffmpeg arguments. */
export function scenesInput(size?: string, rate?: number, format?: string): string[] {
  return ['-f', 'lavfi', '-i', scenes(size, rate, format)];
}

/** H.264 with B-frames and a closed group of pictures of the given length. */
export function h264(gop: number, more = ''): string[] {
  const extra = more === '' ? '' : `:${more}`;
  const params = `keyint=${gop}:min-keyint=${gop}:scenecut=0:bframes=2${extra}`;
  return ['-c:v', 'libx264', '-preset', 'veryfast', '-threads', '1', '-x264-params', params];
}

/**
 * Makes a file unless it is there. Who asks while another process is making it waits for that one.
 * @param make must put the file there whole
 */
export async function makeOnce(file: string, make: () => Promise<unknown>): Promise<string> {
  const claim = `${file}.making`;
  await mkdir(path.dirname(file), { recursive: true });
  for (const begin = Date.now(); !existsSync(file); await sleep(50)) {
    const isOurs = await mkdir(claim).then(
      () => true,
      () => false,
    );
    // Whoever claimed it may have been killed.
    if (!isOurs && Date.now() - begin < 60_000) continue;
    await make().finally(() => rm(claim, { recursive: true, force: true }));
    break;
  }
  return file;
}

/**
 * Makes a clip with ffmpeg, or takes the one that an earlier test made with the same arguments.
 * @param name of the file; its ending decides the container
 * @param args of ffmpeg, without the output
 */
export async function makeClip(name: string, ...args: string[]): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(args)).digest('hex').slice(0, 16);
  const folder = path.join(CACHE, key);
  return makeOnce(path.join(folder, name), async () => {
    const temporary = path.join(folder, `${process.pid}-${Math.random().toString(36).slice(2)}-${name}`);
    await ffmpeg(...args, '-fflags', '+bitexact', temporary);
    await rename(temporary, path.join(folder, name));
  });
}
