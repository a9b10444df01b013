import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serializeRecord } from '../contract/record.ts';
import { manifestFileSchema } from '../contract/run-files.ts';
import { type Criteria, openCriteria } from '../select/criteria.ts';
import { madeRecord, qualityMinimum, RUN_WEIGHTS } from '../select/record.fixture.ts';
import { NO_REVIEW, type Review, selectRecords } from '../select/select.ts';
import { type ExportRequest, exportSelection } from './export-selection.ts';
import { DISK_FILES } from './place-picture.ts';
import { droppedRecord, MADE_RUN, madeRunFolder, PICTURE_TIME } from './run.fixture.ts';

const RECORDS = [
  madeRecord(3),
  madeRecord(7, { sharpness_score: 90 }),
  droppedRecord(9),
  madeRecord(11, { sharpness_score: 20 }),
];
const NOW = new Date(2026, 10, 23, 14, 15, 0);

async function request(
  criteria: Criteria = openCriteria(RUN_WEIGHTS),
  given: Partial<ExportRequest> = {},
  review: Review = NO_REVIEW,
): Promise<ExportRequest> {
  const folder = await madeRunFolder(RECORDS);
  return {
    folder,
    run: MADE_RUN,
    review: { pinned: [...review.pinned] },
    selected: selectRecords(RECORDS, criteria, review),
    criteria,
    to: null,
    link: false,
    tool: { name: 'framesift', version: '1.2.3' },
    now: NOW,
    ...given,
  };
}

const failure = (wanted: ExportRequest) => exportSelection(wanted).catch((thrown: unknown) => thrown);
const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};

