import { describe, expect, it } from 'vitest';
import { aRun } from '../api/run.fixture.ts';
import { endWords } from './run-end.ts';
import { filterRuns } from './run-filter.ts';
import { canResume, downloadOf, isActive, progressOf, shareOf, standingOf } from './run-progress.ts';
import { runTitle } from './run-title.ts';

const PROGRESS = {
  event: 'progress',
  done: 30,
  total: null,
  position: 5,
  duration: 20,
  fps: 100,
  speed: 4,
  eta: null,
  counts: { processed: 30, kept: 10, rejected: 20, error: 0 },
} as const;

describe('how far a run is', () => {
  it('is told by frames where their number is known, else by the time in the video', () => {
    expect(shareOf(aRun(), PROGRESS)).toBe(0.25);
    expect(shareOf(aRun(), { ...PROGRESS, total: 60 })).toBe(0.5);
    const counts = { processed: 25, kept: 25, rejected: 0, error: 0 };
    expect(shareOf(aRun({ counts, total: 100 }), null)).toBe(0.25);
    expect(shareOf(aRun(), null)).toBeNull();
    expect(shareOf(aRun({ state: 'done' }), null)).toBe(1);
    expect(shareOf(aRun(), { ...PROGRESS, position: 21 })).toBe(1);
  });

  it('is not told by progress of another shape', () => {
    expect(progressOf(undefined)).toBeNull();
    expect(
      progressOf({ stage: null, progress: { event: 'progress', done: 'many' }, download: null, lines: [] }),
    ).toBeNull();
    expect(progressOf({ stage: null, progress: PROGRESS, download: null, lines: [] })).toEqual(PROGRESS);
  });

  it('is told of the download while that goes on, then of the frames', () => {
    const download = { event: 'download', bytes: 30, total: 120, speed: 10, eta: 9 } as const;
    const log = { stage: 'download', progress: null, download, lines: [] };
    expect(standingOf(aRun(), log)).toEqual({ share: 0.25, eta: 9, download });
    expect(standingOf(aRun(), { ...log, download: { ...download, total: null } }).share).toBeNull();
    expect(standingOf(aRun({ state: 'cancelled' }), log)).toEqual({ share: null, eta: null, download: null });
    const later = { ...log, stage: 'analyze', progress: { ...PROGRESS, eta: 3 } };
    expect(standingOf(aRun(), later)).toEqual({ share: 0.25, eta: 3, download: null });
    expect(downloadOf({ ...log, download: { event: 'download', bytes: 'many' } })).toBeNull();
  });

  it('decides what can be done', () => {
    const states = ['queued', 'running', 'done', 'cancelled', 'failed', 'interrupted'] as const;
    expect(states.filter(isActive)).toEqual(['queued', 'running']);
    expect(states.filter(canResume)).toEqual(['cancelled', 'failed', 'interrupted']);
  });
});

describe('runTitle', () => {
  it('is the title of the page, else the name of the folder', () => {
    expect(runTitle(aRun())).toBe('clip');
    expect(runTitle(aRun({ title: 'A day at sea' }))).toBe('A day at sea');
    expect(endWords(aRun({ title: 'A day at sea', state: 'failed' })).title).toBe('A day at sea failed');
  });
});

describe('filterRuns', () => {
  const runs = [
    aRun({ id: 'aaaaaaaa', name: 'Übung', input: '/v/Übung.mp4', state: 'done' }),
    aRun({ id: 'bbbbbbbb', name: 'clip', input: '/v/clip.mp4', options: { method: 'all' } }),
  ];
  const found = (search: string, state: 'all' | 'done' | 'failed' = 'all') =>
    filterRuns(runs, { search, state }, ({ options }) => Object.values(options).map(String)).map(
      ({ id }) => id,
    );

  it('looks at name, source and options, without case and accents', () => {
    expect(found('')).toEqual(['aaaaaaaa', 'bbbbbbbb']);
    expect(found('ubung')).toEqual(['aaaaaaaa']);
    expect(found('ALL clip')).toEqual(['bbbbbbbb']);
    expect(found('all ubung')).toEqual([]);
  });

  it('looks at the state', () => {
    expect(found('', 'done')).toEqual(['aaaaaaaa']);
    expect(found('', 'failed')).toEqual([]);
  });
});

describe('the end of a run in words', () => {
  it('says what came of it', () => {
    const counts = { processed: 900, kept: 412, rejected: 488, error: 0 };
    expect(endWords(aRun({ state: 'done', counts }))).toEqual({
      title: 'clip is done',
      text: '412 of 900 frames kept',
    });
    const error = { code: 'disk_full', message: 'No space left', hint: '' };
    expect(endWords(aRun({ state: 'failed', error }))).toEqual({
      title: 'clip failed',
      text: 'No space left',
    });
  });
});
