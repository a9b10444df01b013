import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { CLIPS, clipPath } from './clips.ts';
import { benchFaceRun, benchFaces } from './faces.ts';
import { benchKernel } from './kernel.ts';
import { benchMaskMemory, benchMasks } from './masks.ts';
import { analyzeCommand, compare, peakMemory, shotsCommand } from './measure.ts';
import { benchPeople } from './people.ts';
import { type Row, table } from './row.ts';
import { benchSelect } from './select.ts';

const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const rounds = Number(process.argv.find((word) => word.startsWith('--rounds='))?.slice(9) ?? 3);
const only = process.argv.find((word) => word.startsWith('--only='))?.slice(7);

const nullDecode = (clip: string, ...before: string[]) => [
  'ffmpeg',
  '-nostdin',
  '-v',
  'error',
  ...before,
  '-i',
  clip,
  '-f',
  'null',
  '-',
];
const dropAll = ['--method', 'all', '--pre-filter', 'overall', '--pre-min-quality', '100'];
const keepTenth = ['--method', 'all', '--pre-filter', 'metrics', '--pre-min-brightness', '33'];
const seconds = (value: number) => `${value.toFixed(2)} s`;

function timed(what: string, ours: string[], theirs: string[], limits: { bound: number; goal: number }): Row {
  const result = compare(ours, theirs, rounds);
  const note = `${seconds(result.ours.wall)} against ${seconds(result.theirs.wall)}`;
  return { what, measured: result.wall, ...limits, unit: '×', note };
}

