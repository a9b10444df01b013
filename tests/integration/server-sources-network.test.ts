import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import path from 'node:path';
import { Upload } from 'tus-js-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { uploadsAnswerSchema } from '../../src/contract/uploads.ts';
import { type SourceRoutes, sourceRoutes } from '../support/source-routes.ts';

const VERSION = { 'Tus-Resumable': '1.0.0' };

async function begin(base: string, length: number): Promise<string> {
  const metadata = `filename ${Buffer.from('clip.mp4').toString('base64')}`;
  const headers = { ...VERSION, 'Upload-Length': String(length), 'Upload-Metadata': metadata };
  const response = await fetch(`${base}/uploads/tus`, { method: 'POST', headers });
  return response.headers.get('location')?.split('/').at(-1) ?? '';
}

async function offsetOf(base: string, id: string): Promise<number> {
  const response = await fetch(`${base}/uploads/tus/${id}`, { method: 'HEAD', headers: VERSION });
  return Number(response.headers.get('upload-offset'));
}

const uploadsOf = async (base: string) =>
  uploadsAnswerSchema.parse(await (await fetch(`${base}/uploads`)).json()).uploads;

/** A request that announces more than it sends and then hangs. */
function hangingPatch(base: string, id: string, offset: number, length: number, sent: Buffer): ClientRequest {
  const patching = request(`${base}/uploads/tus/${id}`, {
    method: 'PATCH',
    headers: {
      ...VERSION,
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': String(offset),
      'Content-Length': String(length),
    },
  });
  patching.on('error', () => undefined);
  onTestFinished(() => void patching.destroy());
  patching.write(sent);
  return patching;
}

const stored = ({ settings }: SourceRoutes) => readFileSync(path.join(settings.uploads, 'clip.mp4'));

describe('uploads over a real connection', () => {
  it('keep what has arrived when the connection breaks, and go on there', async () => {
    const routes = sourceRoutes({ maxUpload: 1e9 });
    const base = await routes.listen();
    const bytes = randomBytes(20_000_000);
    const id = await begin(base, bytes.length);
    const patching = hangingPatch(base, id, 0, bytes.length, bytes.subarray(0, 7_000_000));
    await expect.poll(async () => (await uploadsOf(base))[0]?.offset, { timeout: 10_000 }).toBe(7_000_000);
    patching.destroy();
    expect(await offsetOf(base, id)).toBe(7_000_000);
    const answer = await fetch(`${base}/uploads/tus/${id}`, {
      method: 'PATCH',
      headers: {
        ...VERSION,
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': '7000000',
      },
      body: bytes.subarray(7_000_000),
    });
    expect(answer.status).toBe(204);
    expect(stored(routes).equals(bytes)).toBe(true);
  });

  it('are taken over from a connection that hangs', async () => {
    const routes = sourceRoutes({ maxUpload: 1e9 });
    const base = await routes.listen();
    const bytes = randomBytes(300_000);
    const id = await begin(base, bytes.length);
    hangingPatch(base, id, 0, bytes.length, bytes.subarray(0, 100_000));
    await expect.poll(async () => (await uploadsOf(base))[0]?.offset).toBe(100_000);
    expect(await offsetOf(base, id)).toBe(100_000);
    const second = hangingPatch(base, id, 100_000, 200_000, bytes.subarray(100_000, 150_000));
    await expect.poll(async () => (await uploadsOf(base))[0]?.offset).toBe(150_000);
    second.end(bytes.subarray(150_000));
    await expect.poll(async () => (await uploadsOf(base))[0]?.path).toBeTruthy();
    expect(stored(routes).equals(bytes)).toBe(true);
  });

  it('are removed while they arrive', async () => {
    const base = await sourceRoutes().listen();
    const id = await begin(base, 300_000);
    hangingPatch(base, id, 0, 300_000, randomBytes(100_000));
    await expect.poll(async () => (await uploadsOf(base))[0]?.offset).toBe(100_000);
    const left = await fetch(`${base}/uploads/${id}`, { method: 'DELETE' });
    expect(uploadsAnswerSchema.parse(await left.json()).uploads).toEqual([]);
    expect((await fetch(`${base}/uploads/tus/${id}`, { method: 'HEAD', headers: VERSION })).status).toBe(404);
  });

  it('work with the client library of the page, interrupted and resumed', async () => {
    const routes = sourceRoutes({ maxUpload: 1e9 });
    const base = await routes.listen();
    const bytes = randomBytes(12_000_000);
    const interrupt = 4_000_000;
    let sent = 0;
    await new Promise<void>((resolve, reject) => {
      let resumed = false;
      const upload = new Upload(bytes, {
        endpoint: `${base}/uploads/tus`,
        chunkSize: 1_000_000,
        metadata: { filename: 'clip.mp4', filetype: 'video/mp4' },
        onProgress: (at) => {
          sent = at;
          if (resumed || at < interrupt) return;
          resumed = true;
          upload
            .abort()
            .then(() => upload.start())
            .catch(reject);
        },
        onSuccess: () => resolve(),
        onError: reject,
      });
      upload.start();
    });
    expect(sent).toBe(bytes.length);
    expect(stored(routes).equals(bytes)).toBe(true);
    const [upload] = await uploadsOf(base);
    expect(upload).toMatchObject({ name: 'clip.mp4', size: bytes.length, offset: bytes.length });
  });

  it('tell the client library of the page in the words of the contract why they fail', async () => {
    const base = await sourceRoutes({ maxUpload: 1000 }).listen();
    const failure = await new Promise<Error>((resolve, reject) => {
      new Upload(randomBytes(2000), {
        endpoint: `${base}/uploads/tus`,
        retryDelays: [0, 1],
        onSuccess: () => reject(new Error('it was taken')),
        onError: resolve,
      }).start();
    });
    expect(failure.message).toContain('request_too_large');
  });
});
