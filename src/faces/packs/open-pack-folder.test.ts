import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FaceReader } from '../face-reader.ts';
import { type FolderFile, folderOf, madeUp } from '../made-up-models.fixture.ts';
import { readFacePicture } from '../read-picture.ts';
import { requireRecogniser } from './face-pack.ts';
import { openPackFolder } from './open-pack-folder.ts';

const removals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of removals.splice(0)) await remove();
});

async function open(files: Readonly<Record<string, FolderFile>>) {
  const { folder, remove } = await folderOf(files);
  removals.push(remove);
  return openPackFolder(folder);
}

const detector = { copy: 'scrfd_9.onnx' } as const;
const recogniser = { copy: 'arcface_random.onnx' } as const;
const manifest = (tasks: object, version = 2) => ({
  bytes: JSON.stringify({ manifest_version: version, tasks }),
});

describe('openPackFolder', () => {
  it('tells models by their shapes and reads a picture with them', async () => {
    const pack = await open({ 'b.onnx': recogniser, 'a.onnx': detector, 'readme.txt': { bytes: 'x' } });
    expect(path.basename(pack.detector.file)).toBe('a.onnx');
    expect(pack.detector).toMatchObject({ kind: 'scrfd', confidence: 0.5, canvases: [640] });
    expect(requireRecogniser(pack)).toMatchObject({
      planes: { order: 'rgb', mean: 127.5, divisor: 127.5 },
      distance: 0.5,
      sha256: createHash('sha256')
        .update(readFileSync(madeUp(recogniser.copy)))
        .digest('hex'),
    });
    const reader = await FaceReader.open(pack, { maxFaces: 2 });
    const [first, second] = await reader.read(await readFacePicture(madeUp('ramp_1000x500.png')));
    expect(first?.embedding).toHaveLength(512);
    expect(first?.embedding?.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
    expect(first?.norm).toBeGreaterThan(5);
    expect([first, second].map((face) => face?.trust)).toEqual(['face', 'face']);
    expect(first?.eyesClosed).toBeNull();
    expect(first?.pose?.roll).toBeLessThan(45);
    await reader.close();
  });

  it('feeds a recogniser that normalises its input itself raw values', async () => {
    const pack = await open({ 'a.onnx': detector, 'b.onnx': { copy: 'arcface_random_innorm.onnx' } });
    expect(pack.recogniser?.planes).toEqual({ order: 'rgb', mean: 0, divisor: 1 });
  });

  it('takes the first of two detectors, and refuses to compare without points', async () => {
    const pack = await open({ 'a.onnx': { copy: 'scrfd_6.onnx' }, 'b.onnx': detector, 'c.onnx': recogniser });
    expect(path.basename(pack.detector.file)).toBe('a.onnx');
    expect(() => requireRecogniser(pack)).toThrow(/its detector a\.onnx finds no points/);
    const reader = await FaceReader.open(pack);
    const faces = await reader.read(await readFacePicture(madeUp('ramp_1000x500.png')));
    expect(faces.length).toBeGreaterThan(0);
    expect(faces.every(({ embedding, points }) => embedding === null && points === null)).toBe(true);
    await reader.close();
  });

  it('finds faces without a recogniser, and says so when distances are wanted', async () => {
    const pack = await open({ 'a.onnx': detector });
    expect(pack.recogniser).toBeNull();
    expect(() => requireRecogniser(pack)).toThrow(expect.objectContaining({ code: 'recognition_missing' }));
  });

  it('refuses a folder without a detector, and one that is not there', async () => {
    await expect(open({ 'b.onnx': recogniser })).rejects.toMatchObject({ code: 'pack_invalid' });
    await expect(openPackFolder('/no/such/folder')).rejects.toMatchObject({ code: 'pack_invalid' });
  });

  it.each([
    ['cut off', { copy: 'scrfd_9.onnx', share: 0.6 }, 'it is cut off'],
    ['a web page', { bytes: '<html><body>404: Not Found</body></html>\n' }, 'it is a web page'],
    ['text', { bytes: 'Hello, this is no model.' }, 'it is no ONNX file'],
    [
      'a git-lfs pointer',
      { bytes: 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 16923827\n' },
      'it is a git-lfs pointer',
    ],
    ['empty', { bytes: '' }, 'it is empty'],
  ] as const)('refuses a model that is %s', async (_, file, reason) => {
    const failed = open({ 'a.onnx': file, 'b.onnx': recogniser });
    await expect(failed).rejects.toMatchObject({
      code: 'model_invalid',
      exitCode: 3,
      message: expect.stringContaining(reason),
    });
  });

  it('follows a manifest of version 2 rather than shapes', async () => {
    const files = { 'a.onnx': { copy: 'scrfd_6.onnx' }, 'sub/d.onnx': detector, 'r.onnx': recogniser };
    const pack = await open({
      ...files,
      'manifest.json': manifest({
        detection: { file: 'sub/d.onnx' },
        verification: { file: 'r.onnx', preprocessing: { mean: 100, std: 50 } },
      }),
    });
    expect(path.basename(pack.detector.file)).toBe('d.onnx');
    expect(pack.recogniser?.planes).toEqual({ order: 'rgb', mean: 100, divisor: 50 });
    const embedded = await open({
      ...files,
      'manifest.json': manifest({
        detection: { file: 'sub/d.onnx' },
        recognition: { file: 'r.onnx', preprocessing: 'embedded' },
      }),
    });
    expect(embedded.recogniser?.planes).toMatchObject({ mean: 0, divisor: 1 });
  });

  it('lets shapes decide with a manifest of another version', async () => {
    const pack = await open({ 'a.onnx': detector, 'manifest.json': manifest({}, 1) });
    expect(path.basename(pack.detector.file)).toBe('a.onnx');
  });

  it.each([
    ['a path that leads out', manifest({ detection: { file: '../a.onnx' } }), /path inside/],
    ['an absolute path', manifest({ detection: { file: '/a.onnx' } }), /path inside/],
    ['no detection', manifest({ recognition: { file: 'a.onnx' } }), /detection/],
    ['no JSON', { bytes: '{' }, /no JSON/],
  ])('refuses a manifest with %s', async (_, file, message) => {
    const failed = open({ 'a.onnx': detector, 'manifest.json': file });
    await expect(failed).rejects.toMatchObject({
      code: 'pack_invalid',
      message: expect.stringMatching(message),
    });
  });

  it('checks the hashes of a manifest', async () => {
    const tasks = { detection: { file: 'a.onnx', sha256: '0'.repeat(64) } };
    const failed = open({ 'a.onnx': detector, 'manifest.json': manifest(tasks) });
    await expect(failed).rejects.toMatchObject({ code: 'model_invalid' });
  });
});
