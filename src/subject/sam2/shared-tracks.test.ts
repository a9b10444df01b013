import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddingCache } from './embedding-cache.ts';
import { Sam2Graphs } from './graphs.ts';
import {
  clipEmbeddings,
  compareTrack,
  goldenNames,
  goldenTrack,
  hasSharedSam2,
  replay,
  sharedModel,
} from './shared-sam2.fixture.ts';
import { SAM2_RULES } from './tracker-rules.ts';

const MODELS = ['tiny-64', 'tiny-128', 'tiny-64-edgetam', 'tiny-64-fixed'];
/** Tolerance of logits, scores and pointers; masks may differ in one pixel. */
const TOLERANCE = 1e-3;
const LEAST_IOU = 0.999;

/** The other way to fill a fixed bank: the newest again and again. */
const NEWEST = {
  ...SAM2_RULES,
  fillBank: (real: number, slots: number) => Array.from({ length: slots }, (_, i) => Math.min(i, real - 1)),
};
const rulesOf = (track: string) => (track.endsWith('-newest') ? NEWEST : SAM2_RULES);

describe.runIf(hasSharedSam2).each(MODELS)('VideoTracker with %s', (name) => {
  let graphs: Sam2Graphs;
  let embeddings: EmbeddingCache;
  beforeAll(async () => {
    graphs = await Sam2Graphs.open(sharedModel(name), { threads: 1 });
    embeddings = await clipEmbeddings(graphs);
  });
  afterAll(() => graphs?.close());

  it.each(goldenNames(name))('gives the reference track %s', async (track) => {
    const golden = goldenTrack(name, track);
    const errors = await compareTrack(golden, await replay(graphs, golden, embeddings, rulesOf(track)));
    expect(errors.logits).toBeLessThan(TOLERANCE);
    expect(errors.score).toBeLessThan(TOLERANCE);
    expect(errors.pointer).toBeLessThan(TOLERANCE);
    expect(errors.iou).toBeGreaterThanOrEqual(LEAST_IOU);
  });
});