describe('exportSelection', () => {
  it('copies the selected pictures byte by byte, with their times and the same rights as other new folders', async () => {
    const wanted = await request(qualityMinimum(50));
    const result = await exportSelection(wanted);
    expect(result).toEqual({
      folder: `${wanted.folder}_exported_20261123_141500`,
      count: 2,
      fromVideo: 0,
      extraFiles: ['metadata.jsonl', 'manifest.json'],
      warnings: [],
    });
    const names = ['frame_000003.jpg', 'frame_000007.jpg', 'manifest.json', 'metadata.jsonl'];
    expect((await readdir(result.folder)).sort()).toEqual(names);
    expect(await readFile(join(result.folder, 'frame_000007.jpg'), 'utf8')).toBe('picture frame_000007.jpg');
    expect((await stat(join(result.folder, 'frame_000007.jpg'))).mtime).toEqual(PICTURE_TIME);
    expect((await stat(result.folder)).mode).toBe((await stat(wanted.folder)).mode);
    const lines = await readFile(join(result.folder, 'metadata.jsonl'), 'utf8');
    expect(lines).toBe(RECORDS.slice(0, 2).map(serializeRecord).join(''));
    expect(await readdir(dirname(wanted.folder))).toHaveLength(2);
  });

  it('writes a manifest that tells run, source, criteria, and quality under the weights of the criteria', async () => {
    const weights = { sharpness: 1, edge_strength: 0, contrast: 0, brightness: 0, entropy: 0 };
    const wanted = await request({ ...qualityMinimum(60), weights }, {}, { pinned: [3], rejected: [] });
    const { folder } = await exportSelection(wanted);
    const manifest = manifestFileSchema.parse(
      JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')),
    );
    expect(manifest).toMatchObject({
      tool: { version: '1.2.3' },
      run: wanted.folder,
      source: MADE_RUN.source,
      criteria: { filterMode: 'overall', minQuality: 60, weights: [1, 0, 0, 0, 0] },
      total: 4,
    });
    expect(manifest.frames.map((frame) => [frame.frame_number, frame.quality_score, frame.pinned])).toEqual([
      [3, 50, true],
      [7, 90, false],
    ]);
  });

  it('never shares a folder: the next name is taken', async () => {
    const wanted = await request();
    const folders = [];
    for (let i = 0; i < 3; i++) folders.push((await exportSelection(wanted)).folder);
    const name = `${wanted.folder}_exported_20261123_141500`;
    expect(folders).toEqual([name, `${name}-2`, `${name}-3`]);
  });

  it('finds different names for exports at the same time', async () => {
    const wanted = await request();
    const results = await Promise.all([1, 2, 3].map(() => exportSelection(wanted)));
    expect(new Set(results.map((result) => result.folder)).size).toBe(3);
  });

  it('makes --to with its parents, or fills it when it is empty, and refuses it when it is not', async () => {
    const wanted = await request();
    const to = join(dirname(wanted.folder), 'a', 'b');
    expect((await exportSelection({ ...wanted, to })).folder).toBe(to);
    expect(await failure({ ...wanted, to })).toMatchObject({ code: 'output_exists', exitCode: 4 });
    const empty = join(dirname(wanted.folder), 'empty');
    await mkdir(empty);
    const { ino } = await stat(empty);
    expect(await exportSelection({ ...wanted, to: empty })).toMatchObject({ folder: empty, count: 3 });
    expect((await stat(empty)).ino).toBe(ino);
    expect(await readdir(empty)).toHaveLength(5);
    const hidden = join(dirname(wanted.folder), 'hidden');
    await mkdir(hidden);
    await writeFile(join(hidden, '.keep'), '');
    expect(await failure({ ...wanted, to: hidden })).toMatchObject({ code: 'output_exists' });
    expect(await failure({ ...wanted, to: join(hidden, '.keep') })).toMatchObject({
      code: 'output_unwritable',
    });
  });

  it('makes hard links where possible and says when it had to copy', async () => {
    const wanted = await request(undefined, { link: true });
    const linked = await exportSelection(wanted);
    const inode = async (folder: string) => (await stat(join(folder, 'frame_000003.jpg'))).ino;
    expect(await inode(linked.folder)).toBe(await inode(wanted.folder));
    expect(linked.warnings).toEqual([]);
    const files = { ...DISK_FILES, link: failing('EXDEV') };
    const copied = await exportSelection({ ...wanted, files });
    expect(await inode(copied.folder)).not.toBe(await inode(wanted.folder));
    expect(copied.warnings).toEqual([expect.stringContaining('3 pictures were copied')]);
  });

  it('names pinned frames without a picture instead of copying them', async () => {
    const review = { pinned: [9], rejected: [] };
    const result = await exportSelection(await request(undefined, {}, review));
    expect(result.count).toBe(3);
    expect(result.warnings).toEqual([
      '1 pinned frame has no picture in the run folder and was not copied: 9',
    ]);
    expect(await failure(await request(qualityMinimum(99), {}, review))).toMatchObject({
      code: 'nothing_selected',
    });
  });

  it('exports nothing when nothing is selected, and says why', async () => {
    const wanted = await request(qualityMinimum(99));
    expect(await failure(wanted)).toMatchObject({
      code: 'nothing_selected',
      message: expect.stringContaining('(quality: 4)'),
    });
    expect(await readdir(dirname(wanted.folder))).toEqual(['clip']);
  });

  it('notices missing pictures before anything is copied', async () => {
    const wanted = await request();
    await rm(join(wanted.folder, 'frame_000007.jpg'));
    await rm(join(wanted.folder, 'frame_000011.jpg'));
    expect(await failure(wanted)).toMatchObject({
      code: 'picture_missing',
      details: { count: 2, path: join(wanted.folder, 'frame_000007.jpg') },
    });
    expect(await readdir(dirname(wanted.folder))).toEqual(['clip']);
  });

  it('refuses a file name that leads out of the run folder', async () => {
    const kept = [madeRecord(0, { filename: '../secret.jpg' })];
    const wanted = await request(undefined, { selected: { kept, total: 1, reasons: {} } });
    expect(await failure(wanted)).toMatchObject({ code: 'run_invalid' });
  });

  it.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EROFS', 'output_unwritable'],
  ])('leaves nothing behind on %s', async (errno, code) => {
    let copies = 0;
    const copy = async (from: string, to: string) => {
      if (++copies === 3) await failing(errno)();
      await DISK_FILES.copy(from, to);
    };
    const files = { ...DISK_FILES, copy };
    const wanted = await request(undefined, { files });
    const parent = dirname(wanted.folder);
    for (const to of [null, join(parent, 'new', 'deep'), join(parent, 'empty')]) {
      if (to?.endsWith('empty')) await mkdir(to);
      copies = 0;
      const folder = to ?? `${wanted.folder}_exported_20261123_141500`;
      expect(await failure({ ...wanted, to })).toMatchObject({ code, details: { path: folder } });
    }
    expect((await readdir(parent)).sort()).toEqual(['clip', 'empty']);
    expect(await readdir(join(parent, 'empty'))).toEqual([]);
  });

  it('leaves a file alone that somebody else put into the empty folder meanwhile', async () => {
    const wanted = await request();
    const to = join(dirname(wanted.folder), 'empty');
    await mkdir(to);
    const copy = async (from: string, target: string) => {
      await writeFile(join(to, 'frame_000011.jpg'), 'not ours');
      await DISK_FILES.copy(from, target);
    };
    expect(await failure({ ...wanted, to, files: { ...DISK_FILES, copy } })).toMatchObject({
      code: 'output_unwritable',
    });
    expect(await readdir(to)).toEqual(['frame_000011.jpg']);
    expect(await readFile(join(to, 'frame_000011.jpg'), 'utf8')).toBe('not ours');
  });

  it('stops when cancelled and leaves nothing behind', async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const wanted = await request(undefined, { signal: controller.signal, onProgress });
    expect(await failure(wanted)).toMatchObject({ code: 'cancelled', exitCode: 130 });
    expect(existsSync(`${wanted.folder}_exported_20261123_141500`)).toBe(false);
    expect(await readdir(dirname(wanted.folder))).toEqual(['clip']);
  });
});
