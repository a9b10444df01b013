import { copyFile, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FrameRecord } from '../../src/contract/record.ts';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { readRecords } from '../../src/run/read-run.ts';
import { analyzeClip } from '../support/analysis.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { type FrameServer, frameServer, notedPrograms } from '../support/frame-server.ts';
import { makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { SYNTHETIC, type SyntheticName } from '../support/synthetic-clips.ts';

const ID = 'aaaaaaaaaaaaaaaa';

async function bytesOf(response: Response): Promise<Buffer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.status, bytes.toString('utf8', 0, 300)).toBe(200);
  return bytes;
}

const pictureOf = async ({ ask }: FrameServer, n: number) => bytesOf(await ask(`${ID}/frames/${n}/picture`));

async function errorOf(response: Response): Promise<unknown> {
  return { status: response.status, ...((await response.json()) as object) };
}

/** A run whose pre-filter drops most frames, and the pictures that it would have written of all of them. */
async function twice(clip: string, options: Record<string, unknown> = {}) {
  const folder = temporaryFolder();
  const all = await analyzeClip(clip, folder, { method: 'all', ...options });
  const dropping = { preFilter: 'overall', preMinQuality: 95 };
  const dropped = await analyzeClip(clip, folder, { method: 'all', ...options, ...dropping });
  const records = dropped.records.filter((record) => record.status === 'rejected');
  const written = (record: Pick<FrameRecord, 'frame_number'>) => {
    const name = all.records.find(({ frame_number: n }) => n === record.frame_number)?.filename ?? '';
    return readFile(path.join(all.folder, name));
  };
  return { all, dropped, records, written };
}

const plainClip = () => makeClip('plain.mp4', ...scenesInput(), ...h264(12));

const INTERLACED = '-c:v mpeg2video -q:v 4 -vf setfield=tff -flags +ilme+ildct -g 12'.split(' ');

