import { readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readModelFile } from '../inference/model-file.ts';
import { openSession } from '../inference/session.ts';
import { similarityTo } from './align/similarity.ts';
import { FaceReader } from './face-reader.ts';
import { requireRecogniser } from './packs/face-pack.ts';
import { KNOWN_PACKS, knownPack } from './packs/known-packs.ts';
import { openPackFolder } from './packs/open-pack-folder.ts';
import { readFacePicture } from './read-picture.ts';
import { cosineDistance, recogniserOf } from './recognise/recogniser.ts';
import {
  alignedCrop,
  asFive,
  expectNear,
  hasSharedFaces,
  readSharedFace,
  SHARED_MODELS,
  sha256,
  sharedFace,
} from './shared-faces.fixture.ts';
import { Workspace } from './workspace.ts';

const vectors = readSharedFace('vectors/norm_crop.json');
const buffalo = readSharedFace('packs/fake_buffalo_expected.json');
const arcface = readSharedFace('synthetic/arcface_expected.json');

/** The embedding of a crop alone, by a model fed as told. */
async function embedCrop(file: string, crop: string, planes: Parameters<typeof recogniserOf>[1]) {
  const model = await readModelFile(file);
  const session = await openSession(model, { threads: 1 });
  const { data, info } = await sharp(sharedFace(crop)).raw().toBuffer({ resolveWithObject: true });
  const workspace = new Workspace(info.width * info.height);
  const pixels = workspace.load({ pixels: data, width: info.width, height: info.height });
  const [embedding] = await recogniserOf({ session, facts: model.facts }, planes).embed(workspace, [pixels]);
  await session.close();
  if (!embedding) throw new Error('no embedding');
  return embedding;
}

describe.runIf(hasSharedFaces)('aligned crops', () => {
  it('equal the reference to the byte', async () => {
    const picture = await readFacePicture(sharedFace(vectors.image));
    for (const { name, points, size, matrix, crop_sha256 } of vectors.cases) {
      const map = similarityTo(asFive(points), size);
      const crop = alignedCrop(picture, asFive(points), size);
      if (matrix === null) expect(crop, name).toBeNull();
      else {
        expectNear(map ?? [], matrix.flat(), 1e-6);
        expect(sha256(crop ?? new Uint8Array(0)), name).toBe(crop_sha256);
      }
    }
  });
});

describe.runIf(hasSharedFaces)('recognisers fed with the reference crops', () => {
  it('the default one', async () => {
    const golden = readSharedFace('golden.json');
    for (const [file, { packs }] of Object.entries<{ packs: Record<string, GoldenFace[]> }>(golden.images)) {
      for (const { crop, embedding } of Object.values(packs).flat()) {
        if (!crop) continue;
        const planes = { order: 'bgr', mean: 127.5, divisor: 127.5 } as const;
        const { vector } = await embedCrop(
          path.join(SHARED_MODELS, 'faceplugin/fr_feature.onnx'),
          crop,
          planes,
        );
        expect(cosineDistance(vector, Float32Array.from(embedding)), file).toBeLessThanOrEqual(1e-4);
        break;
      }
    }
  });

  it.each(['arcface_random.onnx', 'arcface_random_innorm.onnx'])('%s', async (name) => {
    const { mean, std, norm, embedding } = arcface.models[name];
    const planes = { order: 'rgb', mean, divisor: std } as const;
    const found = await embedCrop(sharedFace('synthetic', name), arcface.crop, planes);
    expectNear([...found.vector], embedding, 1e-4);
    expectNear([found.norm], [norm], 1e-3);
  });
});

/** A face of the golden values, as far as it is needed here. */
interface GoldenFace {
  readonly crop?: string;
  readonly embedding: number[];
}

