import { describe, expect, it } from 'vitest';
import { AppError } from '../../../contract/app-error.ts';
import { ERROR_TABLE } from '../../../contract/error-table.ts';
import type { FeaturesAnswer, OptionFactsView } from '../../../contract/http.ts';
import { flagOf } from '../../../contract/option-text.ts';
import { optionViews } from '../../../server/option-views.ts';
import { formFromSearch, formToSearch, newRunAddress } from './form-address.ts';
import { EMPTY_FORM, isChanged, withOptions, withoutOptions, withValue } from './form-state.ts';
import { applies, effectiveValues, missingFor, problemOf } from './option-rules.ts';
import { labelOf, pageWords, timeText, valueText } from './option-words.ts';

const OPTIONS = optionViews().analyze;

function facts(name: string): OptionFactsView {
  const found = OPTIONS.find((option) => option.name === name);
  if (!found) throw new Error(`no option ${name}`);
  return found;
}

const FLAGS = OPTIONS.map(({ name }) => flagOf(name));

describe('the form', () => {
  it('keeps what differs from the defaults and nothing else', () => {
    let form = withValue(EMPTY_FORM, facts('method'), 'interval');
    form = withValue(form, facts('interval'), 2);
    expect(form.given).toEqual({ method: 'interval', interval: 2 });
    form = withValue(form, facts('interval'), 5);
    expect(form.given).toEqual({ method: 'interval' });
    expect(isChanged(form, facts('interval'))).toBe(false);
  });

  it('leaves an option as it was while its field holds something that the contract refuses', () => {
    let form = withValue(EMPTY_FORM, facts('interval'), 2);
    form = withValue(form, facts('interval'), 0);
    expect(form.given).toEqual({ interval: 2 });
    expect(form.drafts).toEqual({
      interval: { typed: 0, problem: 'Must be a number from 0.001 to 86400 seconds' },
    });
    form = withValue(form, facts('interval'), 3);
    expect(form.drafts).toEqual({});
    expect(withoutOptions(withValue(form, facts('interval'), -1), ['interval'])).toEqual(EMPTY_FORM);
  });

  it('creates a run only with options that have an effect', () => {
    const given = { interval: 2, preMinQuality: 30, preFilter: 'overall', fastScene: true };
    expect(effectiveValues(OPTIONS, given)).toEqual({ preMinQuality: 30, preFilter: 'overall' });
    expect(applies(facts('interval'), OPTIONS, given)).toBe(false);
    expect(applies(facts('interval'), OPTIONS, { method: 'interval' })).toBe(true);
  });

  it('takes over the options of a preset or run as a whole, and not what it cannot use', () => {
    const form = withValue(EMPTY_FORM, facts('png'), true);
    const loaded = withOptions(form, OPTIONS, { method: 'all', minSharpness: 40, jpgQuality: 500 });
    expect(loaded).toEqual({ ...EMPTY_FORM, given: { method: 'all' } });
  });
});

describe('faces in the form', () => {
  it('are on where something needs them, so that what is set beside it has an effect', () => {
    const given = { preFilterFace: true, minFaceArea: 2, faceModel: 'yunet' };
    expect(effectiveValues(OPTIONS, given)).toEqual(given);
    expect(applies(facts('faceTiles'), OPTIONS, { faceRefImg: ['/a.jpg'] })).toBe(true);
    expect(applies(facts('faceTiles'), OPTIONS, { faceRefImg: [] })).toBe(false);
    expect(effectiveValues(OPTIONS, { faceModel: 'yunet', minFaceArea: 2 })).toEqual({});
  });

  it('have no field for what is settled elsewhere', () => {
    const names = OPTIONS.map(({ name }) => name);
    for (const name of ['out', 'modelsDir', 'acceptLicense']) expect(names).not.toContain(name);
  });
});

describe('the address of the form', () => {
  it('brings back source and options of every kind', () => {
    const form = {
      source: '/videos/a b&c=ü.mp4',
      picked: null,
      given: {
        method: 'interval',
        interval: 0.5,
        start: 62.5,
        png: true,
        resume: false,
        qualityWeights: [1, 0, 0, 2.5, 0],
      },
      drafts: {},
    };
    expect(formFromSearch(formToSearch(form), OPTIONS)).toEqual(form);
  });

  it('ignores names and values that do not exist', () => {
    const form = formFromSearch('source=&interval=0&method=none&nonsense=1&png=maybe&start=x', OPTIONS);
    expect(form).toEqual(EMPTY_FORM);
  });

  it('brings back the chosen videos of a list', () => {
    const form = { ...EMPTY_FORM, source: 'https://example.com/list?a=1&b=2', picked: [0, 1, 2, 6] };
    expect(formToSearch(form)).toContain('entries=1-3%2C7');
    expect(formFromSearch(formToSearch(form), OPTIONS)).toEqual(form);
    expect(formFromSearch('entries=1-3', OPTIONS)).toEqual(EMPTY_FORM);
  });

  it('brings back texts such as paths one by one, whatever is in them', () => {
    const faceRef = ['anna=/a b/c,d.jpg#512,300', 'ben=/x=y&z.jpg'];
    const form = { ...EMPTY_FORM, given: { enableFaceFilter: true, faceRef, faceRefImg: ['/one.jpg'] } };
    expect(formFromSearch(formToSearch(form), OPTIONS)).toEqual(form);
  });

  it('has names for the source and the chosen videos that no option has', () => {
    const names = OPTIONS.map(({ name }) => name);
    for (const name of ['source', 'entries']) expect(names).not.toContain(name);
  });

  it('leads to a run like another one', () => {
    expect(newRunAddress('/v.mp4', { method: 'all' })).toBe('/new?source=%2Fv.mp4&method=all');
    expect(newRunAddress(null, {})).toBe('/new');
  });
});

