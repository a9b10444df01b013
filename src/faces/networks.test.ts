import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readModelFile } from '../inference/model-file.ts';
import { openSession } from '../inference/session.ts';
import { largestFaces } from './detect/largest-faces.ts';
import { letterbox } from './detect/letterbox.ts';
import { scrfdDetector } from './detect/scrfd-detector.ts';
import { madeUp } from './made-up-models.fixture.ts';
import { readFacePicture } from './read-picture.ts';
import { recogniserOf } from './recognise/recogniser.ts';
import { Workspace } from './workspace.ts';

/** One detection with one model. */
interface ScrfdCase {
  readonly model: string;
  readonly image: string;
  readonly det_sizes: readonly number[];
  readonly letterbox: readonly {
    readonly canvas: number;
    readonly new_w: number;
    readonly new_h: number;
    readonly det_scale: number;
    readonly canvas_rgb_sha256: string;
    readonly tensor_mean: number;
  }[];
  readonly faces: readonly {
    readonly box: number[];
    readonly score: number;
    readonly points: number[][] | null;
  }[];
  readonly max_num_2_default: number[];
  readonly max_num_2_max: number[];
}

const cases: ScrfdCase[] = JSON.parse(readFileSync(madeUp('scrfd.golden.json'), 'utf8')).cases;

async function load(name: string) {
  const model = await readModelFile(madeUp(name));
  return { session: await openSession(model, { threads: 1 }), facts: model.facts };
}

function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThanOrEqual(tolerance);
  });
}

describe('SCRFD with made-up weights', () => {
  it.each(cases.map((row) => [row.model, row.image, row.det_sizes.join('+'), row] as const))(
    '%s finds on %s at %s what insightface finds',
    async (_model, _image, _sizes, row) => {
      const model = await load(row.model);
      const picture = await readFacePicture(madeUp(row.image));
      const detector = scrfdDetector(model, { confidence: 0.5, canvases: row.det_sizes });
      const workspace = new Workspace(detector.canvasPixels);
      const faces = await detector.detect(workspace, workspace.load(picture));
      expect(faces).toHaveLength(row.faces.length);
      faces.forEach((face, i) => {
        const expected = row.faces[i];
        expectNear(face.box, expected?.box ?? [], 0.01);
        expectNear([face.score], [expected?.score ?? Number.NaN], 1e-4);
        if (!expected?.points) expect(face.points).toBeNull();
        else expectNear(face.points?.flat() ?? [], expected.points.flat(), 0.01);
      });
      const indexes = (kept: typeof faces) => kept.map((face) => faces.indexOf(face));
      expect(indexes(largestFaces(faces, 2, picture))).toEqual(row.max_num_2_default);
      expect(indexes(largestFaces(faces, 2, picture, 'area'))).toEqual(row.max_num_2_max);
      await model.session.close();
    },
  );

  it.each(cases.flatMap(({ image, letterbox: boxes }) => boxes.map((box) => [image, box] as const)))(
    'the canvas of %s is that of OpenCV',
    async (image, expected) => {
      const picture = await readFacePicture(madeUp(image));
      const canvas = { width: expected.canvas, height: expected.canvas };
      const { inner, scale } = letterbox(picture, canvas);
      expect([inner.width, inner.height, scale]).toEqual([
        expected.new_w,
        expected.new_h,
        expected.det_scale,
      ]);
      const workspace = new Workspace(expected.canvas ** 2);
      const pixels = workspace.resized(workspace.load(picture), inner, canvas);
      const bytes = workspace.bytes(pixels.at, expected.canvas ** 2 * 3);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(expected.canvas_rgb_sha256);
      const { data } = workspace.planes([pixels], { order: 'rgb', mean: 127.5, divisor: 128 });
      expect(data.reduce((sum, value) => sum + value, 0) / data.length).toBeCloseTo(expected.tensor_mean, 9);
    },
  );
});

/** Made with Python's onnxruntime from crops of (2x, 2y, xy) mod 256, and mirrored. */
const EMBEDDINGS = {
  'arcface_random.onnx': [
    { norm: 14.35709, first: [0.001545, -0.056427, 0.052755, 0.057244, 0.003655, 0.016514] },
    { norm: 14.30924, first: [-0.05465, -0.006838, -0.016556, 0.055303, 0.011824, 0.049118] },
  ],
  'arcface_random_innorm.onnx': [
    { norm: 14.33169, first: [0.001501, -0.056437, 0.052746, 0.057241, 0.003646, 0.016477] },
    { norm: 14.28301, first: [-0.054654, -0.006869, -0.016497, 0.055293, 0.0118, 0.049085] },
  ],
} as const;

describe('a recogniser with made-up weights', () => {
  it.each(Object.entries(EMBEDDINGS))(
    '%s describes crops together as it does alone',
    async (name, expected) => {
      const own = name.includes('innorm');
      const recogniser = recogniserOf(await load(name), {
        order: 'rgb',
        mean: own ? 0 : 127.5,
        divisor: own ? 1 : 127.5,
      });
      const width = 112;
      const pixels = new Uint8Array(width * width * 3);
      for (let y = 0; y < width; y++) {
        for (let x = 0; x < width; x++) pixels.set([2 * x, 2 * y, x * y], (y * width + x) * 3);
      }
      const workspace = new Workspace(width * width * 2);
      workspace.load({ pixels, width, height: width });
      const crops = [
        workspace.crop([1, 0, 0, 0, 1, 0], width),
        workspace.crop([-1, 0, width - 1, 0, 1, 0], width),
      ];
      const together = await recogniser.embed(workspace, crops);
      expect(recogniser.size).toBe(width);
      for (const [i, crop] of crops.entries()) {
        const [alone] = await recogniser.embed(workspace, [crop]);
        for (const embedding of [together[i], alone]) {
          expect(embedding?.norm).toBeCloseTo(expected[i]?.norm ?? Number.NaN, 3);
          expect(embedding?.vector).toHaveLength(512);
          expectNear([...(embedding?.vector.slice(0, 6) ?? [])], expected[i]?.first ?? [], 1e-4);
        }
      }
    },
  );
});
