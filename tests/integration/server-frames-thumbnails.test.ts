import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { API } from '../../src/contract/http.ts';
import { folderId } from '../../src/server/runs/run-ids.ts';
import { pictureKey } from '../../src/server/runs/run-summary.ts';
import { analyzeClip } from '../support/analysis.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { type FrameServer, frameServer, notedPrograms } from '../support/frame-server.ts';
import { type MadeRun, makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';

const ID = 'aaaaaaaaaaaaaaaa';

async function thumbnailOf({ ask }: FrameServer, n: number, width: number): Promise<Buffer> {
  const response = await ask(`${ID}/frames/${n}/thumbnail?width=${width}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.status, bytes.toString('latin1', 0, 300)).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('image/webp');
  return bytes;
}

async function sizeOf(picture: Buffer): Promise<string> {
  const { format, width, height } = await sharp(picture).metadata();
  return `${format} ${width}x${height}`;
}

/** Thumbnails that are on disk. */
async function keptCount(state: string, { folder, file }: MadeRun, width: number): Promise<number> {
  const index = path.join(state, 'thumbnails', folderId(folder), `${pictureKey(file)}-${width}.index`);
  return (await stat(index)).size / 24;
}

const clipOf = () => makeClip('plain.mp4', ...scenesInput('320x180', 25), ...h264(12));
/** Lossless, so that a thumbnail of the file and one of the decoded frame are the same. */
const ALL = { method: 'all', png: true };
const DROP_ALL = { ...ALL, preFilter: 'overall', preMinQuality: 100 };

describe('thumbnails', () => {
  it('have the next of three widths, the shape of the picture and never more pixels', async () => {
    const parent = temporaryFolder();
    const wide = await makeRun(parent, { records: 3, rejected: 0, errors: 0 });
    const small = { records: 2, rejected: 0, errors: 0, name: 'small', width: 200, height: 112 };
    const tall = { records: 2, rejected: 0, errors: 0, name: 'tall', width: 180, height: 320 };
    const sizes = async (folder: string, widths: readonly number[]) => {
      const server = frameServer({ [ID]: folder });
      return Promise.all(widths.map(async (width) => sizeOf(await thumbnailOf(server, 1, width))));
    };
    expect(await sizes(wide.folder, [16, 160, 161, 320, 640])).toEqual([
      'webp 160x90',
      'webp 160x90',
      'webp 320x180',
      'webp 320x180',
      'webp 640x360',
    ]);
    expect(await sizes((await makeRun(parent, small)).folder, [160, 320])).toEqual([
      'webp 160x90',
      'webp 200x112',
    ]);
    expect(await sizes((await makeRun(parent, tall)).folder, [160, 640])).toEqual([
      'webp 160x284',
      'webp 180x320',
    ]);
    const { ask } = frameServer({ [ID]: wide.folder });
    for (const width of [15, 641, 1.5, 'x']) {
      expect((await ask(`${ID}/frames/1/thumbnail?width=${width}`)).status, String(width)).toBe(400);
    }
  });

  it('look like the picture', async () => {
    const made = await makeRun(temporaryFolder(), { records: 3, rejected: 0, errors: 0 });
    const thumbnail = await thumbnailOf(frameServer({ [ID]: made.folder }), 2, 320);
    const stored = path.join(made.folder, 'frame_000002.jpg');
    const raw = (input: string | Buffer) => sharp(input).resize(64, 36, { fit: 'fill' }).raw().toBuffer();
    const [a, b] = [await raw(thumbnail), await raw(stored)];
    const mean = a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
    expect(mean).toBeLessThan(6);
  });

  it('are made once: they are there in the next session too, until the pictures change', async () => {
    const made = await makeRun(temporaryFolder(), { records: 20, rejected: 0, errors: 0 });
    const first = frameServer({ [ID]: made.folder });
    const before = await thumbnailOf(first, 7, 160);
    expect(await keptCount(first.state, made, 160)).toBe(1);
    await rename(path.join(made.folder, 'frame_000007.jpg'), path.join(made.folder, 'away'));
    expect((await thumbnailOf(first, 7, 160)).equals(before)).toBe(true);
    const next = frameServer({ [ID]: made.folder }, { state: first.state });
    expect((await thumbnailOf(next, 7, 160)).equals(before)).toBe(true);
    await copyFile(path.join(made.folder, 'frame_000008.jpg'), path.join(made.folder, 'frame_000007.jpg'));
    const changed = { ...made.file, config_hash: '1'.repeat(64) };
    await writeFile(path.join(made.folder, 'run.json'), JSON.stringify(changed));
    const after = await thumbnailOf(next, 7, 160);
    expect(after.equals(before)).toBe(false);
    expect(after.equals(await thumbnailOf(next, 8, 160))).toBe(true);
  });

  it('have a tag, so that they are not sent again', async () => {
    const made = await makeRun(temporaryFolder(), { records: 3, rejected: 0, errors: 0 });
    const { ask } = frameServer({ [ID]: made.folder });
    const address = `${ID}/frames/1/thumbnail?width=160&v=${pictureKey(made.file)}`;
    const response = await ask(address);
    expect(response.headers.get('Cache-Control')).toBe('private, max-age=31536000, immutable');
    const tag = response.headers.get('ETag') ?? '';
    const again = await ask(address, { headers: { 'If-None-Match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await ask(`${ID}/frames/1/thumbnail?width=320`, { headers: { 'If-None-Match': tag } });
    expect(other.status).toBe(200);
  });

  it('that nobody waits for any more are not made', async () => {
    const made = await makeRun(temporaryFolder(), { records: 80, rejected: 0, errors: 0 });
    const { fetch: answer, state } = frameServer({ [ID]: made.folder });
    const listening = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' });
    onTestFinished(() => void listening.close());
    await new Promise((resolve) => listening.once('listening', resolve));
    const { port } = listening.address() as AddressInfo;
    const requests = Array.from({ length: 80 }, (_, n) => {
      const stop = new AbortController();
      const address = `http://127.0.0.1:${port}${API}/runs/${ID}/frames/${n}/thumbnail?width=640`;
      const bytes = fetch(address, { signal: stop.signal }).then((response) => response.arrayBuffer());
      return { stop, size: bytes.then((all) => all.byteLength).catch(() => 0) };
    });
    await Promise.race(requests.map(({ size }) => size));
    for (const { stop } of requests.slice(0, 77)) stop.abort();
    const sizes = await Promise.all(requests.map(({ size }) => size));
    expect(Math.min(...sizes.slice(77))).toBeGreaterThan(1000);
    await sleep(300);
    expect(await keptCount(state, made, 640)).toBeLessThan(40);
    const head = await fetch(`http://127.0.0.1:${port}${API}/runs/${ID}/frames/79/picture`, {
      method: 'HEAD',
    });
    const { size } = await stat(path.join(made.folder, 'frame_000079.jpg'));
    expect([head.status, head.headers.get('Content-Length')]).toEqual([200, String(size)]);
    const whole = await fetch(`http://127.0.0.1:${port}${API}/runs/${ID}/frames/79/picture`);
    expect((await whole.arrayBuffer()).byteLength).toBe(size);
  });
});

