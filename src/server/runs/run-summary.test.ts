import { describe, expect, it } from 'vitest';
import { runSummarySchema } from '../../contract/http.ts';
import { readFacts } from './folder-facts.ts';
import {
  changedOptions,
  entrySummary,
  folderSummary,
  nameOfInput,
  pictureKey,
  stateOfEntry,
  stateOfFolder,
} from './run-summary.ts';
import { type MadeRun, madeEntry, makeRun, newFolder } from './runs.fixture.ts';

async function facts(made: MadeRun = {}) {
  const read = await readFacts(makeRun(newFolder(), 'clip', made), null);
  if (!read) throw new Error('no run');
  return read;
}

describe('where a run stands by its folder alone', () => {
  it.each<[string, MadeRun]>([
    ['done', {}],
    ['running', { complete: false, state: 'running', locked: true }],
    ['running', { complete: false, state: 'cancelled', locked: true }],
    ['running', { complete: true, state: 'done', locked: true }],
    ['interrupted', { complete: false, state: 'running' }],
    ['interrupted', { complete: false, state: 'done' }],
    ['cancelled', { complete: false, state: 'cancelled' }],
    ['failed', { complete: false, state: 'failed' }],
    ['done', { complete: true, state: 'cancelled' }],
  ])('%s: %j', async (state, made) => {
    expect(stateOfFolder(await facts(made))).toBe(state);
  });
});

describe('where a run stands that this server was asked for', () => {
  const later = { updated_at: '2026-02-01T00:00:00.000Z' };
  const earlier = { updated_at: '2025-01-01T00:00:00.000Z' };
  it.each([
    ['without a folder it says itself', madeEntry({ state: 'failed' }), null, 'failed'],
    ['while it waits or works it says itself', madeEntry({ state: 'queued' }), {}, 'queued'],
    [
      'another program works on it',
      madeEntry({ state: 'interrupted' }),
      { complete: false, locked: true },
      'running',
    ],
    ['another program has finished it', madeEntry({ state: 'interrupted', ...later }), {}, 'done'],
    [
      'stopped with the server',
      madeEntry({ state: 'interrupted' }),
      { complete: false, state: 'cancelled' },
      'interrupted',
    ],
    ['failed although all is written', madeEntry({ state: 'failed', ...later }), {}, 'failed'],
    ['failed, then finished elsewhere', madeEntry({ state: 'failed', ...earlier }), {}, 'done'],
    ['crashed', madeEntry({ state: 'failed' }), { complete: false, state: 'running' }, 'failed'],
  ] as const)('%s: %4$s', async (_, entry, made, state) => {
    expect(stateOfEntry(entry, made && (await facts(made)))).toBe(state);
  });
});

describe('the summary', () => {
  it('of a folder says what its files say', async () => {
    const known = await facts();
    const summary = folderSummary('0123456789abcdef', known);
    expect(runSummarySchema.parse(summary)).toEqual(summary);
    expect(summary).toMatchObject({
      id: '0123456789abcdef',
      name: 'clip',
      folder: known.folder,
      state: 'done',
      source_missing: true,
      options: { method: 'all' },
      counts: { processed: 100, kept: 60 },
      total: 100,
      error: null,
      warnings: ['something odd'],
      seconds: 5,
      here: false,
    });
  });

  it('of a run that waits has no folder but a place in the queue', () => {
    const summary = entrySummary(madeEntry(), null, 2);
    expect(runSummarySchema.parse(summary)).toEqual(summary);
    expect(summary).toMatchObject({ name: 'clip', folder: null, queue_place: 2, here: true, counts: null });
    expect(summary.options).toEqual({ method: 'all', workers: 2 });
  });

  it('of a run that has begun says what the folder says, under its own id', async () => {
    const known = await facts({ complete: false, state: 'running', locked: true });
    const summary = entrySummary(madeEntry({ state: 'running' }), known, null);
    expect(summary).toMatchObject({
      id: 'aaaaaaaaaaaaaaaa',
      folder: known.folder,
      here: true,
      queue_place: null,
    });
    expect(summary.counts).toMatchObject({ processed: 50 });
  });

  it('of a run that failed names why: what happened here before what the folder says', async () => {
    const known = await facts({ complete: false, state: 'failed' });
    const error = { code: 'run_crashed', message: 'crashed', hint: 'again' };
    expect(entrySummary(madeEntry({ state: 'failed', error }), known, null).error).toEqual(error);
    expect(folderSummary('a', known).error).toMatchObject({ code: 'disk_full' });
    expect(entrySummary(madeEntry({ state: 'queued', error }), known, 1).error).toBeNull();
  });
});

it('options that differ from the defaults, without the workspace', () => {
  expect(
    changedOptions({ method: 'keyframes', out: '/x', png: true, qualityWeights: [30, 20, 20, 10, 20] }),
  ).toEqual({
    png: true,
  });
});

it('the key of the pictures changes with source, options and programs, and with nothing else', async () => {
  const { run } = await facts();
  const key = pictureKey(run);
  expect(pictureKey({ ...run, counts: null, warnings: [], source: { ...run.source, path: '/moved' } })).toBe(
    key,
  );
  expect(pictureKey({ ...run, config_hash: 'other' })).not.toBe(key);
  expect(pictureKey({ ...run, versions: { ffmpeg: '8.0' } })).not.toBe(key);
  expect(pictureKey({ ...run, source: { ...run.source, fingerprint: 'other' } })).not.toBe(key);
});

describe('a run of an address', () => {
  const page = {
    url: 'https://example.com/watch?v=1',
    site: 'Example',
    id: '1',
    title: 'A day at sea',
    uploader: 'Jo',
    upload_date: null,
    chapters: [],
  };

  it('is called what it was asked for as, then as the page calls it', async () => {
    const entry = madeEntry({ input: page.url, title: 'Asked for' });
    expect(entrySummary(entry, null, 1)).toMatchObject({
      name: 'example.com/watch?v=1',
      title: 'Asked for',
    });
    const there = await facts({ page });
    expect(entrySummary(entry, there, null)).toMatchObject({ name: 'clip', title: 'A day at sea' });
    expect(folderSummary('bbbbbbbbbbbbbbbb', there).title).toBe('A day at sea');
    const untitled = await facts({ page: { ...page, title: null } });
    expect(entrySummary(entry, untitled, null).title).toBe('Asked for');
  });

  it('has a name even where the address says little', () => {
    expect(nameOfInput('https://example.com/')).toBe('example.com');
    expect(nameOfInput('https://example.com/videos/clip.mp4')).toBe('example.com/clip.mp4');
    expect(nameOfInput('/videos/clip.mp4')).toBe('clip');
    expect(nameOfInput('C:clip')).toBe('C:clip');
  });
});
