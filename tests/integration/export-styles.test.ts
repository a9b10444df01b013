import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { manifestFileSchema } from '../../src/contract/run-files.ts';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { analyzeClip, sharedRuns } from '../support/analysis.ts';
import { framesift, jsonLines } from '../support/cli.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { commandLine } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';

/** Three scenes of which a pre-filter drops the smooth one and keeps others. */
const clip = () => makeClip('export.mp4', ...scenesInput('320x240', 10), ...h264(10));

const DROPS_SOME = { method: 'all', preFilter: 'metrics', preMinSharpness: 30 };

interface Exported {
  readonly folder: string;
  readonly exported: number;
  readonly total: number;
  readonly warnings: readonly string[];
  readonly from_video: number;
  readonly extra_files: readonly string[];
}

const analyzeOnce = sharedRuns();

async function exportRun(run: string, ...args: string[]): Promise<Exported> {
  const to = path.join(temporaryFolder(), 'out');
  const { exitCode, out, err } = await commandLine('export', run, '--to', to, '--json', ...args);
  expect([exitCode, err.filter((line) => !line.startsWith('warning: '))]).toEqual([0, []]);
  return JSON.parse(out[0] ?? '') as Exported;
}

async function manifestOf(folder: string) {
  return manifestFileSchema.parse(JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')));
}

const pin = (run: string, ...pinned: number[]) =>
  writeFile(path.join(run, 'review.json'), JSON.stringify({ schema_version: 1, pinned, rejected: [] }));

/** The rows of a CSV without line breaks in its fields. */
function csvRows(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split('\r\n');
  const fields = (line: string) => line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
  return lines.map((line) => {
    const values = fields(line).map((value) => value.replace(/^"|"$/g, '').replaceAll('""', '"'));
    return Object.fromEntries(fields(header).map((name, place) => [name, values[place] ?? '']));
  });
}

async function has(program: string): Promise<boolean> {
  return (await execa(program, ['-v'], { reject: false })).exitCode !== undefined;
}

describe('framesift export with a format', () => {
  it.each([
    ['jpg', 'jpeg'],
    ['png', 'png'],
    ['webp', 'webp'],
    ['avif', 'heif'],
  ])('writes %s of the wanted size that shows the same picture', async (format, type) => {
    const { folder: run, pictures } = await analyzeOnce(await clip(), { method: 'keyframes' });
    const args = [
      '--format',
      format,
      '--longest-side',
      '160',
      '--quality',
      '95',
      '--name',
      '{stem}_{index:03}_{time}',
    ];
    const { folder, exported } = await exportRun(run, ...args);
    expect(exported).toBe(pictures.length);
    const { frames } = await manifestOf(folder);
    expect(frames.map(({ filename }) => filename)).toEqual(
      ['export_001_0-00-00.000', 'export_002_0-00-01.000', 'export_003_0-00-02.000'].map(
        (name) => `${name}.${format}`,
      ),
    );
    for (const [place, { filename }] of frames.entries()) {
      const file = path.join(folder, filename);
      expect(await sharp(file).metadata()).toMatchObject({ format: type, width: 160, height: 120 });
      const own = await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer();
      const difference = async (picture: string | undefined) => {
        const wanted = await sharp(path.join(run, picture ?? ''))
          .resize(160, 120)
          .raw()
          .toBuffer();
        return own.reduce((sum, value, i) => sum + Math.abs(value - (wanted[i] ?? 0)), 0) / wanted.length;
      };
      // The colours of the test picture suffer from half their resolution; another picture is far off.
      expect(await difference(pictures[place])).toBeLessThan(6);
      expect(await difference(pictures[(place + 1) % pictures.length])).toBeGreaterThan(20);
    }
  });

  it('keeps the 16 bit of PNG', async () => {
    const deep = await makeClip('deep.mkv', ...scenesInput('160x120', 10, 'yuv420p10le'), '-c:v', 'ffv1');
    const options = { method: 'interval', interval: 1, png: true, bitDepth: 'source' };
    const { folder: run, pictures } = await analyzeOnce(deep, options);
    const { folder } = await exportRun(run, '--format', 'png');
    const samples = async (at: string) =>
      sharp(path.join(at, pictures[0] ?? ''))
        .toColourspace('rgb16')
        .raw({ depth: 'ushort' })
        .toBuffer();
    expect((await sharp(path.join(folder, pictures[0] ?? '')).metadata()).depth).toBe('ushort');
    expect((await samples(folder)).equals(await samples(run))).toBe(true);
    const small = await exportRun(run, '--format', 'jpg', '--longest-side', '64');
    const [name = ''] = (await readdir(small.folder)).filter((file) => file.endsWith('.jpg'));
    expect(await sharp(path.join(small.folder, name)).metadata()).toMatchObject({
      width: 64,
      depth: 'uchar',
    });
  });

  it('exports exactly the frames of filter, and tells the same of them in CSV and in JSON', async () => {
    const { folder: run } = await analyzeOnce(await clip(), { method: 'all' });
    const bounds = ['--min-sharpness', '35', '--max-time', '2.5'];
    const { out } = await commandLine('filter', run, ...bounds, '--json');
    const filtered = JSON.parse(out[0] ?? '') as { kept: number[]; total: number };
    expect(filtered.kept.length).toBeGreaterThan(3);
    expect(filtered.kept.length).toBeLessThan(filtered.total);
    const { folder, extra_files } = await exportRun(
      run,
      ...bounds,
      '--sidecar',
      'both',
      '--name',
      'f{frame}',
    );
    expect(extra_files).toEqual(['metadata.jsonl', 'metadata.csv', 'manifest.json']);
    expect((await manifestOf(folder)).frames.map((frame) => frame.frame_number)).toEqual(filtered.kept);
    const pictures = (await readdir(folder)).filter((name) => name.endsWith('.jpg'));
    expect(new Set(pictures)).toEqual(new Set(filtered.kept.map((number) => `f${number}.jpg`)));
    const records = jsonLines(await readFile(path.join(folder, 'metadata.jsonl'), 'utf8')) as Record<
      string,
      unknown
    >[];
    const rows = csvRows(await readFile(path.join(folder, 'metadata.csv'), 'utf8'));
    expect(rows).toEqual(
      records.map((record) =>
        Object.fromEntries(
          Object.entries(record).map(([key, value]) => [key, value === null ? '' : String(value)]),
        ),
      ),
    );
  });
});

describe('pinned frames that the pre-filter dropped', () => {
  it.each(casesOf([false, true], 1))('are the very pictures of a run without it (PNG: %s)', async (png) => {
    const parent = temporaryFolder();
    const [filtered, whole] = [
      await analyzeClip(await clip(), parent, { ...DROPS_SOME, png }),
      await analyzeOnce(await clip(), { method: 'all', ...(png && { png }) }),
    ];
    const dropped = filtered.records.filter(({ status }) => status === 'rejected');
    expect(dropped.length).toBeGreaterThan(4);
    expect(filtered.pictures.length).toBeGreaterThan(0);
    const numbers = [dropped[0], dropped[3], dropped.at(-1)].map((record) => record?.frame_number ?? -1);
    await pin(filtered.folder, ...numbers);
    const { folder, exported, from_video, warnings } = await exportRun(filtered.folder);
    expect([exported, from_video, warnings]).toEqual([filtered.pictures.length + 3, 3, []]);
    const { frames, from_video: told } = await manifestOf(folder);
    expect(told).toEqual(numbers);
    expect((await readdir(folder)).some((name) => name.startsWith('.'))).toBe(false);
    for (const { filename } of frames) {
      const [own, other] = await Promise.all(
        [folder, whole.folder].map((at) => readFile(path.join(at, filename))),
      );
      expect(own?.equals(other ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('are named when the video has moved, and the others are exported', async () => {
    const parent = temporaryFolder();
    const video = path.join(parent, 'moving.mp4');
    await copyFile(await clip(), video);
    const { folder: run, records, pictures } = await analyzeClip(video, parent, DROPS_SOME);
    const number = records.find(({ status }) => status === 'rejected')?.frame_number ?? -1;
    await pin(run, number);
    await mkdir(path.join(parent, 'elsewhere'));
    await rename(video, path.join(parent, 'elsewhere/moving.mp4'));
    const { exported, from_video, warnings, folder } = await exportRun(run);
    expect([exported, from_video]).toEqual([pictures.length, 0]);
    expect(warnings).toEqual([
      expect.stringMatching(`not copied: ${number} \\(No such file: .*moving\\.mp4\\)`),
    ]);
    expect((await manifestOf(folder)).frames.map((frame) => frame.filename)).toEqual(pictures);
  });
});

describe('framesift export --contact-sheet', () => {
  it('makes a PDF with title, criteria, captions and page numbers as text', async () => {
    const { folder: run } = await analyzeOnce(await clip(), { method: 'all' });
    const { folder, extra_files } = await exportRun(
      run,
      ...[
        '--contact-sheet',
        'pdf',
        '--sheet-columns',
        '4',
        '--sheet-captions',
        'number,time',
        '--max-time',
        '2.9',
      ],
    );
    expect(extra_files[0]).toBe('contact-sheet.pdf');
    const pdf = path.join(folder, 'contact-sheet.pdf');
    expect((await readFile(pdf)).subarray(0, 7).toString()).toBe('%PDF-1.');
    if (!(await has('pdfinfo'))) return;
    const { stdout: info } = await execa('pdfinfo', [pdf]);
    const pages = Number(/Pages: +(\d+)/.exec(info)?.[1]);
    expect(info).toMatch(/Page size: +841\.89 x 595\.28 pts \(A4\)/);
    expect(pages).toBeGreaterThan(1);
    const { stdout: text } = await execa('pdftotext', ['-layout', pdf, '-']);
    expect(text).toContain('export.mp4');
    expect(text).toMatch(/30 of 30 frames {1,2}· {1,2}time ≤ 0:02\.900/);
    expect(text).toContain(`Page 1 of ${pages}`);
    expect(text).toContain(`Page ${pages} of ${pages}`);
    for (const number of [0, 7, 29]) expect(text).toMatch(new RegExp(`#${number}\\b`));
    expect(text).toContain('0:02.900');
    expect(text).not.toContain('q ');
  });

  it('looks the same on a machine without fonts', async () => {
    const { folder: run } = await analyzeOnce(await clip(), { method: 'keyframes' });
    const { folder: usual } = await exportRun(run, '--contact-sheet', 'png');
    const to = path.join(temporaryFolder(), 'out');
    const args = ['export', run, '--to', to, '--contact-sheet', 'png'];
    const env = { FONTCONFIG_FILE: '/dev/null', FONTCONFIG_PATH: '/nonexistent' };
    expect((await framesift(args, { cwd: temporaryFolder(), env })).exitCode).toBe(0);
    const [some, none] = await Promise.all(
      [usual, to].map((folder) => readFile(path.join(folder, 'contact-sheet.png'))),
    );
    expect(some?.equals(none ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('options of framesift export', () => {
  it('are refused with what they may be, before anything is written', async () => {
    const { folder: run } = await analyzeOnce(await clip(), { method: 'keyframes' });
    const to = path.join(temporaryFolder(), 'out');
    for (const [words, said] of [
      [['--format', 'jpeg'], 'Did you mean jpg?'],
      [['--name', '{stem}'], '{frame} or {index}'],
      [['--longest-side', '8'], 'a whole number from 16 to 16384 pixels'],
      [['--sheet-captions', 'faces'], 'any of number, time, scores'],
    ] as const) {
      const { exitCode, err } = await commandLine('export', run, '--to', to, ...words);
      expect(exitCode).toBe(2);
      expect(err.join('\n')).toContain(said);
    }
    expect(existsSync(to)).toBe(false);
  });
});
