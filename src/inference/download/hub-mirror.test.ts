import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fileServer } from './file-server.fixture.ts';
import { hubAddresses } from './hub-mirror.ts';
import { pullBundle } from './pull-bundle.ts';

const FILE = 'https://huggingface.co/someone/model/resolve/abc/model.onnx';
afterEach(() => vi.unstubAllEnvs());

describe('files of Hugging Face', () => {
  it('are asked for at the mirror first', () => {
    expect(hubAddresses(FILE, 'https://mirror.example/hub/')).toEqual([
      'https://mirror.example/hub/someone/model/resolve/abc/model.onnx',
      FILE,
    ]);
  });

  it('come from their own place without a mirror, or with one that is none', () => {
    for (const endpoint of ['', 'mirror.example', 'ftp://mirror.example', 'https://huggingface.co/']) {
      expect(hubAddresses(FILE, endpoint)).toEqual([FILE]);
    }
    const other = 'https://huggingface.co.example/model.onnx';
    expect(hubAddresses(other, 'https://mirror.example')).toEqual([other]);
  });

  it('are downloaded from the mirror and checked as ever', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'framesift-mirror-'));
    const server = await fileServer();
    try {
      const body = Buffer.from('a model');
      server.files.set('/someone/model/resolve/abc/model.onnx', { body, etag: '"1"' });
      vi.stubEnv('HF_ENDPOINT', server.url);
      const sha256 = createHash('sha256').update(body).digest('hex');
      const files = [{ name: 'model.onnx', bytes: body.length, sha256 }];
      const sources = [{ kind: 'files', urls: { 'model.onnx': FILE } }] as const;
      expect(await pullBundle({ folder: 'model', files, sources }, { folder })).toEqual([]);
      expect(readFileSync(path.join(folder, 'model/model.onnx'))).toEqual(body);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
