import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddingCache } from './embedding-cache.ts';
import { Sam2Graphs } from './graphs.ts';
import type { MemorySelection } from './memory-selection.ts';
import {
  clipEmbeddings,
  compareTrack,
  goldenTrack,
  hasSharedSam2,
  replay,
  sharedModel,
} from './shared-sam2.fixture.ts';
import { SAM2_RULES, type TrackerRules } from './tracker-rules.ts';

/** Changes what is remembered. */
const remembering = (
  change: (chosen: MemorySelection, prompted: readonly number[]) => MemorySelection,
): Partial<TrackerRules> => ({
  selectMemory: (request) => change(SAM2_RULES.selectMemory(request), request.prompted),
});

/** Rules with one mistake each, and a track of the small models that shows it. */
const MISTAKES: Readonly<Record<string, readonly [track: string, rules: Partial<TrackerRules>]>> = {
  'rows of the temporal table the other way round': [
    'box',
    remembering(({ spatial, pointers }) => ({
      pointers,
      spatial: spatial.map(([at, row]) => [at, row === 6 ? 6 : 5 - row]),
    })),
  ],
  'prompted frames take row 0': [
    'box',
    remembering(({ spatial, pointers }, prompted) => ({
      pointers,
      spatial: spatial.map(([at, row]) => [at, prompted.includes(at) ? 0 : row]),
    })),
  ],
  'no pointers': ['box', remembering(({ spatial }) => ({ spatial, pointers: [] }))],
  'distances divided by 16': ['mid-start', { pointerDivisor: () => 16 }],
  'positions of pointers one after the other, then again': [
    'box',
    {
      pointerTokens: (rows, _, share) => {
        const out = new Float32Array(rows.length * share);
        for (let i = 0; i < share; i++) out.set(rows, i * rows.length);
        return out;
      },
    },
  ],
  'prompted frames without the vector for no memory': ['box', { promptedFeatures: ({ feats2 }) => feats2 }],
  'soft masks of prompts': ['box', { binarize: () => 0 }],
  'hard masks of tracked frames': ['click-3', { binarize: () => 1 }],
  'the oldest of seven memories dropped': [
    'box',
    remembering(({ spatial, pointers }) => ({
      pointers,
      spatial: spatial.slice(spatial.length === 7 ? 1 : 0),
    })),
  ],
  'memories as if the object were always there': ['box', { memoryScore: () => 1 }],
  'a box as two points on the object': ['box', { boxLabels: [1, 1] }],
  'pointers of frames to come': [
    'two-cond',
    {
      selectMemory: (request) => {
        const { spatial, pointers } = SAM2_RULES.selectMemory(request);
        const direction = request.reverse ? -1 : 1;
        const tracked = pointers.filter(([at]) => !request.prompted.includes(at));
        return {
          spatial,
          pointers: [
            ...request.prompted.map((at) => [at, (request.frame - at) * direction] as const),
            ...tracked,
          ],
        };
      },
    },
  ],
};

const TOLERANCE = 1e-3;

describe.runIf(hasSharedSam2).each(['tiny-64', 'tiny-128'])('with %s the reference shows', (name) => {
  let graphs: Sam2Graphs;
  let embeddings: EmbeddingCache;
  beforeAll(async () => {
    graphs = await Sam2Graphs.open(sharedModel(name), { threads: 1 });
    embeddings = await clipEmbeddings(graphs);
  });
  afterAll(() => graphs?.close());

  const errorsWith = async (track: string, rules: Partial<TrackerRules>) => {
    const golden = goldenTrack(name, track);
    return await compareTrack(golden, await replay(graphs, golden, embeddings, { ...SAM2_RULES, ...rules }));
  };

  it.each(Object.entries(MISTAKES))('%s', async (_, [track, rules]) => {
    expect((await errorsWith(track, rules)).logits).toBeGreaterThan(5 * TOLERANCE);
  });

  it('pointers that are turned like places: the graph refuses them', async () => {
    await expect(errorsWith('box', { unrotated: () => 0 })).rejects.toMatchObject({
      code: 'inference_failed',
    });
  });

  it('that the order of memories does not matter', async () => {
    const newestFirst = remembering(({ spatial, pointers }) => ({
      pointers,
      spatial: [...spatial].reverse(),
    }));
    for (const track of ['box', 'mid-start', 'two-cond'])
      expect((await errorsWith(track, newestFirst)).logits).toBeLessThan(TOLERANCE);
  });
});
