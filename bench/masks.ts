import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyzeCommand, median, memoryCourse } from './measure.ts';
import type { Row } from './row.ts';
import { type Spent, together } from './together.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const TINY = process.env.FRAMESIFT_BENCH_SAM2_TINY ?? here('../../shared/fixtures/sam2/tiny-64');
/** Memories of seven frames and sixteen pointers: from then on every frame costs the same. */
const UNTIL_FULL = 16;
const LONG = 10_000;

/** Folders of the models that are compared: `FRAMESIFT_BENCH_SAM2`, separated like a search path. */
const models = () => (process.env.FRAMESIFT_BENCH_SAM2 ?? '').split(path.delimiter).filter(Boolean);

function missing(python: string): string | null {
  if (models().length === 0) return 'folders of exported models (FRAMESIFT_BENCH_SAM2)';
  try {
    execFileSync(python, ['-c', 'import onnxruntime, numpy'], { stdio: 'ignore' });
    return null;
  } catch {
    return `a Python with onnxruntime and numpy (FRAMESIFT_BENCH_PYTHON): ${python}`;
  }
}

/** A tracked frame against Python's onnxruntime over the same graphs, with as many threads. */
export async function benchMasks(rounds: number): Promise<Row[]> {
  const python = process.env.FRAMESIFT_BENCH_PYTHON ?? 'python3';
  const reason = missing(python);
  if (reason !== null) {
    console.log(`masks: not measured, it needs ${reason}`);
    return [];
  }
  const threads = String(availableParallelism());
  const rows: Row[] = [];
  for (const folder of models()) {
    const { image_size: side } = JSON.parse(readFileSync(path.join(folder, 'constants.json'), 'utf8'));
    const words = [folder, String(UNTIL_FULL), side > 512 ? '3' : '8', threads];
    const ours = [process.execPath, '--import', 'tsx', here('mask-frames.ts'), ...words];
    const pairs: { ours: Spent; theirs: Spent }[] = [];
    for (let round = 0; round < rounds; round++) {
      const theirs = await together([[python, here('masks.py'), ...words]]);
      pairs.push({ theirs, ours: await together([ours]) });
    }
    const seconds = (of: 'ours' | 'theirs') => median(pairs.map((pair) => pair[of].wall)).toFixed(2);
    rows.push({
      what: `a tracked frame of ${path.basename(folder)} against Python's onnxruntime, ${threads} threads, wall`,
      measured: median(pairs.map((pair) => pair.ours.wall / pair.theirs.wall)),
      ...{ bound: 1.1, goal: 1, unit: '×' },
      note: `${seconds('ours')} s against ${seconds('theirs')} s`,
    });
  }
  return rows;
}

/** Memory of a run with masks over many frames: what it takes at its end against a tenth of the way. */
export async function benchMaskMemory(): Promise<Row[]> {
  if (!existsSync(TINY)) {
    console.log(`mask-memory: not measured, it needs a small model (FRAMESIFT_BENCH_SAM2_TINY): ${TINY}`);
    return [];
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-bench-'));
  try {
    const clip = path.join(folder, 'long.mp4');
    const source = `testsrc2=s=160x90:r=30:d=${LONG / 30}`;
    const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '60'];
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', source, ...codec, clip]);
    const words = [
      '--method',
      'all',
      '--no-scene-detect',
      '--enable-subject-mask',
      '--sam2-weights-path',
      TINY,
    ];
    const course = await memoryCourse(analyzeCommand(clip, ...words));
    const at = (share: number) => course[Math.floor(course.length * share)] ?? 0;
    return [
      {
        what: `memory of a run with masks, ${LONG.toLocaleString('en')} frames in one shot, at its end against a tenth of the way`,
        measured: Math.max(...course.slice(Math.floor(course.length * 0.8))) / at(0.1),
        ...{ bound: 1.3, goal: 1.1, unit: '×' },
        note: `${at(0.1).toFixed(0)} MB, then at most ${Math.max(...course).toFixed(0)} MB; random weights at 64 pixels`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