describe('pictures of frames that a pre-filter dropped', () => {
  it.each(
    casesOf(
      [
        'constant rate, B-frames',
        'a transport stream that starts at 100 s',
        'an elementary stream without times',
      ] satisfies SyntheticName[],
      1,
    ),
  )('%s: are the very files that the run would have written', async (name) => {
    const { dropped, records, written } = await twice(await SYNTHETIC[name](), { end: 1 });
    const server = frameServer({ [ID]: dropped.folder });
    expect(records.length).toBeGreaterThan(7);
    const some = records.filter((_, i) => i % 8 === 1 || i === records.length - 1).reverse();
    for (const record of some) {
      const picture = await pictureOf(server, record.frame_number);
      expect(picture.equals(await written(record)), `frame ${record.frame_number}`).toBe(true);
    }
  });

  it.each(
    casesOf(
      [
        ['PNG', 'plain.mp4', h264(12), { png: true }],
        [
          'PNG of 16 bit',
          'deep.mkv',
          [...h264(12), '-pix_fmt', 'yuv420p10le'],
          { png: true, bitDepth: 'source' },
        ],
        ['JPG of another quality', 'plain.mp4', h264(12), { jpgQuality: 50 }],
        ['deinterlaced', 'fields.ts', INTERLACED, { png: true }],
        ['combed', 'fields.ts', INTERLACED, { png: true, deinterlace: 'off' }],
        ['of stretched pixels', 'wide.mp4', [...h264(12), '-vf', 'setsar=16/15'], {}],
        ['of keyframes', 'plain.mp4', h264(12), { method: 'keyframes', end: 2 }],
        ['of an interval', 'plain.mp4', h264(12), { method: 'interval', interval: 0.3, start: 0.5, end: 2 }],
      ],
      1,
    ),
  )('%s: are the very files that the run would have written', async (_, name, encode, options) => {
    const clip = await makeClip(name, ...scenesInput('160x120', 25), ...encode);
    const { dropped, records, written } = await twice(clip, { end: 0.8, ...options });
    const server = frameServer({ [ID]: dropped.folder });
    const some = [...new Set([0, 3, 5, records.length - 1])].flatMap((i) => records[i] ?? []);
    expect(some.length).toBeGreaterThan(2);
    for (const record of some) {
      const response = await server.ask(`${ID}/frames/${record.frame_number}/picture`);
      expect(response.headers.get('Content-Type')).toBe('png' in options ? 'image/png' : 'image/jpeg');
      expect((await bytesOf(response)).equals(await written(record)), `frame ${record.frame_number}`).toBe(
        true,
      );
    }
  });

  it('come from one decoding for all that are asked for at once, and their neighbours are there then', async () => {
    const { dropped, written } = await twice(await plainClip());
    const { programs, decodings } = await notedPrograms();
    const server = frameServer({ [ID]: dropped.folder }, { programs });
    const numbers = [40, 41, 41, 36, 47];
    const pictures = await Promise.all(numbers.map((n) => pictureOf(server, n)));
    for (const [i, n] of numbers.entries()) {
      expect(pictures[i]?.equals(await written({ frame_number: n }))).toBe(true);
    }
    for (const n of [37, 44, 46]) {
      expect((await pictureOf(server, n)).equals(await written({ frame_number: n }))).toBe(true);
    }
    const calls = await decodings();
    expect(calls).toHaveLength(1);
    // Entered at the group of pictures and not at the beginning of the file.
    expect(calls[0]).toMatch(/ -ss 0\.9/);
  });

  it('are told apart from frames that are none of the run or damaged', async () => {
    const { dropped } = await twice(await plainClip(), { start: 1 });
    const file = path.join(dropped.folder, 'metadata.jsonl');
    const records = await readRecords(dropped.folder);
    const damaged = { ...records[3], status: 'error', reject_reason: 'error', error: 'could not be decoded' };
    const lines = records.map((record, i) => JSON.stringify(i === 3 ? damaged : record));
    await writeFile(file, `${lines.join('\n')}\n`);
    const { ask } = frameServer({ [ID]: dropped.folder });
    for (const what of ['picture', 'thumbnail']) {
      expect(await errorOf(await ask(`${ID}/frames/2/${what}`))).toMatchObject({
        status: 404,
        error: { code: 'not_found' },
      });
      expect(await errorOf(await ask(`${ID}/frames/28/${what}`))).toMatchObject({
        status: 422,
        error: { code: 'frame_damaged', message: 'Frame 28 cannot be decoded' },
      });
    }
  });

  it('need the video that was analysed', async () => {
    const folder = temporaryFolder();
    const clip = path.join(folder, 'clip.mp4');
    await copyFile(await plainClip(), clip);
    const { dropped, written } = await twice(clip);
    const server = frameServer({ [ID]: dropped.folder });
    const ask = () => server.ask(`${ID}/frames/30/picture`);
    const away = path.join(temporaryFolder(), 'clip.mp4');
    await rename(clip, away);
    expect(await errorOf(await ask())).toMatchObject({ status: 422, error: { code: 'input_missing' } });
    await copyFile(await makeClip('other.mp4', ...scenesInput('160x120', 20), ...h264(12)), clip);
    expect(await errorOf(await ask())).toMatchObject({
      status: 422,
      error: {
        code: 'source_changed',
        message: `The video is not the one that was analysed: ${clip}`,
      },
    });
    // Renamed in its folder, it is found by its contents, whatever has its name.
    await rename(away, `${clip}.renamed`);
    expect((await bytesOf(await ask())).equals(await written({ frame_number: 30 }))).toBe(true);
    await rename(`${clip}.renamed`, clip);
    expect((await bytesOf(await ask())).equals(await written({ frame_number: 30 }))).toBe(true);
    await utimes(clip, 5, 5);
    expect((await pictureOf(server, 70)).equals(await written({ frame_number: 70 }))).toBe(true);
    await writeFile(clip, 'something else');
    expect(await errorOf(await server.ask(`${ID}/frames/50/picture`))).toMatchObject({
      error: { code: 'source_changed' },
    });
  });
});

