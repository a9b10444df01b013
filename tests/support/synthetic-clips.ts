import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { h264, makeClip, scenes, scenesInput } from './clips.ts';

/** 25 fps, then 10, then a still of a second, then 40 with jitter. */
const VARIABLE = "setpts='(if(lt(N,30),N/25,if(lt(N,50),1.2+(N-30)/10,4.2+(N-50)/40+0.003*sin(N*1.7))))/TB'";

const variableRate = () =>
  makeClip(
    'vfr.mp4',
    ...['-f', 'lavfi', '-i', `${scenes()},${VARIABLE}`, ...h264(20)],
    ...['-fps_mode', 'vfr', '-enc_time_base', '1/90000', '-video_track_timescale', '90000'],
  );

/** 25 fps, three scenes of a second, keyframes 12 frames apart. */
const constantRate = () => makeClip('cfr.mp4', ...scenesInput(), ...h264(12));

/** Synthetic clips by what is special about them; each is made on first use. */
export const SYNTHETIC = {
  'constant rate, B-frames': constantRate,
  'the same in Matroska': () => makeClip('cfr.mkv', ...scenesInput(), ...h264(12)),
  'open groups of pictures': () =>
    makeClip('open.mp4', ...scenesInput(), ...h264(12, 'open-gop=1:b-adapt=0:b-pyramid=normal')),
  'I-frames that are not IDR': () =>
    makeClip(
      'i-not-idr.mp4',
      ...scenesInput(),
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-threads', '1'],
      ...['-x264-params', 'keyint=250:min-keyint=40:scenecut=40:bframes=2'],
    ),
  'variable rate': variableRate,
  'variable rate in milliseconds': async () => makeClip('vfr.mkv', '-i', await variableRate(), '-c', 'copy'),
  'an edit list that hides frames': async () =>
    makeClip('edit.mp4', '-ss', '0.7', '-i', await constantRate(), '-c', 'copy'),
  'a transport stream that starts at 100 s': () =>
    makeClip('offset.ts', ...scenesInput(), ...h264(12), '-output_ts_offset', '100'),
  'picture later than sound': async () =>
    makeClip(
      'late.mp4',
      ...['-f', 'lavfi', '-i', 'sine=d=3', '-itsoffset', '0.5'],
      ...['-i', await constantRate(), '-map', '1:v', '-map', '0:a'],
      ...['-c:v', 'copy', '-c:a', 'aac', '-t', '3'],
    ),
  'AVI with B-frames': () => makeClip('b.avi', ...scenesInput(), '-c:v', 'mpeg4', '-g', '12', '-bf', '2'),
  'MPEG-4 part 2 with B-frames': () =>
    makeClip('part2.mp4', ...scenesInput(), '-c:v', 'mpeg4', '-g', '12', '-bf', '2'),
  'an elementary stream without times': () => makeClip('raw.h264', ...scenesInput(), ...h264(12)),
  'an MPEG program stream': () =>
    makeClip('program.mpg', ...scenesInput(), '-c:v', 'mpeg2video', '-g', '12', '-bf', '2'),
  'two frames at every time': () =>
    makeClip(
      'twins.mkv',
      ...[...scenesInput('160x120', 5), '-c:v', 'mjpeg', '-q:v', '3'],
      ...['-bsf:v', 'setts=ts=floor(N/2)*400:duration=200:time_base=1/1000'],
    ),
} as const satisfies Record<string, () => Promise<string>>;

/** Name of a synthetic clip. */
export type SyntheticName = keyof typeof SYNTHETIC;

/** Every name, for `it.each`. */
export const SYNTHETIC_NAMES = Object.keys(SYNTHETIC) as readonly SyntheticName[];

/** A copy of an MP4 file with another display matrix: turned by so many degrees clockwise to be shown. */
export async function turnedCopy(clip: string, degrees: 90 | 180 | 270, folder: string): Promise<string> {
  const file = path.join(folder, `turned-${degrees}.mp4`);
  await copyFile(clip, file);
  const bytes = await readFile(file);
  // ISO/IEC 14496-12, 8.3.2: the matrix stands 40 bytes behind the name of a version 0 track header.
  const matrix = bytes.indexOf('tkhd') + 4 + 40;
  const one = 0x10000;
  const [a, b, c, d] = { 90: [0, one, -one, 0], 180: [-one, 0, 0, -one], 270: [0, -one, one, 0] }[degrees];
  for (const [place, value] of [a, b, 0, c, d, 0].entries())
    bytes.writeInt32BE(value ?? 0, matrix + 4 * place);
  await writeFile(file, bytes);
  return file;
}
