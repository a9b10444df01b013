import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { makeClip } from './clips.ts';

/**
 * Makes an H.264 clip with B-frames, 25 frames a second and a keyframe every 2 s, in which sharp and blurred
 * stretches of two seconds alternate and the picture changes altogether every five seconds.
 * @param size as FFmpeg takes it, e.g. `320x180`
 */
export async function alternatingClip(
  folder: string,
  name: string,
  seconds: number,
  size = '320x180',
): Promise<string> {
  const file = path.join(folder, name);
  const input = (source: string) => ['-f', 'lavfi', '-t', String(seconds), '-i', `${source}=s=${size}:r=25`];
  const cuts = "[0][1]overlay=enable='gte(mod(t,10),5)'";
  const blur = "boxblur=8:enable='gte(mod(t,4),2)'";
  const filter = ['-filter_complex', `${cuts},${blur},format=yuv420p`];
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '3', '-g', '50', '-sc_threshold', '0'];
  const made = await makeClip(
    `alternating${path.extname(name)}`,
    ...[...input('testsrc2'), ...input('smptehdbars'), ...filter, ...codec],
  );
  await copyFile(made, file);
  return file;
}
