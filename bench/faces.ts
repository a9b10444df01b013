import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFolders } from '../src/inference/download/model-folders.ts';
import { analyzeCommand, compare, median } from './measure.ts';
import type { Row } from './row.ts';
import { type Spent, together } from './together.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const CLIP = process.env.FRAMESIFT_BENCH_PEOPLE ?? here('../../shared/media/people-mixed.mp4');
const FRAMES = 12;
const PASSES = 5;

function makeFrames(folder: string): string {
  const file = path.join(folder, 'frames.rgb');
  const step = "select='not(mod(n,40))',scale=1920:1080";
  const output = [
    '-fps_mode',
    'passthrough',
    '-frames:v',
    String(FRAMES),
    '-pix_fmt',
    'rgb24',
    '-f',
    'rawvideo',
    file,
  ];
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', CLIP, '-vf', step, ...output]);
  return file;
}

/** What is missing for this comparison; null when nothing is. */
function missing(python: string, models: string | undefined): string | null {
  if (!existsSync(CLIP)) return `a clip with people (FRAMESIFT_BENCH_PEOPLE): ${CLIP}`;
  if (!models) return 'the default face pack in FRAMESIFT_MODELS or in the cache';
  try {
    execFileSync(python, ['-c', 'import onnxruntime, cv2, numpy'], { stdio: 'ignore' });
    return null;
  } catch {
    return `a Python with onnxruntime, opencv-python-headless and numpy (FRAMESIFT_BENCH_PYTHON): ${python}`;
  }
}

/** Detection, alignment and embedding with the default pack against Python's onnxruntime on the same files. */
export async function benchFaces(rounds: number): Promise<Row[]> {
  const python = process.env.FRAMESIFT_BENCH_PYTHON ?? 'python3';
  const models = modelFolders(null)
    .map((root) => path.join(root, 'faceplugin'))
    .find((folder) => existsSync(path.join(folder, 'fr_feature.onnx')));
  const reason = missing(python, models);
  if (reason !== null || !models) {
    console.log(`faces: not measured, it needs ${reason}`);
    return [];
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-bench-'));
  try {
    const frames = makeFrames(folder);
    const ours = (part: number, parts: number) => [
      ...[process.execPath, '--import', 'tsx', here('face-frames.ts'), models, frames],
      ...[PASSES, part, parts].map(String),
    ];
    const theirs = (threads: number) => [
      python,
      here('faces.py'),
      models,
      frames,
      String(PASSES),
      String(threads),
    ];
    const cores = availableParallelism();
    const one = await compared(rounds, [ours(0, 1)], [theirs(1)]);
    const all = await compared(
      rounds,
      Array.from({ length: cores }, (_, part) => ours(part, cores)),
      [theirs(0)],
    );
    return [
      { ...row('one thread each, processor time'), measured: one.cpu, note: one.note },
      {
        ...row(`${cores} workers of one thread against its own threads, wall`),
        measured: all.wall,
        note: all.note,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A whole run with faces against the same without. */
export function benchFaceRun(rounds: number): Row[] {
  if (!existsSync(CLIP)) {
    console.log(`face-run: not measured, it needs a clip with people (FRAMESIFT_BENCH_PEOPLE): ${CLIP}`);
    return [];
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-bench-'));
  try {
    const clip = path.join(folder, 'people.mp4');
    const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '60', '-b:v', '4M'];
    const size = ['-vf', 'scale=1920:1080'];
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', CLIP, ...size, ...codec, '-an', clip]);
    const every = ['--method', 'interval', '--interval', '0.2'];
    return [every, ['--method', 'all']].map((words) => {
      const { wall, cpu, ours, theirs } = compare(
        analyzeCommand(clip, ...words, '--enable-face-filter'),
        analyzeCommand(clip, ...words),
        rounds,
      );
      return {
        what: `analyze ${words.join(' ')} of 1080p, faces on against off, wall`,
        ...{ measured: wall, bound: 3, goal: 2, unit: '×' },
        note: `${ours.wall.toFixed(2)} s against ${theirs.wall.toFixed(2)} s, processor ${cpu.toFixed(2)} ×`,
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const row = (what: string) => ({
  what: `faces of a 1080p frame against Python's onnxruntime, ${what}`,
  bound: 1,
  goal: 1 / 1.5,
  unit: '×',
});

async function compared(
  rounds: number,
  ours: readonly (readonly string[])[],
  theirs: readonly (readonly string[])[],
) {
  const pairs: { ours: Spent; theirs: Spent }[] = [];
  for (let round = 0; round < rounds; round++) {
    pairs.push({ theirs: await together(theirs), ours: await together(ours) });
  }
  for (const pair of pairs) {
    if (pair.ours.faces !== pair.theirs.faces)
      throw new Error(`${pair.ours.faces} faces against ${pair.theirs.faces}`);
  }
  const of = (pick: (pair: (typeof pairs)[number]) => number) => median(pairs.map(pick));
  const ms = (pick: (pair: (typeof pairs)[number]) => number) => `${(of(pick) * 1e3).toFixed(1)} ms`;
  return {
    wall: of((pair) => pair.ours.wall / pair.theirs.wall),
    cpu: of((pair) => pair.ours.cpu / pair.theirs.cpu),
    note: `wall ${ms(({ ours: our }) => our.wall)} against ${ms(({ theirs: their }) => their.wall)}, processor ${ms(({ ours: our }) => our.cpu)} against ${ms(({ theirs: their }) => their.cpu)}`,
  };
}
