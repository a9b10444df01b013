import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { serializeRecord } from '../contract/record.ts';
import { manifestFileSchema } from '../contract/run-files.ts';
import { madeRecord } from '../select/record.fixture.ts';
import { madeRequest } from './export-request.fixture.ts';
import { type ExportRequest, exportSelection } from './export-selection.ts';
import { csvColumns, csvLine } from './metadata-csv.ts';
import { DISK_FILES } from './place-picture.ts';
import { droppedRecord, PICTURE_TIME, realPicture } from './run.fixture.ts';
import type { MakePictures } from './video-pictures.ts';

const RECORDS = [madeRecord(3), madeRecord(7), droppedRecord(9), madeRecord(11)];
const PINNED = { pinned: [9], rejected: [] };

/** A video that gives the picture of every frame but some. */
const video =
  (lost: readonly number[] = []): MakePictures =>
  async (frames, take) => {
    for (const { frame_number: number } of frames) {
      if (!lost.includes(number)) await take(number, await realPicture(`frame_${number}.jpg`));
    }
    return lost;
  };

const failure = (wanted: ExportRequest) => exportSelection(wanted).catch((thrown: unknown) => thrown);

async function manifestOf(folder: string) {
  return manifestFileSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
}

describe('an export with a style', () => {
  it('converts every picture, keeps its time, and says so in the manifest', async () => {
    const wanted = await madeRequest(RECORDS, {
      format: 'webp',
      quality: 70,
      longestSide: 32,
      name: '{stem}_{index:03}',
    });
    const { folder, count } = await exportSelection(wanted);
    expect(count).toBe(3);
    expect((await readdir(folder)).sort()).toEqual([
      'clip_001.webp',
      'clip_002.webp',
      'clip_003.webp',
      'manifest.json',
      'metadata.jsonl',
    ]);
    const picture = join(folder, 'clip_002.webp');
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 32, height: 18 });
    expect((await stat(picture)).mtime).toEqual(PICTURE_TIME);
    const manifest = await manifestOf(folder);
    expect(manifest.options).toEqual({
      format: 'webp',
      quality: 70,
      longestSide: 32,
      name: '{stem}_{index:03}',
    });
    expect(manifest.frames.map((frame) => [frame.frame_number, frame.filename])).toEqual([
      [3, 'clip_001.webp'],
      [7, 'clip_002.webp'],
      [11, 'clip_003.webp'],
    ]);
  });

  it('names the files of the export in its sidecars, whichever are wanted', async () => {
    const records = RECORDS.filter((record) => record.filename !== null);
    const renamed = records.map((record) => ({ ...record, filename: `${record.frame_number}.jpg` }));
    const written = async (sidecar: 'jsonl' | 'csv' | 'both' | 'none') => {
      const { folder, extraFiles } = await exportSelection(
        await madeRequest(RECORDS, { sidecar, name: '{frame}' }),
      );
      const text = async (name: string) =>
        existsSync(join(folder, name)) ? readFile(join(folder, name), 'utf8') : null;
      return { extraFiles, jsonl: await text('metadata.jsonl'), csv: await text('metadata.csv') };
    };
    const both = await written('both');
    expect(both.extraFiles).toEqual(['metadata.jsonl', 'metadata.csv', 'manifest.json']);
    expect(both.jsonl).toBe(renamed.map(serializeRecord).join(''));
    expect(both.csv?.split('\r\n').slice(1).join('\r\n')).toBe(
      renamed.map((record) => csvLine(record, csvColumns(renamed))).join(''),
    );
    expect(await written('csv')).toMatchObject({ jsonl: null, csv: both.csv });
    expect(await written('none')).toEqual({ extraFiles: ['manifest.json'], jsonl: null, csv: null });
  });

  it('warns about options that have no effect', async () => {
    const { warnings } = await exportSelection(await madeRequest(RECORDS, { longestSide: 20 }));
    expect(warnings).toEqual([expect.stringContaining('--longest-side has no effect')]);
  });

  it('leaves nothing behind when a picture is damaged or the disk is full', async () => {
    const parentOf = (wanted: ExportRequest) => readdir(dirname(wanted.folder));
    const damaged = await madeRequest(RECORDS, { format: 'png' });
    await writeFile(join(damaged.folder, 'frame_000007.jpg'), 'no picture');
    expect(await failure(damaged)).toMatchObject({ code: 'picture_invalid' });
    expect(await parentOf(damaged)).toEqual(['clip']);
    const write = async () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    const full = await madeRequest(RECORDS, { format: 'png' }, { files: { ...DISK_FILES, write } });
    expect(await failure(full)).toMatchObject({ code: 'disk_full' });
    expect(await parentOf(full)).toEqual(['clip']);
  });

  it('goes below another parent folder when told so', async () => {
    const wanted = await madeRequest(RECORDS);
    const parent = join(dirname(wanted.folder), 'elsewhere', 'deep');
    const { folder } = await exportSelection({ ...wanted, parent });
    expect(folder).toBe(join(parent, 'clip_exported_20261123_141500'));
  });
});

