import { existsSync } from 'node:fs';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { madeRecord, qualityMinimum } from '../select/record.fixture.ts';
import { selectRecords } from '../select/select.ts';
import { SizeEstimator } from './estimate-size.ts';
import { madeRequest } from './export-request.fixture.ts';
import { type ExportRequest, exportSelection } from './export-selection.ts';
import type { ExportStyle } from './export-style.ts';
import { type PlanRequest, planExport } from './plan-export.ts';
import { droppedRecord } from './run.fixture.ts';
import type { MakePictures } from './video-pictures.ts';

const RECORDS = [...Array.from({ length: 20 }, (_, i) => madeRecord(2 * i)), droppedRecord(101)];
const PINNED = { pinned: [101], rejected: [] };
const plan = (request: PlanRequest) => planExport(request, new SizeEstimator());

const video: MakePictures = async (frames, take) => {
  for (const { frame_number: number } of frames) await take(number, await busyPicture(number));
  return [];
};

/** A picture with so much in it that its size means something. */
async function busyPicture(number: number): Promise<Buffer> {
  const pixels = Buffer.alloc(320 * 180 * 3);
  let state = number + 1;
  for (let i = 0; i < pixels.length; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    pixels[i] = ((i % 960) >> 2) + ((state >> 16) % (8 + number));
  }
  return sharp(pixels, { raw: { width: 320, height: 180, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** A request whose video is there. */
async function withVideo(style: Partial<ExportStyle> = {}): Promise<ExportRequest> {
  const request = await madeRequest(RECORDS, style, { pictures: video }, PINNED);
  for (const { filename, frame_number: number } of RECORDS) {
    if (filename !== null) await writeFile(join(request.folder, filename), await busyPicture(number));
  }
  const path = join(dirname(request.folder), 'clip.mp4');
  await writeFile(path, 'a video');
  return { ...request, run: { ...request.run, source: { ...request.run.source, path, size: 7 } } };
}

describe('planExport', () => {
  it.each<Partial<ExportStyle>>([
    {},
    { format: 'webp', longestSide: 32, name: '{stem}_{index:04}', sidecar: 'both' },
    { contactSheet: 'pdf', sidecar: 'none' },
    { contactSheet: 'png', sheetColumns: 1, format: 'png' },
  ])('says exactly what the export then writes, and about how much: %o', async (style) => {
    const request = await withVideo(style);
    const planned = await plan(request);
    const result = await exportSelection(request);
    expect(planned.folder).toBe(result.folder);
    expect(planned).toMatchObject({ frames: 21, from_video: 1, warnings: [] });
    expect(planned.extra_files).toEqual(result.extraFiles);
    const files = await readdir(result.folder);
    const pictures = files.filter((name) => !planned.extra_files.includes(name)).sort();
    expect(pictures).toHaveLength(21);
    expect(planned.first_names).toEqual(pictures.slice(0, 12));
    expect(planned.first_frames).toEqual(RECORDS.slice(0, 12).map((record) => record.frame_number));
    const sizes = await Promise.all(files.map(async (name) => (await stat(join(result.folder, name))).size));
    const written = sizes.reduce((sum, size) => sum + size, 0);
    expect(planned.bytes).toBeGreaterThan(written / 1.5);
    expect(planned.bytes).toBeLessThan(written * 1.5);
    expect(planned.free_bytes).toBeGreaterThan(0);
  });

  it('writes nothing', async () => {
    const request = await withVideo({ contactSheet: 'jpg', format: 'jpg' });
    const folder = dirname(request.folder);
    const before = [await readdir(folder), await readdir(request.folder)];
    await plan({ ...request, parent: join(folder, 'new', 'deep') });
    expect([await readdir(folder), await readdir(request.folder)]).toEqual(before);
  });

  it.each([
    ['gone', { path: '/videos/gone.mp4', size: 7 }, 'No such file: /videos/gone.mp4'],
    ['another one', { size: 8 }, 'clip.mp4'],
  ])('leaves out pinned frames whose video is %s, and names them', async (_, source, why) => {
    const request = await withVideo();
    const other = { ...request.run, source: { ...request.run.source, ...source } };
    const planned = await plan({ ...request, run: other });
    expect(planned).toMatchObject({ frames: 20, from_video: 0 });
    expect(planned.warnings).toEqual([expect.stringMatching(`not copied: 101 \\(.*${why}`)]);
  });

  it('takes the parent folder that is asked for, also one that is not there yet, and the next free name', async () => {
    const request = await withVideo();
    const parent = join(dirname(request.folder), 'new');
    expect((await plan({ ...request, parent })).folder).toBe(join(parent, 'clip_exported_20261123_141500'));
    expect(existsSync(parent)).toBe(false);
    await exportSelection(request);
    expect(basename((await plan(request)).folder)).toBe('clip_exported_20261123_141500-2');
  });

  it('counts nothing for links', async () => {
    const request = await withVideo();
    const [copied, linked] = [await plan(request), await plan({ ...request, link: true })];
    // The one frame from the video is no link.
    expect((copied.bytes ?? 0) / (linked.bytes ?? 0)).toBeGreaterThan(5);
  });

  it('tells that nothing would be written, and what it cannot tell', async () => {
    const request = await withVideo();
    const criteria = qualityMinimum(99);
    const none = { ...request, criteria, selected: selectRecords(RECORDS, criteria) };
    expect(await plan(none)).toMatchObject({ frames: 0, bytes: 0, extra_files: [], first_names: [] });
    const pinned = { ...request, criteria, selected: selectRecords(RECORDS, criteria, PINNED) };
    expect(await plan(pinned)).toMatchObject({ frames: 1, bytes: null, first_names: ['frame_000101.jpg'] });
  });

  it('says so before anything is begun when pictures are missing or names cannot be made', async () => {
    const request = await withVideo();
    await expect(plan(await withVideo({ name: 'open{index' }))).rejects.toMatchObject({
      code: 'invalid_option',
    });
    await rm(join(request.folder, 'frame_000004.jpg'));
    await expect(plan(request)).rejects.toMatchObject({ code: 'picture_missing', details: { count: 1 } });
  });
});

describe('SizeEstimator', () => {
  it('converts at most six pictures, and each only once', async () => {
    const request = await withVideo();
    const paths = RECORDS.slice(0, 20).map((record) => join(request.folder, record.filename ?? ''));
    const sizes = new SizeEstimator();
    const conversion = { format: 'jpg', quality: 90, longestSide: null } as const;
    const first = await sizes.converted(paths, conversion);
    // Only what is remembered can be told of pictures that are gone.
    for (const path of paths) await rm(path);
    expect(await sizes.converted(paths, conversion)).toBe(first);
    await expect(sizes.converted(paths, { ...conversion, quality: 80 })).rejects.toMatchObject({
      code: 'picture_invalid',
    });
  });

  it('stops when it takes too long', async () => {
    const request = await withVideo();
    const paths = RECORDS.slice(0, 20).map((record) => join(request.folder, record.filename ?? ''));
    let now = 0;
    const slow = new SizeEstimator(() => (now += 2000));
    expect(await slow.converted(paths, { format: 'png', quality: 1, longestSide: null })).toBeGreaterThan(0);
    expect(now).toBeLessThan(2000 * 9);
  });
});
