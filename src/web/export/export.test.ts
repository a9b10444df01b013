import { describe, expect, it } from 'vitest';
import { EXPORT_OPTIONS } from '../../contract/export-options.ts';
import type { ExportPlan, OptionFactsView } from '../../contract/http.ts';
import { optionViews } from '../../server/option-views.ts';
import { PLAIN_EXPORT, parseForm, problemsOf, sentOptions, shownOptions, withOption } from './export-form.ts';
import { lacksRoom, planSentence, splitFolder, stagePercent, stageSentence } from './export-words.ts';

/** The table as the server answers it. */
const OPTIONS = optionViews().export;

const facts = (name: string): OptionFactsView => {
  const found = OPTIONS.find((option) => option.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('the form of an export', () => {
  it('shows every option but the folder', () => {
    expect(shownOptions(OPTIONS).map(({ name }) => name)).toEqual(
      Object.keys(EXPORT_OPTIONS).filter((name) => name !== 'to'),
    );
  });

  it('sends only what has an effect and differs', () => {
    let form = withOption(PLAIN_EXPORT, facts('quality'), 80);
    expect(sentOptions(form, OPTIONS)).toEqual({});
    form = withOption(form, facts('format'), 'jpg');
    expect(sentOptions(form, OPTIONS)).toEqual({ format: 'jpg', quality: 80 });
    form = withOption(form, facts('quality'), 92);
    expect(form.given).toEqual({ format: 'jpg' });
  });

  it('says what is wrong in the words of the contract, where it has an effect', () => {
    const name = withOption(PLAIN_EXPORT, facts('name'), 'picture');
    expect(Object.keys(problemsOf(name, OPTIONS))).toEqual(['name']);
    const side = withOption(PLAIN_EXPORT, facts('longestSide'), 3);
    expect(problemsOf(side, OPTIONS)).toEqual({});
    expect(problemsOf(withOption(side, facts('format'), 'png'), OPTIONS).longestSide).toMatch(/^Must be/);
  });

  it('comes back from the browser without what is not understood', () => {
    const text = JSON.stringify({ given: { format: 'webp', quality: 900, gone: 1 }, parent: '/pictures' });
    expect(parseForm(text)).toEqual({ given: { format: 'webp' }, parent: '/pictures' });
    expect(parseForm('{')).toEqual(PLAIN_EXPORT);
  });
});

describe('the words of an export', () => {
  const plan: ExportPlan = {
    folder: '/videos/downloads/clip_exported_20260102_030405',
    frames: 412,
    extra_files: ['manifest.json', 'metadata.jsonl'],
    first_names: [],
    first_frames: [],
    bytes: 118_000_000,
    free_bytes: 41_000_000_000,
    from_video: 0,
    warnings: [],
  };

  it('say how much there is', () => {
    expect(planSentence(plan)).toBe('412 pictures + 2 files, about 118\u00a0MB, 41\u00a0GB free');
    expect(planSentence({ ...plan, frames: 1, extra_files: [], bytes: null, free_bytes: null })).toBe(
      '1 picture',
    );
    expect(lacksRoom(plan)).toBe(false);
    expect(lacksRoom({ ...plan, free_bytes: 120_000_000 })).toBe(true);
  });

  it('split folders of every system', () => {
    expect(splitFolder('/videos/out')).toEqual({ name: 'out', parent: '/videos' });
    expect(splitFolder('/out')).toEqual({ name: 'out', parent: '/' });
    expect(splitFolder('C:\\Videos\\out')).toEqual({ name: 'out', parent: 'C:\\Videos' });
  });

  it('say how far it is', () => {
    const status = { id: 'a', run: 'b', state: 'running', folder: null, warnings: [], error: null } as const;
    const running = { ...status, warnings: [], stage: 'pictures' as const, done: 103, total: 412 };
    expect(stageSentence(running)).toBe('Writing pictures, 103 of 412');
    expect(stagePercent(running)).toBe(25);
    expect(stagePercent({ ...running, total: 0 })).toBe(0);
  });
});
