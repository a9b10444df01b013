import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BUILDS, measureBytes } from './measure-bytes.fixture.ts';
import { metricScores, type RawMetrics } from './metrics.ts';
import golden from './opencv.golden.json' with { type: 'json' };

interface Expected {
  readonly raw: { sharpness: number; edge: number; mean: number; std: number; entropy: number };
  readonly scores: { sharpness: number; edge: number; contrast: number; brightness: number; entropy: number };
}

/** Raw values to 1e-6 relative, scores to 1e-4 points, in both builds. */
function expectParity(raw: RawMetrics, expected: Expected): void {
  for (const name of ['sharpness', 'edge', 'mean', 'std', 'entropy'] as const) {
    expect(Math.abs(raw[name] - expected.raw[name]), name).toBeLessThanOrEqual(
      1e-6 * expected.raw[name] + 1e-9,
    );
  }
  const scores = metricScores(raw);
  expect(scores.sharpness).toBeCloseTo(expected.scores.sharpness, 4);
  expect(scores.edge_strength).toBeCloseTo(expected.scores.edge, 4);
  expect(scores.contrast).toBeCloseTo(expected.scores.contrast, 4);
  expect(scores.brightness).toBeCloseTo(expected.scores.brightness, 4);
  expect(scores.entropy).toBeCloseTo(expected.scores.entropy, 4);
}

type Pixel = (x: number, y: number) => readonly [number, number, number];

const checker =
  (side: number, dark: number, light: number): Pixel =>
  (x, y) => {
    const v = (Math.floor(x / side) + Math.floor(y / side)) % 2 === 0 ? dark : light;
    return [v, v, v];
  };

const computed = new Map<string, Pixel>([
  ['black', () => [0, 0, 0]],
  ['white', () => [255, 255, 255]],
  ['flat', () => [200, 40, 90]],
  ['checker1', checker(1, 0, 255)],
  ['checker6', checker(6, 20, 220)],
  ['checker8', checker(8, 0, 255)],
  ['gradient-gray', (x) => [x, x, x]],
]);

describe.each(BUILDS.map((kernels) => [kernels.simd ? 'simd' : 'scalar', kernels] as const))(
  '%s kernels',
  (_, kernels) => {
    it.each(golden.map((entry) => [entry.name, entry] as const))(
      'measure %s as OpenCV does',
      (name, entry) => {
        const { width, height } = entry;
        const pixel = computed.get(name);
        const bytes = pixel
          ? Uint8Array.from({ length: width * height }, (_, i) => i).reduce(
              (all, _value, i) => {
                all.set(pixel(i % width, Math.floor(i / width)), i * 3);
                return all;
              },
              new Uint8Array(width * height * 3),
            )
          : new Uint8Array(Buffer.from(entry.rgb ?? '', 'base64'));
        expectParity(measureBytes(kernels, { pixelFormat: 'rgb24', width, height, bytes }), entry);
      },
    );
  },
);

const folder = path.resolve(import.meta.dirname, '../../../shared/fixtures/metrics');

interface GoldenImage {
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly plain: GoldenValues;
  readonly masked?: readonly (GoldenValues & { readonly mask: string })[];
}

interface GoldenValues {
  readonly error?: string;
  readonly mask_pixels?: number;
  readonly mask_preview_pixels?: number;
  readonly raw: Expected['raw'];
  readonly A: Expected['scores'];
}

describe.runIf(existsSync(folder))('the reference images', () => {
  const file: { images: readonly GoldenImage[] } = existsSync(folder)
    ? JSON.parse(readFileSync(path.join(folder, 'golden.json'), 'utf8'))
    : { images: [] };

  it.each(file.images.map((entry) => [entry.image, entry] as const))(
    '%s, with each of its masks',
    async (image, entry) => {
      const { width, height } = entry;
      const bytes = await sharp(path.join(folder, image))
        .removeAlpha()
        .toColourspace('srgb')
        .raw()
        .toBuffer();
      for (const kernels of BUILDS) {
        const frame = { pixelFormat: 'rgb24', width, height, bytes };
        expectParity(measureBytes(kernels, frame), { raw: entry.plain.raw, scores: entry.plain.A });
        for (const masked of entry.masked ?? []) {
          const mask = await sharp(path.join(folder, masked.mask)).extractChannel(0).raw().toBuffer();
          const raw = measureBytes(kernels, { ...frame, mask });
          expect(raw.pixels).toBe(masked.mask_pixels);
          if (masked.error) continue;
          expect(raw.previewPixels).toBe(masked.mask_preview_pixels);
          expectParity(raw, { raw: masked.raw, scores: masked.A });
        }
      }
    },
  );
});

const clips = path.resolve(folder, '../../media');

interface GoldenClip {
  readonly frames: readonly {
    readonly n: number;
    readonly from_luma: { raw: Expected['raw']; A: Expected['scores'] };
  }[];
}

/** First frames of limited-range clips whose reference values come from the video's own luma. */
describe.runIf(existsSync(folder) && existsSync(clips))('frames of real clips, from their luma', () => {
  it.each([
    ['real-bbb-bunny.mp4', 1280, 720],
    ['real-montage.mp4', 1280, 720],
    ['real-bbb-opening.webm', 1280, 720],
  ] as const)('%s', (clip, width, height) => {
    const reference: GoldenClip = JSON.parse(readFileSync(path.join(folder, `${clip}.json`), 'utf8'));
    const [first] = reference.frames;
    if (!first) throw new Error('no reference frames');
    const select = ['-vf', `select=eq(n\\,${first.n})`, '-frames:v', '1', '-f', 'rawvideo', '-'];
    const args = ['-v', 'error', '-nostdin', '-i', path.join(clips, clip), '-map', '0:v:0', ...select];
    const bytes = execFileSync('ffmpeg', args, { maxBuffer: 2 ** 26 });
    for (const kernels of BUILDS) {
      const frame = { pixelFormat: 'yuv420p', width, height, range: 'limited', bytes } as const;
      expectParity(measureBytes(kernels, frame), { raw: first.from_luma.raw, scores: first.from_luma.A });
    }
  });
});
