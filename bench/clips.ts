import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clips of the benchmark: 30 fps, H.264 with B-frames, GOP as stated; 1920x1080 at 4 Mbit/s unless they are small. */
export interface BenchClip {
  readonly name: string;
  /** Frames between keyframes. */
  readonly gop: number;
  readonly seconds: number;
  /** 96x54: for what depends on the number of frames alone. */
  readonly small?: boolean;
}

export const CLIPS = {
  /** Keyframe every 2 s, 3 minutes; the last second of every ten is bright. */
  short: { name: 'gop60-3min.mp4', gop: 60, seconds: 180 },
  /** Keyframe every 2 s, 40 seconds. */
  brief: { name: 'gop60-40s.mp4', gop: 60, seconds: 40 },
  /** Keyframe every 2 s, 10 minutes. */
  long: { name: 'gop60-10min.mp4', gop: 60, seconds: 600 },
  /** Keyframe every 10 s, 10 minutes. */
  sparse: { name: 'gop300-10min.mp4', gop: 300, seconds: 600 },
  /** 216,000 small frames. */
  film: { name: 'small-2h.mp4', gop: 60, seconds: 7200, small: true },
} as const satisfies Record<string, BenchClip>;

const FOLDER = fileURLToPath(new URL('.clips/', import.meta.url));
const PIECE_SECONDS = 20;

/** Moving detail, noise and a bright second in every ten (so that a pre-filter can keep a tenth). */
const GRAPH = [
  'mandelbrot=s=1920x1080:r=30:end_pts=600,trim=duration=10,setpts=PTS-STARTPTS[a]',
  'testsrc2=s=1920x1080:r=30,trim=duration=10,setpts=PTS-STARTPTS[b]',
  "[a][b]concat=n=2,noise=alls=8:allf=t,format=yuv420p,lutyuv=y='val*0.45':enable='lt(mod(t,10),9)'[v]",
].join(';');

function encode(gop: number, small: boolean): string {
  const piece = path.join(FOLDER, `piece-gop${gop}${small ? '-small' : ''}.mp4`);
  if (existsSync(piece)) return piece;
  const rate = ['-b:v', '4M', '-maxrate', '6M', '-bufsize', '8M'];
  const codec = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-g',
    String(gop),
    '-keyint_min',
    String(gop),
    '-sc_threshold',
    '0',
  ];
  const temporary = `${piece}.tmp.mp4`;
  const args = [
    '-nostdin',
    '-v',
    'error',
    '-y',
    '-filter_complex',
    small ? GRAPH.replace('[v]', ',scale=96:54[v]') : GRAPH,
    '-map',
    '[v]',
    '-t',
    String(PIECE_SECONDS),
  ];
  execFileSync('ffmpeg', [...args, ...codec, ...rate, temporary], { stdio: 'inherit' });
  renameSync(temporary, piece);
  return piece;
}

/** Path of a clip; made at the first use (a 20-second piece, repeated by stream copy). */
export function clipPath({ name, gop, seconds, small = false }: BenchClip): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, name);
  if (existsSync(file)) return file;
  const loops = String(seconds / PIECE_SECONDS - 1);
  const temporary = `${file}.tmp.mp4`;
  const args = [
    '-nostdin',
    '-v',
    'error',
    '-y',
    '-stream_loop',
    loops,
    '-i',
    encode(gop, small),
    '-c',
    'copy',
    temporary,
  ];
  execFileSync('ffmpeg', args, { stdio: 'inherit' });
  renameSync(temporary, file);
  return file;
}