describe('words', () => {
  it('make labels of names', () => {
    expect(
      ['preMinEdgeStrength', 'preFilter', 'jpgQuality', 'png', 'gpu', 'maxGap', 'hwaccel'].map(labelOf),
    ).toEqual([
      'Minimum edge strength',
      'Pre-filter',
      'JPG quality',
      'PNG',
      'GPU',
      'Maximum gap',
      'Hardware decoding',
    ]);
  });

  it('name options in help texts by their labels', () => {
    expect(pageWords('Not set: 0.5 with --fast-scene. --no-resume keeps `ffmpeg -hwaccels` --what')).toBe(
      'Not set: 0.5 with “Fast scene”. “Resume” off keeps ffmpeg -hwaccels --what',
    );
  });

  it('need no placeholders of the command line', () => {
    expect(pageWords('give --cookies-from-browser NAME, or --cookies FILE. A --end.')).toBe(
      'give “Cookies from browser”, or “Cookies”. A “End”.',
    );
  });

  it('leave paths, addresses and options without a field alone', () => {
    for (const text of [
      'Cannot write to /videos/--png/a--png: no space',
      'https://example.com/?a=1&--png=2 and x=--png and ..--png',
      'C:\\--png --png-like --png_2',
      'Check the permissions, or choose another folder (--out, --to).',
      'Run framesift models pull buffalo_l --accept-license insightface-noncommercial.',
    ])
      expect(pageWords(text)).toBe(text);
    expect(pageWords('(--png) or --start 3')).toBe('(“PNG”) or “Start” 3');
  });

  it('leave no flag in a message either', () => {
    const { message } = new AppError('usage', { detail: '--start 3 is not before --end 2' });
    expect(pageWords(message)).toBe('“Start” 3 is not before “End” 2');
  });

  it('leave no flag in a hint that the page has a field for', () => {
    const hints = Object.values(ERROR_TABLE).map(({ hint }) => hint);
    const flagged = hints.filter((hint) =>
      FLAGS.some((flag) => new RegExp(`--(?:no-)?${flag}\\b`).test(hint)),
    );
    expect(flagged.length).toBeGreaterThan(8);
    for (const hint of flagged) {
      const left = [...pageWords(hint).matchAll(/--(?:no-)?([a-z][a-z-]*[a-z])/g)].map(([, flag]) => flag);
      expect(
        left.filter((flag) => flag !== undefined && FLAGS.includes(flag)),
        hint,
      ).toEqual([]);
      expect(pageWords(hint)).toContain('“');
    }
  });

  it('show values with their units', () => {
    expect(valueText(facts('interval'), 2)).toBe('2 seconds');
    expect(valueText(facts('start'), 720)).toBe('12:00');
    expect(valueText(facts('png'), true)).toBe('on');
    expect(valueText(facts('maxGap'), null)).toBe('not set');
    const sent = `/w/.framesift/face-pictures/${'a'.repeat(64)}.png#1,2`;
    expect(valueText(facts('faceRef'), [`Anna=${sent}`, 'Anna=/b.jpg', 'Ben=/c.jpg'])).toBe('Anna, Ben');
    expect(valueText(facts('faceRefImg'), [sent, '/a=b/c.jpg#3,4'])).toBe('a picture that was sent, c.jpg');
    expect(timeText(41.5)).toBe('0:41.5');
    expect(timeText(0)).toBe('0:00');
  });

  it('say in the words of the contract what is wrong', () => {
    expect(problemOf('qualityWeights', [0, 0, 0, 0, 0])).toContain('at least one above 0');
    expect(problemOf('start', 'soon')).toBe('Must be a time: seconds or [hh:]mm:ss[.mmm]');
    expect(problemOf('start', 3)).toBeNull();
  });
});

describe('missing features', () => {
  const works = { available: true, reason: null, enable: null };
  const features: FeaturesAnswer = {
    version: '0',
    platform: 'linux',
    workspace: '/w',
    features: {
      analyze: works,
      urls: works,
      faces: { available: false, reason: 'no model', enable: 'pull it' },
      subject: works,
      gpu: { available: false, reason: null, enable: null },
    },
    checks: [],
  };

  it('disable the option of that name and every option of a section of that name', () => {
    expect(missingFor(features, facts('gpu'))?.reason).toContain('does not work');
    expect(missingFor(features, { ...facts('png'), section: 'faces' })).toEqual({
      reason: 'No model.',
      enable: 'Pull it.',
    });
    expect(missingFor(features, facts('png'))).toBeNull();
    expect(missingFor(undefined, facts('gpu'))).toBeNull();
  });
});
