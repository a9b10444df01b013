import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { makeClip } from './clips.ts';

/** The clip of {@link subjectClip}. */
export const SUBJECT_CLIP = { width: 320, height: 180, rate: 10, frames: 40, cut: 20, side: 60 } as const;

const START = {
  red: [
    [20, 20],
    [240, 100],
  ],
  blue: [
    [220, 100],
    [30, 20],
  ],
} as const;
/** Pixels a frame: red moves to the right and then to the left, blue to the left and then to the right. */
const STEP = { red: [4, -4], blue: [-4, 4] } as const;

/** Name of a square. */
export type SquareName = keyof typeof START;

/** Where a square lies on a frame: left, top, right and bottom, pixels. */
export function squareAt(name: SquareName, frame: number): [number, number, number, number] {
  const shot = frame < SUBJECT_CLIP.cut ? 0 : 1;
  const [x, y] = START[name][shot];
  const left = x + STEP[name][shot] * (frame - shot * SUBJECT_CLIP.cut);
  return [left, y, left + SUBJECT_CLIP.side, y + SUBJECT_CLIP.side];
}

/** The middle of a square. */
export function middleOf(name: SquareName, frame: number): [number, number] {
  const [left, top, right, bottom] = squareAt(name, frame);
  return [(left + right) / 2, (top + bottom) / 2];
}

/**
 * Makes a clip of two shots of two seconds, on dark grey and on green, with a red and a blue square that move; 10 frames a
 * second.
 */
export async function subjectClip(folder: string, name = 'squares.mp4'): Promise<string> {
  const { width, height, rate, cut, side } = SUBJECT_CLIP;
  const colour = (of: string, size: string) => `color=c=${of}:s=${size}:r=${rate}:d=${cut / rate}`;
  const shot = (place: 0 | 1, ground: string) => {
    const over = (square: SquareName) => {
      const [x, y] = START[square][place];
      return `overlay=x='${x}+${STEP[square][place]}*round(t*${rate})':y=${y}`;
    };
    const small = `${side}x${side}`;
    const names = [`g${place}`, `r${place}`, `b${place}`, `m${place}`, `s${place}`];
    const [g, r, b, m, s] = names;
    return [
      `${colour(ground, `${width}x${height}`)}[${g}]`,
      `${colour('0xd02020', small)}[${r}]`,
      `${colour('0x2040d0', small)}[${b}]`,
      `[${g}][${r}]${over('red')}[${m}]`,
      `[${m}][${b}]${over('blue')},format=yuv420p[${s}]`,
    ].join(';');
  };
  const graph = `${shot(0, '0x282828')};${shot(1, '0x40a060')};[s0][s1]concat=n=2`;
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-qp', '8', '-g', '10', '-pix_fmt', 'yuv420p'];
  const made = await makeClip('squares.mp4', '-f', 'lavfi', '-i', graph, ...codec);
  await copyFile(made, path.join(folder, name));
  return path.join(folder, name);
}
