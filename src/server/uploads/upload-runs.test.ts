import { describe, expect, it } from 'vitest';
import { aRun } from '../../web/api/run.fixture.ts';
import { runsOf } from './upload-runs.ts';

const file = {
  paths: ['/uploads/clip.mp4', '/disk/uploads/clip.mp4'],
  fingerprint: 'f1',
  created_at: '2026-01-02T00:00:00.000Z',
};
const done = { state: 'done', input: '/uploads/clip.mp4', source_fingerprint: 'f1' } as const;

describe('the runs of an upload', () => {
  it('are those made of its contents, under either path', () => {
    const runs = [
      aRun({ ...done, id: 'titled', title: 'A title' }),
      aRun({ ...done, id: 'real', name: 'real', input: '/disk/uploads/clip.mp4' }),
      aRun({ ...done, id: 'elsewhere', input: '/videos/clip.mp4' }),
      aRun({ ...done, id: 'before', source_fingerprint: 'f0' }),
    ];
    expect(runsOf(file, runs)).toEqual([
      { id: 'titled', name: 'A title', open: false },
      { id: 'real', name: 'real', open: false },
    ]);
  });

  it.each([
    ['queued', true],
    ['running', true],
    ['interrupted', false],
  ] as const)('%s ones need it: %j', (state, open) => {
    expect(runsOf(file, [aRun({ ...done, state })])).toMatchObject([{ open }]);
  });

  it('that wait or work need what lies there, whatever it is', () => {
    expect(runsOf(file, [aRun({ ...done, state: 'queued', source_fingerprint: 'f0' })])).toHaveLength(1);
    expect(runsOf({ ...file, fingerprint: null }, [aRun({ ...done, state: 'running' })])).toHaveLength(1);
  });

  it('that ended before they read it count if the upload was there then', () => {
    const early = { ...done, state: 'failed', source_fingerprint: null } as const;
    const at = (created_at: string) => runsOf(file, [aRun({ ...early, created_at })]).length;
    expect([at('2026-01-01T00:00:00.000Z'), at('2026-01-03T00:00:00.000Z')]).toEqual([0, 1]);
  });
});
