import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The cases of a sweep of ten, of which a few are wanted, as they are where FRAMESIFT_TESTS has a value. */
async function casesWith(tests: string | undefined, few: number): Promise<number[]> {
  vi.stubEnv('FRAMESIFT_TESTS', tests);
  vi.resetModules();
  const { casesOf } = await import('./sweep.fixture.ts');
  return casesOf(
    Array.from({ length: 10 }, (_, i) => i),
    few,
  );
}

describe('cases of a sweep', () => {
  it.each([undefined, '', 'all'])('are all tried where FRAMESIFT_TESTS is %s', async (tests) => {
    expect(await casesWith(tests, 3)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('are a few, evenly spread, where that is asked for', async () => {
    expect(await casesWith('few', 3)).toEqual([0, 3, 6]);
    expect(await casesWith('few', 1)).toEqual([0]);
    expect(await casesWith('few', 20)).toHaveLength(10);
  });
});