/** Each group gives its rows; heavy ones one after the other. */
const GROUPS: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  drop: () => {
    const clip = clipPath(CLIPS.short);
    const result = compare(analyzeCommand(clip, ...dropAll), nullDecode(clip), rounds);
    const what = 'analyze --method all, pre-filter drops everything';
    const wall = `${seconds(result.ours.wall)} against ${seconds(result.theirs.wall)}`;
    const cpu = `${seconds(result.ours.cpu)} against ${seconds(result.theirs.cpu)}`;
    return [
      { what: `${what}, wall`, measured: result.wall, bound: 1.7, goal: 1.25, unit: '×', note: wall },
      { what: `${what}, processor time`, measured: result.cpu, bound: 1.75, goal: 1.4, unit: '×', note: cpu },
    ];
  },
  tenth: () => {
    const clip = clipPath(CLIPS.short);
    return [
      timed('the same keeping 10 % as JPG, wall', analyzeCommand(clip, ...keepTenth), nullDecode(clip), {
        bound: 1.9,
        goal: 1.4,
      }),
    ];
  },
  lanes: () => {
    const clip = clipPath(CLIPS.short);
    const many = analyzeCommand(clip, ...dropAll);
    const what = `${availableParallelism()} ffmpeg processes on stretches against one (--workers 1), wall`;
    // 0.8 of ideal scaling; a single decoder with its own threads is no single core, so few cores cannot reach it.
    const goal = 1 / (0.8 * Math.min(8, availableParallelism()));
    return [timed(what, many, analyzeCommand(clip, ...dropAll, '--workers', '1'), { bound: 1, goal })];
  },
  keyframes: () => {
    const clip = clipPath(CLIPS.long);
    const result = compare(analyzeCommand(clip), nullDecode(clip, '-skip_frame', 'nokey'), rounds);
    const note = `${seconds(result.ours.wall)} against ${seconds(result.theirs.wall)}; the bound is 1.3 × + 0.5 s`;
    const bound = 1.3 + 0.5 / result.theirs.wall;
    return [
      {
        what: 'analyze --method keyframes (all pictures written), wall',
        measured: result.wall,
        bound,
        goal: 1.2,
        unit: '×',
        note,
      },
    ];
  },
  interval: () => {
    const rows = [
      { clip: CLIPS.long, text: 'interval 10 s, 10 minutes, keyframe every 2 s', bound: 1 / 3, goal: 1 / 5 },
      { clip: CLIPS.sparse, text: 'interval 10 s, 10 minutes, keyframe every 10 s', bound: 1, goal: 1 },
    ];
    return rows.map(({ clip, text, bound, goal }) => {
      const file = clipPath(clip);
      const filter = ['ffmpeg', '-nostdin', '-v', 'error', '-i', file, '-vf', 'fps=1/10', '-f', 'null', '-'];
      return timed(
        `${text}, against FFmpeg's fps filter, wall`,
        analyzeCommand(file, '--method', 'interval', '--interval', '10'),
        filter,
        { bound, goal },
      );
    });
  },
  shots: () => {
    const clip = clipPath(CLIPS.brief);
    const best = shotsCommand(clip, '--json');
    const plain = compare(best, nullDecode(clip), rounds);
    const content = compare(best, shotsCommand(clip, '--json', '--detector', 'content'), rounds);
    const note = ({ ours, theirs }: typeof plain) => `${seconds(ours.cpu)} against ${seconds(theirs.cpu)}`;
    return [
      {
        what: 'shots, 40 s, processor time',
        ...{ measured: plain.cpu, bound: 2.2, goal: 1.6, unit: '×', note: note(plain) },
      },
      {
        what: 'shots, best against content, processor time',
        ...{ measured: content.cpu, bound: 1.1, goal: 1, unit: '×', note: note(content) },
      },
    ];
  },
  kernel: () =>
    benchKernel({})
      .filter(({ name }) => name.startsWith('metrics'))
      .map(({ name, milliseconds }) => ({
        what: `${name}, 1080p, one core`,
        measured: milliseconds,
        bound: 2,
        goal: 1,
        unit: 'ms',
        note: '',
      })),
  memory: async () => {
    const peaks = [];
    for (const clip of [CLIPS.short, CLIPS.long, CLIPS.film]) {
      const measured = await peakMemory(analyzeCommand(clipPath(clip), ...dropAll));
      peaks.push({
        what: `memory beside ffmpeg, ${clip.seconds / 60} minutes${clip === CLIPS.film ? ' of small frames' : ''}`,
        measured,
        bound: 300,
        goal: 200,
        unit: 'MB',
        note: 'pre-filter drops everything',
      });
    }
    const keep = await peakMemory(analyzeCommand(clipPath(CLIPS.short), ...keepTenth));
    return [
      ...peaks,
      {
        what: 'memory beside ffmpeg, a tenth written',
        measured: keep,
        bound: 300,
        goal: 200,
        unit: 'MB',
        note: '',
      },
    ];
  },
  select: () =>
    benchSelect().flatMap(({ name, records, ms, goalMs, boundMs }) =>
      goalMs === null || boundMs === null
        ? []
        : [
            {
              what: `${name}, ${records.toLocaleString('en')} records`,
              measured: ms,
              bound: boundMs,
              goal: goalMs,
              unit: 'ms',
              note: '',
            },
          ],
    ),
  faces: () => benchFaces(rounds),
  'face-run': () => benchFaceRun(rounds),
  people: () => benchPeople(rounds),
  masks: () => benchMasks(rounds),
  'mask-memory': () => benchMaskMemory(),
  web: async () => {
    // In a type-checking project of its own, as it has code for the page; so the compiler must not follow the import.
    const web: { benchWeb(rounds: number): Promise<Row[]> } = await import(
      String(new URL('./web/web.ts', import.meta.url))
    );
    return web.benchWeb(rounds);
  },
};

const rows: Row[] = [];
for (const [name, group] of Object.entries(GROUPS)) {
  if (only && !only.split(',').includes(name)) continue;
  const found = await group();
  rows.push(...found);
  for (const row of found)
    console.log(
      `${row.what}: ${row.measured.toFixed(2)} ${row.unit} (bound ${row.bound.toFixed(2)}, goal ${row.goal.toFixed(2)}) ${row.note}`,
    );
}
const ffmpeg = execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' }).split(' ')[2] ?? '';
const machine = `${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, FFmpeg ${ffmpeg}, median of ${rounds}`;
console.log(`\n${machine}\n\n${table(rows)}`);
if (process.argv.includes('--write')) {
  const page = readFileSync(PAGE, 'utf8');
  const text = page.replace(
    /(<!-- table -->\n)([\s\S]*?)(<!-- \/table -->)/,
    (_, begin: string, earlier: string, end: string) =>
      `${begin}\n${machine}\n\n${table(rows, earlier)}\n\n${end}`,
  );
  writeFileSync(PAGE, text);
}
