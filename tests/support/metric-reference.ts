import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import type { FrameRecord } from '../../dist/index.js';
import { SHARED } from './project.ts';

const scores = z.object({
  sharpness: z.number(),
  edge: z.number(),
  contrast: z.number(),
  brightness: z.number(),
  entropy: z.number(),
  quality: z.number(),
});
const schema = z.object({
  frames: z.array(z.object({ n: z.number(), A: scores, from_luma: z.object({ A: scores }) })).min(20),
});

/** Its luma is full range, but the reference expanded it as if it were limited: compared with the grey values. */
const FULL_RANGE = 'real-person.mkv';

/** By how much luma and grey differ on that clip, in points (table of fixtures/metrics/README.md). */
const GREY_IS_NOT_LUMA = { points: 1.1, quality: 0.75, entropy: 3.4 };

/** The records of every frame of a real clip must agree with fixtures/metrics, variant A. */
export function expectReferenceMetrics(clip: string, records: readonly FrameRecord[]): void {
  const file = path.join(SHARED, 'fixtures/metrics', `${clip}.json`);
  const { frames } = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const more = clip === FULL_RANGE ? GREY_IS_NOT_LUMA : { points: 0, quality: 0, entropy: 0 };
  for (const frame of frames) {
    const record = records[frame.n];
    const wanted = clip === FULL_RANGE ? frame.A : frame.from_luma.A;
    const off = (score: number | null | undefined, reference: number) =>
      Math.abs((score ?? Number.NaN) - reference);
    expect(off(record?.sharpness_score, wanted.sharpness)).toBeLessThanOrEqual(1.5 + more.points);
    expect(off(record?.edge_strength_score, wanted.edge)).toBeLessThanOrEqual(1.5 + more.points);
    expect(off(record?.entropy_score, wanted.entropy)).toBeLessThanOrEqual(1.5 + more.entropy);
    expect(off(record?.contrast_score, wanted.contrast)).toBeLessThanOrEqual(1);
    expect(off(record?.brightness_score, wanted.brightness)).toBeLessThanOrEqual(1);
    expect(off(record?.quality_score, wanted.quality)).toBeLessThanOrEqual(1 + more.quality);
  }
}
