import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileServer, sha256, someBytes } from './file-server.fixture.ts';
import type { ModelBundle } from './model-bundle.ts';
import { type PullProgress, pullBundle } from './pull-bundle.ts';
import { verifyBundle } from './verify-bundle.ts';
import { zipOf } from './zip.fixture.ts';

const BODY = someBytes(300_000);
const ETAG = '"one"';

let server: Awaited<ReturnType<typeof fileServer>>;
let folder: string;
beforeEach(async () => {
  server = await fileServer();
  folder = await mkdtemp(path.join(tmpdir(), 'framesift-pull-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const target = () => path.join(folder, 'pack', 'model.onnx');
const pulled = () => readFile(target());
const inTarget = () => readdir(path.join(folder, 'pack'));

function bundle(...paths: readonly string[]): ModelBundle {
  return {
    folder: 'pack',
    files: [{ name: 'model.onnx', bytes: BODY.length, sha256: sha256(BODY) }],
    sources: paths.map((name) => ({ kind: 'files', urls: { 'model.onnx': `${server.url}${name}` } })),
  };
}

describe('pullBundle', () => {
  it('downloads what is missing, tells how far it is, and leaves whole files alone', async () => {
    server.files.set('/a', { body: BODY, etag: ETAG });
    const progress: PullProgress[] = [];
    expect(await pullBundle(bundle('/a'), { folder, onProgress: (step) => progress.push(step) })).toEqual([]);
    expect((await pulled()).equals(BODY)).toBe(true);
    expect(progress.at(-1)).toEqual({ name: 'model.onnx', received: BODY.length, total: BODY.length });
    expect(await inTarget()).toEqual(['model.onnx']);
    await pullBundle(bundle('/a'), { folder });
    expect(server.requests).toHaveLength(1);
  });

  it('goes on where the connection broke off', async () => {
    server.files.set('/a', { body: BODY, etag: ETAG, cutAfter: 100_000, cuts: 1 });
    await pullBundle(bundle('/a'), { folder });
    expect((await pulled()).equals(BODY)).toBe(true);
    const [first, second] = server.requests;
    expect(first?.range).toBeNull();
    const [, from] = /^bytes=(\d+)-$/.exec(second?.range ?? '') ?? [];
    expect(Number(from)).toBeGreaterThan(0);
    expect(second?.ifRange).toBe(ETAG);
    expect(server.requests).toHaveLength(2);
  });

  it('begins anew when the file has changed on the server meanwhile', async () => {
    await mkdir(path.join(folder, 'pack'), { recursive: true });
    await writeFile(`${target()}.part`, someBytes(1000, 7));
    await writeFile(`${target()}.part.origin`, `${server.url}/a\n"older"`);
    server.files.set('/a', { body: BODY, etag: ETAG });
    await pullBundle(bundle('/a'), { folder });
    expect(server.requests).toEqual([{ url: '/a', range: 'bytes=1000-', ifRange: '"older"' }]);
    expect((await pulled()).equals(BODY)).toBe(true);
  });

  it('does not go on with a part of another address, or of an unknown version', async () => {
    await mkdir(path.join(folder, 'pack'), { recursive: true });
    await writeFile(`${target()}.part`, BODY.subarray(0, 1000));
    await writeFile(`${target()}.part.origin`, `${server.url}/other\n${ETAG}`);
    server.files.set('/a', { body: BODY, cutAfter: 100_000, cuts: 1 });
    await pullBundle(bundle('/a'), { folder });
    expect(server.requests.map(({ range }) => range)).toEqual([null, null]);
    expect((await pulled()).equals(BODY)).toBe(true);
  });

  it.each([
    ['is not there', { status: 404, body: Buffer.from('no') }, /127\.0\.0\.1:\d+: the server answers 404/],
    ['has another hash', { body: someBytes(BODY.length, 2) }, /its sha256 is/],
    ['has another size', { body: BODY.subarray(1) }, /it has 299999 bytes instead of 300000/],
    ['does not end', { body: Buffer.concat([BODY, BODY]), chunked: true }, /more than 300000 bytes/],
  ] as const)('takes the mirror when a file %s', async (_, served, refusal) => {
    server.files.set('/a', served);
    server.files.set('/b', { body: BODY, etag: ETAG });
    const refusals = await pullBundle(bundle('/a', '/b'), { folder });
    expect(refusals).toEqual([expect.stringMatching(refusal)]);
    expect((await pulled()).equals(BODY)).toBe(true);
    expect(await inTarget()).toEqual(['model.onnx']);
  });

  it('says what every source said when none has the file, and leaves nothing behind', async () => {
    server.files.set('/a', { body: someBytes(BODY.length, 2) });
    const failed = pullBundle(bundle('/a', '/b'), { folder });
    await expect(failed).rejects.toMatchObject({
      code: 'model_download_failed',
      exitCode: 1,
      message: expect.stringMatching(/model\.onnx: .*its sha256 is .*; .*answers 404/),
    });
    expect(await inTarget()).toEqual([]);
  });

  it('replaces a damaged file', async () => {
    server.files.set('/a', { body: BODY, etag: ETAG });
    await mkdir(path.join(folder, 'pack'), { recursive: true });
    await writeFile(target(), someBytes(BODY.length, 3));
    const [before] = await verifyBundle(bundle('/a'), [folder]);
    expect(before?.problem).toMatch(/its sha256 is/);
    await pullBundle(bundle('/a'), { folder });
    const [after] = await verifyBundle(bundle('/a'), [folder]);
    expect(after?.problem).toBeNull();
  });

  it('finds files to verify where models are looked for: in any models folder, below its folder or there itself', async () => {
    const other = path.join(folder, 'other');
    await mkdir(other);
    expect(await verifyBundle(bundle('/a'), [folder, other])).toMatchObject([
      { file: target(), problem: 'missing' },
    ]);
    await writeFile(path.join(other, 'model.onnx'), BODY);
    expect(await verifyBundle(bundle('/a'), [folder, other])).toMatchObject([
      { file: path.join(other, 'model.onnx'), problem: null },
    ]);
  });

  it('stops when cancelled and goes on from there the next time', async () => {
    server.files.set('/a', { body: BODY, etag: ETAG, cutAfter: 120_000, cuts: 1, stall: true });
    const stop = new AbortController();
    const cancelled = pullBundle(bundle('/a'), {
      folder,
      signal: stop.signal,
      onProgress: ({ received }) => received >= 120_000 && stop.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled', exitCode: 130 });
    expect(existsSync(target())).toBe(false);
    await pullBundle(bundle('/a'), { folder });
    expect(server.requests.at(-1)).toMatchObject({ range: 'bytes=120000-', ifRange: ETAG });
    expect((await pulled()).equals(BODY)).toBe(true);
  });

  it('names a folder that cannot be written to', async () => {
    await writeFile(path.join(folder, 'pack'), 'a file where the folder should be');
    await expect(pullBundle(bundle('/a'), { folder })).rejects.toMatchObject({ code: 'output_unwritable' });
  });

  it('lets optional files be missing', async () => {
    const wanted = bundle('/a');
    server.files.set('/a', { body: BODY });
    const extra = { name: 'extra.onnx', bytes: 5, sha256: sha256(Buffer.from('extra')), optional: true };
    await pullBundle({ ...wanted, files: [...wanted.files, extra] }, { folder });
    expect(await inTarget()).toEqual(['model.onnx']);
  });
});

describe('two pulls into one folder', () => {
  it('of two processes download once', async () => {
    server.files.set('/a', { body: BODY, etag: ETAG });
    const module = path.join(import.meta.dirname, 'pull-bundle.ts');
    const script = `import { pullBundle } from ${JSON.stringify(module)};
      await pullBundle(${JSON.stringify(bundle('/a'))}, { folder: ${JSON.stringify(folder)} });`;
    const file = path.join(folder, 'pull.mts');
    await writeFile(file, script);
    const run = () => promisify(execFile)(process.execPath, ['--import', 'tsx', file]);
    await Promise.all([run(), run()]);
    expect(server.requests).toHaveLength(1);
    expect((await pulled()).equals(BODY)).toBe(true);
  });

  it('wait for each other, but not for ever', async () => {
    server.files.set('/a', { body: BODY, etag: ETAG, cutAfter: 10, stall: true });
    const stop = new AbortController();
    const first = pullBundle(bundle('/a'), { folder, signal: stop.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    const second = pullBundle(bundle('/a'), { folder, patienceMs: 300 });
    await expect(second).rejects.toMatchObject({ code: 'model_download_busy' });
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('a lock that a dead process left is taken over', async () => {
    server.files.set('/a', { body: BODY });
    const lock = path.join(folder, 'pack', '.download.lock');
    await mkdir(lock, { recursive: true });
    await utimes(lock, new Date(0), new Date(0));
    await pullBundle(bundle('/a'), { folder, patienceMs: 300 });
    expect((await pulled()).equals(BODY)).toBe(true);
  });
});

describe('zip sources', () => {
  function zipped(archive: Uint8Array): ModelBundle {
    server.files.set('/models.zip', { body: archive, etag: ETAG });
    const zip = { url: `${server.url}/models.zip`, bytes: archive.length, sha256: sha256(archive) };
    return { ...bundle(), sources: [{ kind: 'zip', ...zip }] };
  }

  it.each(['model.onnx', 'pack/model.onnx'])('give a file under %s, and nothing else', async (name) => {
    const archive = zipOf([
      ['readme.txt', Buffer.from('x')],
      [name, BODY],
      ['other.onnx', Buffer.from('y')],
    ]);
    await pullBundle(zipped(archive), { folder });
    expect((await pulled()).equals(BODY)).toBe(true);
    expect(await inTarget()).toEqual(['model.onnx']);
  });

  it.each([
    ['leads out of the folder', [['../evil.onnx', BODY] as const, ['model.onnx', BODY] as const]],
    ['is absolute', [['/evil.onnx', BODY] as const, ['model.onnx', BODY] as const]],
    ['has another size', [['model.onnx', BODY.subarray(1)] as const]],
    ['has other contents', [['model.onnx', someBytes(BODY.length, 5)] as const]],
  ])('are refused when a name %s', async (_, entries) => {
    const failed = pullBundle(zipped(zipOf(entries)), { folder });
    await expect(failed).rejects.toMatchObject({ code: 'model_download_failed' });
    expect(await inTarget()).toEqual([]);
    expect(existsSync(path.join(folder, 'evil.onnx'))).toBe(false);
  });

  it('are refused when they are cut off', async () => {
    const archive = zipOf([['model.onnx', BODY]]);
    const failed = pullBundle(zipped(archive.subarray(0, archive.length / 2)), { folder });
    await expect(failed).rejects.toMatchObject({
      message: expect.stringMatching(/end of central directory/i),
    });
  });
});
