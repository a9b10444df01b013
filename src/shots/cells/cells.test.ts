import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../../contract/sweep.fixture.ts';
import { bitDepthOf } from '../../decode/transport-format.ts';
import { pixelFormatFacts, probedVideo } from '../../decode/video.fixture.ts';
import { CellWorkspace } from './cell-pictures.ts';
import { type CellSettings, cellPlan } from './cell-plan.ts';

const yuv = (name: string, depth: number, log2_chroma_w: number, log2_chroma_h: number) =>
  pixelFormatFacts(name, depth, { log2_chroma_w, log2_chroma_h });
const grey = { nb_components: 1, log2_chroma_w: 0, log2_chroma_h: 0 };

const FORMATS = [
  yuv('yuv420p', 8, 1, 1),
  yuv('yuv422p', 8, 1, 0),
  yuv('yuv444p', 8, 0, 0),
  yuv('yuv440p', 8, 0, 1),
  yuv('yuv411p', 8, 2, 0),
  yuv('yuv410p', 8, 2, 2),
  yuv('yuv420p10le', 10, 1, 1),
  yuv('yuv422p12le', 12, 1, 0),
  yuv('yuv444p16le', 16, 0, 0),
  pixelFormatFacts('gray', 8, grey),
  pixelFormatFacts('gray10le', 10, grey),
  pixelFormatFacts('rgb24', 8, { log2_chroma_w: 0, log2_chroma_h: 0, flags: { rgb: 1 } }),
];

interface Size {
  readonly width: number;
  readonly height: number;
}

const SIZES: readonly Size[] = [
  { width: 640, height: 360 },
  { width: 641, height: 359 },
  { width: 360, height: 640 },
  { width: 200, height: 145 },
  { width: 96, height: 64 },
  { width: 20, height: 10 },
];

/** Two pictures of a pattern, with noise in every sample, through each of some chains of filters. */
function pictures({ width, height }: Size, chains: readonly (readonly string[])[]): Buffer[] {
  const pattern = `testsrc2=s=${width + 4}x${height + 4}:r=25:d=0.08,noise=alls=40:all_seed=7:allf=t`;
  const source = `${pattern},format=yuv444p,crop=${width}:${height}:0:0:exact=1`;
  const parts = chains.map((_, i) => `[part${i}]`).join('');
  const ends = chains.map((filters, i) => `[part${i}]${filters.join(',')}[out${i}]`);
  const graph = [`${source},split=${chains.length}${parts}`, ...ends].join(';');
  const outputs = chains.flatMap((_, i) => ['-map', `0:${i}`, '-f', 'rawvideo', `pipe:${i + 3}`]);
  const { output, status } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-bitexact', '-f', 'lavfi', '-i', graph, ...outputs],
    { stdio: ['ignore', 'ignore', 'inherit', ...chains.map(() => 'pipe' as const)], maxBuffer: 2 ** 28 },
  );
  expect(status).toBe(0);
  return output.slice(3).map((part) => Buffer.from(part ?? ''));
}

const none = Buffer.alloc(0);

function cellsOf(sent: Buffer, settings: CellSettings, simd: boolean): Uint8Array[] {
  const workspace = new CellWorkspace(settings, { simd });
  const { length } = workspace.incoming;
  expect(sent.length).toBe(2 * length);
  return [0, 1].map((frame) => {
    workspace.incoming.set(sent.subarray(frame * length, (frame + 1) * length));
    return workspace.measure();
  });
}

const planOf = (facts: (typeof FORMATS)[number], { width, height }: Size) =>
  cellPlan(probedVideo({ coded_width: width, coded_height: height }, { pixelFormat: facts }));

const sent = new Map<string, ReadonlyMap<string, readonly Buffer[]>>();

/** The pictures that FFmpeg sends of every format, whole and as rows, of a size. */
function sentOf(size: Size): ReadonlyMap<string, readonly Buffer[]> {
  const key = `${size.width}x${size.height}`;
  const known = sent.get(key);
  if (known) return known;
  const chains = FORMATS.flatMap((facts) => {
    const { whole, rows } = planOf(facts, size);
    return [whole, rows].map(({ filters }) => [`format=${facts.name}`, ...filters]);
  });
  const made = pictures(size, chains);
  const byFormat = new Map(FORMATS.map(({ name }, i) => [name, made.slice(2 * i, 2 * i + 2)]));
  sent.set(key, byFormat);
  return byFormat;
}

const cases = FORMATS.flatMap((facts) => SIZES.map((size) => ({ facts, ...size })));

describe('the cells of a picture', () => {
  it.each(casesOf(cases, 10))(
    '$facts.name, $width x $height: the same whether FFmpeg picks the rows or not',
    (one) => {
      const { facts } = one;
      const plan = planOf(facts, one);
      const [all = none, some = none] = sentOf(one).get(facts.name) ?? [];
      const whole = cellsOf(all, plan.settings.whole, true);
      const scalar = cellsOf(all, plan.settings.whole, false);
      const rows = cellsOf(some, plan.settings.rows, true);
      expect(scalar).toEqual(whole);
      expect(rows).toEqual(whole);
      expect(new Set(whole[0]).size).toBeGreaterThan(20);
    },
  );

  it.each([
    ['yuv420p', 'bt709', 'limited', 'tv'],
    ['yuv420p', null, 'limited', 'tv'],
    ['yuv444p', 'bt2020nc', 'full', 'pc'],
    ['yuv420p10le', 'bt709', 'limited', 'tv'],
    ['rgb24', null, 'full', 'pc'],
  ] as const)('%s, matrix %s, %s: those of FFmpeg’s BGR', (format, matrix, range, tag) => {
    const size = { width: 640, height: 360 };
    const facts = FORMATS.find(({ name }) => name === format) ?? yuv('yuv420p', 8, 1, 1);
    expect(bitDepthOf(facts)).toBe(format.includes('10') ? 10 : 8);
    const probe = { coded_width: 640, coded_height: 360, color_space: matrix, color_range: range };
    const { settings } = cellPlan(probedVideo(probe, { pixelFormat: facts }));
    // legal colours alone, so that nothing is cut off
    const soft = ['lutrgb=r=val/2+64:g=val/2+64:b=val/2+64', 'gblur=sigma=6'];
    const scale = `scale=out_color_matrix=${matrix ?? 'bt601'}:out_range=${tag}`;
    const [sent = none, bgr = none] = pictures(size, [
      ['format=gbrp', ...soft, scale, `format=${format}`],
      ['format=gbrp', ...soft, 'format=bgr24'],
    ]);
    const [cells] = cellsOf(sent, settings.whole, true);
    const { grid } = settings.whole;
    const sums = new Float64Array(grid.width * grid.height * 3);
    for (let i = 0; i < 640 * 360 * 3; i++) {
      const [x, y] = [Math.floor(i / 3) % 640, Math.floor(i / (640 * 3))];
      const at = (Math.floor((y * grid.height) / 360) * grid.width + Math.floor(x / 20)) * 3 + (i % 3);
      sums[at] = (sums[at] ?? 0) + (bgr[i] ?? 0) / 400;
    }
    const off = sums.map((mean, i) => Math.abs(mean - (cells?.[i] ?? 0)));
    expect(Math.max(...off)).toBeLessThan(3);
  });
});
