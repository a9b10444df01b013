import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { makeClip } from './clips.ts';

/** Frames of each of the three shots. */
export const SHOT_FRAMES = 16;
/** Frames of the first shot on which the red square is not in the picture. */
export const AWAY = { first: 9, end: 12 } as const;
/** Side of the squares, pixels. */
export const SQUARE = 48;
/** Top of the red square. */
export const RED_TOP = 60;
const AWAY_LEFT = -200;

/** Left edge of the red square on a frame; null where it is not in the picture. */
export function redLeft(frame: number): number | null {
  if (frame >= AWAY.first && frame < AWAY.end) return null;
  if (frame >= 2 * SHOT_FRAMES) return null;
  return frame < SHOT_FRAMES ? 20 + 8 * frame : 200 - 4 * (frame - SHOT_FRAMES);
}

/**
 * Makes a lossless RGB clip of three shots, 320 by 180, 25 frames a second: a red square crosses the picture of the first,
 * leaving it for a while, and comes back in the second; the third is without it. A green square stands in all of them.
 */
export async function subjectClip(folder: string, name = 'subject.mkv'): Promise<string> {
  const file = path.join(folder, name);
  const seconds = (3 * SHOT_FRAMES) / 25;
  const colour = (value: string, size: string) => [
    '-f',
    'lavfi',
    '-t',
    String(seconds),
    '-i',
    `color=${value}:s=${size}:r=25`,
  ];
  // In the expressions of a position, overlay counts frames from 1; in those of its time line, from 0.
  const first = `if(between(n-1,${AWAY.first},${AWAY.end - 1}),${AWAY_LEFT},12+8*n)`;
  const second = `if(lt(n-1,${2 * SHOT_FRAMES}),200-4*(n-1-${SHOT_FRAMES}),${AWAY_LEFT})`;
  const x = `if(lt(n-1,${SHOT_FRAMES}),${first},${second})`;
  const shot = (place: number) => `between(n,${place * SHOT_FRAMES},${(place + 1) * SHOT_FRAMES - 1})`;
  const filter = [
    `[0][1]overlay=enable='${shot(1)}':format=gbrp[a]`,
    `[a][2]overlay=enable='${shot(2)}':format=gbrp[b]`,
    `[b][3]overlay=x=250:y=20:format=gbrp[c]`,
    `[c][4]overlay=x='${x}':y=${RED_TOP}:eval=frame:format=gbrp,format=bgr0`,
  ].join(';');
  const made = await makeClip(
    'subject-in-three-shots.mkv',
    ...colour('0x203058', '320x180'),
    ...colour('0x908870', '320x180'),
    ...colour('0x101810', '320x180'),
    ...colour('0x20a040', `${SQUARE}x${SQUARE}`),
    ...colour('0xd02018', `${SQUARE}x${SQUARE}`),
    ...['-filter_complex', filter, '-c:v', 'ffv1', '-g', '1', '-slices', '4'],
  );
  await copyFile(made, file);
  return file;
}