describe('stored pictures', () => {
  it('are sent as they are and kept for ever under the key of the run', async () => {
    const run = await analyzeClip(await plainClip(), temporaryFolder(), { method: 'keyframes' });
    const server = frameServer({ [ID]: run.folder });
    const [record] = run.records;
    const stored = await readFile(path.join(run.folder, record?.filename ?? ''));
    const response = await server.ask(`${ID}/frames/0/picture`);
    expect(response.headers.get('Content-Type')).toBe('image/jpeg');
    expect(response.headers.get('Cache-Control')).toBe('private, no-cache');
    expect(Number(response.headers.get('Content-Length'))).toBe(stored.length);
    expect((await bytesOf(response)).equals(stored)).toBe(true);
    const tag = response.headers.get('ETag') ?? '';
    const key = tag.slice(1).split('-')[0] ?? '';
    const again = await server.ask(`${ID}/frames/0/picture?v=${key}`, { headers: { 'If-None-Match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('Cache-Control')).toBe('private, max-age=31536000, immutable');
    const other = await server.ask(`${ID}/frames/0/picture?v=other`);
    expect(other.headers.get('Cache-Control')).toBe('private, no-cache');
    const small = await server.ask(`${ID}/frames/0/thumbnail?width=160&v=${key}`);
    expect(small.headers.get('Cache-Control')).toBe('private, max-age=31536000, immutable');
  });

  it('that are lost, empty or a link are taken from the video', async () => {
    const run = await analyzeClip(await plainClip(), temporaryFolder(), { method: 'all' });
    const server = frameServer({ [ID]: run.folder });
    const file = (n: number) => path.join(run.folder, run.records[n]?.filename ?? '');
    const before = await Promise.all([20, 21, 50].map((n) => readFile(file(n))));
    await rm(file(20));
    await writeFile(file(21), '');
    const secret = path.join(temporaryFolder(), 'secret.jpg');
    await writeFile(secret, 'secret');
    await rm(file(50));
    await symlink(secret, file(50));
    for (const [i, n] of [20, 21, 50].entries()) {
      expect((await pictureOf(server, n)).equals(before[i] ?? Buffer.alloc(0)), `frame ${n}`).toBe(true);
    }
  });
});

describe('masks', () => {
  const of = (n: number) =>
    n === 2
      ? null
      : {
          ...{ shot_id: 0, mask_area_pct: 16.5, mask_empty: false },
          ...{ seed_type: 'face', reid_similarity: 0.8, object_score: 5 },
        };
  const made = () =>
    makeRun(temporaryFolder(), { records: 4, rejected: 0, errors: 0, width: 96, height: 64, masks: { of } });
  const missing = (n: number) => ({
    status: 404,
    error: { code: 'not_found', message: `There is no mask of frame ${n}` },
  });

  it('are the very files that the records name', async () => {
    const { folder } = await made();
    const { ask } = frameServer({ [ID]: folder });
    for (const n of [0, 1, 3]) {
      const response = await ask(`${ID}/frames/${n}/mask`);
      expect(response.headers.get('Content-Type')).toBe('image/png');
      const stored = await readFile(path.join(folder, `masks/frame_00000${n}.png`));
      expect((await bytesOf(response)).equals(stored)).toBe(true);
    }
    expect(await errorOf(await ask(`${ID}/frames/2/mask`))).toMatchObject(missing(2));
    expect((await ask(`${ID}/frames/9/mask`)).status).toBe(404);
  });

  it('that a browser has are not sent again, until they change', async () => {
    const { folder } = await made();
    const { ask } = frameServer({ [ID]: folder });
    const first = await ask(`${ID}/frames/0/mask`);
    const tag = first.headers.get('ETag') ?? '';
    expect(tag).toMatch(/^"[^"]+"$/);
    const again = (wanted: string) => ask(`${ID}/frames/0/mask`, { headers: { 'If-None-Match': wanted } });
    expect([(await again(tag)).status, (await again('"other"')).status]).toEqual([304, 200]);
    await utimes(path.join(folder, 'masks/frame_000000.png'), 1000, 1000);
    const changed = await again(tag);
    expect([changed.status, changed.headers.get('ETag') === tag]).toEqual([200, false]);
  });

  it('are not there where the run has none, where they are lost, and where links lead away', async () => {
    const plain = await makeRun(temporaryFolder(), { records: 1, rejected: 0, errors: 0 });
    expect(await errorOf(await frameServer({ [ID]: plain.folder }).ask(`${ID}/frames/0/mask`))).toMatchObject(
      missing(0),
    );
    const { folder } = await made();
    const { ask } = frameServer({ [ID]: folder });
    const mask = (n: number) => path.join(folder, `masks/frame_00000${n}.png`);
    await rm(mask(0));
    await rm(mask(1));
    await symlink(mask(3), mask(1));
    for (const n of [0, 1])
      expect(await errorOf(await ask(`${ID}/frames/${n}/mask`))).toMatchObject(missing(n));
    const elsewhere = path.join(temporaryFolder(), 'masks');
    await rename(path.join(folder, 'masks'), elsewhere);
    await symlink(elsewhere, path.join(folder, 'masks'));
    expect(await errorOf(await ask(`${ID}/frames/3/mask`))).toMatchObject(missing(3));
  });

  it('of a record that names any other file make the run invalid', async () => {
    const { folder } = await made();
    const metadata = path.join(folder, 'metadata.jsonl');
    const text = await readFile(metadata, 'utf8');
    for (const name of [
      '../secret.png',
      'masks/../run.json',
      'frame_000000.jpg',
      'masks/frame_1.png/x',
      '/etc/x',
    ]) {
      await writeFile(metadata, text.replace('masks/frame_000000.png', name));
      const { ask } = frameServer({ [ID]: folder });
      expect(await errorOf(await ask(`${ID}/frames/0/mask`)), name).toMatchObject({
        status: 422,
        error: { code: 'run_invalid', message: expect.stringContaining('mask_path') },
      });
    }
  });
});
