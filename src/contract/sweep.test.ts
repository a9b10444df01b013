import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The cases of a sweep of ten, of which a few are wanted, as they are where CI has a value. */
async function casesWith(ci: string | undefined, few: number): Promise<number[]> {
  vi.stubEnv('CI', ci);
  vi.resetModules();
  const { casesOf } = await import('./sweep.fixture.ts');
  return casesOf(
    Array.from({ length: 10 }, (_, i) => i),
    few,
  );
}

describe('cases of a sweep', () => {
  it.each(['true', '1'])('are all tried where CI is %s', async (ci) => {
    expect(await casesWith(ci, 3)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it.each([undefined, '', '0', 'false'])('are a few, evenly spread, where CI is %s', async (ci) => {
    expect(await casesWith(ci, 3)).toEqual([0, 3, 6]);
    expect(await casesWith(ci, 1)).toEqual([0]);
    expect(await casesWith(ci, 20)).toHaveLength(10);
  });
});