describe('thumbnails of dropped frames', () => {
  it('equal those of written frames, and those of the neighbours come with them', async () => {
    const folder = temporaryFolder();
    const clip = path.join(folder, 'clip.mp4');
    await copyFile(await clipOf(), clip);
    const all = await analyzeClip(clip, folder, ALL);
    const dropped = await analyzeClip(clip, folder, DROP_ALL);
    const { programs, decodings } = await notedPrograms();
    const server = frameServer({ [ID]: dropped.folder }, { programs });
    const written = frameServer({ [ID]: all.folder });
    const expectSame = async (from: FrameServer, n: number) => {
      expect((await thumbnailOf(from, n, 160)).equals(await thumbnailOf(written, n, 160)), `frame ${n}`).toBe(
        true,
      );
    };
    await Promise.all([49, 50, 51].map((n) => expectSame(server, n)));
    expect(await decodings()).toHaveLength(1);
    const isKept = async (n: number) => {
      const later = frameServer({ [ID]: dropped.folder }, { programs, state: server.state });
      const { status } = await later.ask(`${ID}/frames/${n}/thumbnail?width=160`);
      return status === 200;
    };
    // A video that is gone shows that nothing has to be decoded for them.
    await rm(clip);
    for (let tries = 0; tries < 100 && !(await isKept(63)); tries++) await sleep(50);
    for (const n of [48, 52, 60, 63]) expect(await isKept(n), `frame ${n}`).toBe(true);
    expect(await isKept(10)).toBe(false);
    await expectSame(frameServer({ [ID]: dropped.folder }, { state: server.state }), 55);
  });

  it('of 16 bit equal those of written frames', async () => {
    const deep = [...h264(12), '-pix_fmt', 'yuv420p10le'];
    const clip = await makeClip('deep.mkv', ...scenesInput('160x120', 25), ...deep);
    const options = { bitDepth: 'source', end: 0.5 };
    const folder = temporaryFolder();
    const all = await analyzeClip(clip, folder, { ...ALL, ...options });
    const dropped = await analyzeClip(clip, folder, { ...DROP_ALL, ...options });
    expect((await sharp(path.join(all.folder, all.pictures[0] ?? '')).metadata()).depth).toBe('ushort');
    const [a, b] = [frameServer({ [ID]: all.folder }), frameServer({ [ID]: dropped.folder })];
    expect((await thumbnailOf(a, 5, 160)).equals(await thumbnailOf(b, 5, 160))).toBe(true);
  });

  it('stand in for stored pictures that are spoilt', async () => {
    const run = await analyzeClip(await clipOf(), temporaryFolder(), ALL);
    const file = path.join(run.folder, run.records[30]?.filename ?? '');
    const good = await thumbnailOf(frameServer({ [ID]: run.folder }), 30, 160);
    await writeFile(file, (await readFile(file)).subarray(0, 2000));
    const server = frameServer({ [ID]: run.folder });
    expect((await thumbnailOf(server, 30, 160)).equals(good)).toBe(true);
    expect(server.messages.join()).toMatch(/warn: .*frame_000030\.png cannot be read/);
  });
});