describe('pinned frames that the run did not store', () => {
  it('are taken from the video, under the name that the run would have given', async () => {
    const wanted = await madeRequest(RECORDS, {}, { pictures: video() }, PINNED);
    const result = await exportSelection(wanted);
    expect(result).toMatchObject({ count: 4, fromVideo: 1, warnings: [] });
    const { folder } = result;
    expect(await readdir(folder)).toEqual([
      'frame_000003.jpg',
      'frame_000007.jpg',
      'frame_000009.jpg',
      'frame_000011.jpg',
      'manifest.json',
      'metadata.jsonl',
    ]);
    expect(await readFile(join(folder, 'frame_000009.jpg'))).toEqual(await realPicture('frame_9.jpg'));
    const manifest = await manifestOf(folder);
    expect(manifest.from_video).toEqual([9]);
    expect(manifest.frames[2]).toMatchObject({ frame_number: 9, filename: 'frame_000009.jpg', pinned: true });
    const lines = (await readFile(join(folder, 'metadata.jsonl'), 'utf8')).split('\n');
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ filename: 'frame_000009.jpg', status: 'rejected' });
  });

  it('are converted and named like the others, and can be all there is', async () => {
    const review = { pinned: [9], rejected: [3, 7, 11] };
    const style = { format: 'png', name: 'p{frame}' } as const;
    const { folder, count } = await exportSelection(
      await madeRequest(RECORDS, style, { pictures: video() }, review),
    );
    expect([count, await readdir(folder)]).toEqual([1, ['manifest.json', 'metadata.jsonl', 'p9.png']]);
  });

  it('are named where the video is gone, and the others are exported', async () => {
    const gone: MakePictures = async () => {
      throw new AppError('input_missing', { path: '/videos/clip.mp4' });
    };
    const result = await exportSelection(await madeRequest(RECORDS, {}, { pictures: gone }, PINNED));
    expect(result).toMatchObject({ count: 3, fromVideo: 0 });
    expect(result.warnings).toEqual([
      '1 pinned frame has no picture in the run folder and was not copied: 9 (No such file: /videos/clip.mp4)',
    ]);
    expect((await manifestOf(result.folder)).from_video).toBeUndefined();
    const alone = await madeRequest(RECORDS, {}, { pictures: gone }, { pinned: [9], rejected: [3, 7, 11] });
    expect(await failure(alone)).toMatchObject({
      code: 'nothing_selected',
      message: expect.stringContaining('clip.mp4'),
    });
    expect(await readdir(dirname(alone.folder))).toEqual(['clip']);
  });

  it('are named where they cannot be decoded; those that the run could not decode are not tried', async () => {
    const damaged = madeRecord(13, {
      status: 'error',
      reject_reason: 'error',
      filename: null,
      error: 'damaged',
    });
    const records = [...RECORDS.slice(0, 3), droppedRecord(10), madeRecord(11), damaged];
    const asked: number[] = [];
    const pictures: MakePictures = async (frames, take, signal) => {
      asked.push(...frames.map((frame) => frame.frame_number));
      return video([10])(frames, take, signal);
    };
    const review = { pinned: [9, 10, 13], rejected: [] };
    const result = await exportSelection(
      await madeRequest(records, { name: '{index}' }, { pictures }, review),
    );
    expect(asked).toEqual([9, 10]);
    expect(result.warnings).toEqual([
      expect.stringContaining('not copied: 13 (could not be decoded)'),
      expect.stringContaining('not copied: 10 (could not be decoded)'),
    ]);
    const names = (await manifestOf(result.folder)).frames.map((frame) => [
      frame.frame_number,
      frame.filename,
    ]);
    expect(names).toEqual([
      [3, '1.jpg'],
      [7, '2.jpg'],
      [9, '3.jpg'],
      [11, '4.jpg'],
    ]);
  });

  it('leave nothing behind in an empty folder when the export is cancelled or the disk is full', async () => {
    const controller = new AbortController();
    const wanted = await madeRequest(RECORDS, {}, { pictures: video(), signal: controller.signal }, PINNED);
    const to = join(dirname(wanted.folder), 'empty');
    await mkdir(to);
    const onProgress = (_done: number, _total: number, stage: string) => {
      if (stage === 'video') controller.abort();
    };
    expect(await failure({ ...wanted, to, onProgress })).toMatchObject({ code: 'cancelled' });
    expect(await readdir(to)).toEqual([]);
    const write = async () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    const full = { ...(await madeRequest(RECORDS, {}, { pictures: video() }, PINNED)), to };
    expect(await failure({ ...full, files: { ...DISK_FILES, write } })).toMatchObject({ code: 'disk_full' });
    expect(await readdir(to)).toEqual([]);
  });

  it('come first in the progress', async () => {
    const told: string[] = [];
    const onProgress = (done: number, total: number, stage: string) =>
      void told.push(`${stage} ${done}/${total}`);
    await exportSelection(
      await madeRequest(RECORDS, { contactSheet: 'jpg' }, { pictures: video(), onProgress }, PINNED),
    );
    const steps = (stage: string, total: number) =>
      Array.from({ length: total }, (_, i) => `${stage} ${i + 1}/${total}`);
    expect(told).toEqual([...steps('video', 1), ...steps('pictures', 4), ...steps('contact-sheet', 4)]);
  });
});