describe.runIf(hasSharedFaces)('pack folders', () => {
  it('a whole one is routed by shape and reads as the reference does', async () => {
    const pack = await openPackFolder(sharedFace('packs/fake_buffalo'));
    expect(path.basename(pack.detector.file)).toBe(buffalo.routing.detection);
    expect(path.basename(requireRecogniser(pack).file)).toBe(buffalo.routing.recognition);
    const reader = await FaceReader.open(pack);
    const picture = await readFacePicture(sharedFace(buffalo.image));
    const faces = await reader.read(picture);
    expect(faces).toHaveLength(buffalo.faces.length);
    faces.forEach(({ box, score, points, norm, embedding }, i) => {
      const expected = buffalo.faces[i];
      expectNear([...box], expected.box, 0.01);
      expectNear([score], [expected.score], 1e-4);
      expectNear(points?.flat() ?? [], expected.points.flat(), 0.01);
      expectNear((points && similarityTo(points, 112)) ?? [], expected.matrix.flat(), 1e-3);
      const crop = points && alignedCrop(picture, points);
      expect(sha256(crop ?? new Uint8Array(0))).toBe(expected.crop_sha256);
      expectNear([norm ?? 0], [expected.embedding_norm], 0.01);
      expectNear([...(embedding ?? [])], expected.embedding, 1e-3);
    });
    await reader.close();
  });

  it.each([
    ['truncated', 'model_invalid', /cut off/],
    ['not_onnx', 'model_invalid', /web page/],
    ['lfs_pointer', 'model_invalid', /pointer/],
    ['zero_bytes', 'model_invalid', /empty/],
    ['no_detector', 'pack_invalid', /finds faces/],
  ])('%s is refused', async (name, code, message) => {
    const refused = openPackFolder(sharedFace('packs', name));
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each([
    ['two_detectors', 'a_det6.onnx'],
    ['no_points', 'det6.onnx'],
    ['no_recogniser', 'det_fake.onnx'],
  ])('%s finds faces but compares none', async (name, detector) => {
    const pack = await openPackFolder(sharedFace('packs', name));
    expect(path.basename(pack.detector.file)).toBe(detector);
    expect(() => requireRecogniser(pack)).toThrow(expect.objectContaining({ code: 'recognition_missing' }));
    const reader = await FaceReader.open(pack);
    const faces = await reader.read(await readFacePicture(sharedFace(buffalo.image)));
    expect(faces.length).toBeGreaterThan(0);
    expect(faces.every(({ embedding }) => embedding === null)).toBe(true);
    await reader.close();
  });

  it('the default pack opened as a mere folder is the default pack', async () => {
    const pack = await openPackFolder(path.join(SHARED_MODELS, 'faceplugin'));
    const { detector, recogniser } = pack;
    expect(detector).toMatchObject({ kind: 'ultraface', confidence: 0.7, raw: false });
    expect(recogniser).toMatchObject({ planes: { order: 'bgr' }, distance: 0.45, leastNorm: 1.8 });
    expect(
      [detector.file, pack.landmarks, pack.eyes, recogniser?.file].map((f) => path.basename(f ?? '')),
    ).toEqual(['fr_detect.onnx', 'fr_landmark.onnx', 'fr_eye.onnx', 'fr_feature.onnx']);
  });
});

describe.runIf(hasSharedFaces)('manifests', () => {
  it.each(['faceplugin', 'yunet'])('%s names the very files', async (name) => {
    const bundle = KNOWN_PACKS.flatMap(({ bundles }) => bundles).find(({ folder }) => folder === name);
    for (const { name: file, bytes, sha256: hash } of bundle?.files ?? []) {
      const model = await readModelFile(path.join(SHARED_MODELS, name, file));
      expect([model.bytes.length, sha256(model.bytes)]).toEqual([bytes, hash]);
    }
    expect(bundle?.files.length).toBe(
      readdirSync(path.join(SHARED_MODELS, name)).filter((file) => file.endsWith('.onnx')).length,
    );
    expect(knownPack(name)?.name).toBe(name);
  });
});

describe.runIf(hasSharedFaces)('damaged pictures', () => {
  it.each(['cut.jpg', 'cut.png', 'text.jpg', 'empty.png', 'missing.png'])(
    '%s has a named error',
    async (name) => {
      const read = readFacePicture(sharedFace('corrupt', name));
      await expect(read).rejects.toMatchObject({ code: 'face_picture_invalid', exitCode: 4 });
    },
  );
});
