import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../../../contract/analyze-options.ts';
import {
  type Estimate,
  estimateNote,
  estimateTexts,
  framesText,
  METHOD_WORDS,
  withScenes,
} from './method-words.ts';

const PLAIN: Estimate = {
  method: 'scene',
  frames: null,
  exact: false,
  seconds: null,
  range: null,
  lookedAt: null,
  pending: false,
};

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('method words', () => {
  it('explain every method of the contract', () => {
    expect(Object.keys(METHOD_WORDS).sort()).toEqual([...(ANALYZE_OPTIONS.method.choices ?? [])].sort());
  });

  it('mark guessed numbers', () => {
    const guessed = { ...PLAIN, method: 'keyframes', frames: 241, seconds: 9 } as const;
    expect(framesText(guessed)).toBe('~241 frames');
    expect(framesText({ ...guessed, exact: true })).toBe('241 frames');
    expect(framesText({ ...guessed, frames: 1, exact: true })).toBe('1 frame');
    expect(plain(Object.values(estimateTexts(guessed)).join(' '))).toBe('~241 frames · about 9 s');
    const one = { ...guessed, frames: 1, exact: true, seconds: 0.4 };
    expect(Object.values(estimateTexts(one)).join(' ')).toBe('1 frame · under a second');
  });

  it('say between what a number lies that is not sure', () => {
    const texts = (least: number, most: number) => {
      const unsure = { ...PLAIN, frames: 90, range: { least, most }, seconds: 60 };
      return [framesText(unsure), plain(Object.values(estimateTexts(unsure)).join(' '))];
    };
    expect(texts(60, 120)).toEqual(['~60–120 frames', '~60–120 frames · about 1 min']);
    expect(texts(1, 24)).toEqual(['up to 24 frames', 'up to 24 frames · about 1 min']);
    expect(framesText({ ...PLAIN, frames: 1, range: { least: 1, most: 1200 } })).toBe(
      `up to ${(1200).toLocaleString()} frames`,
    );
  });

  it('say nothing of what cannot be told', () => {
    expect(framesText(null)).toBeNull();
    expect(framesText(PLAIN)).toBeNull();
    expect(estimateTexts(PLAIN)).toEqual({ number: '?', rest: 'frames, counted as they come' });
    expect(estimateTexts({ ...PLAIN, pending: true })).toEqual({
      number: '…',
      rest: 'frames, looking for cuts',
    });
  });

  it('say why a number is not exact', () => {
    const note = (estimate: Partial<Estimate>, settled = false) =>
      plain(estimateNote({ ...PLAIN, frames: 88, ...estimate }, settled));
    expect(note({})).toBe('~ until the index of the video is read');
    expect(note({}, true)).toBe('');
    expect(note({ lookedAt: 0.124 })).toBe('~ from a look at 12 % of the video');
    expect(note({ lookedAt: 0.124 }, true)).toBe('~ from a look at 12 % of the video');
    expect(note({ lookedAt: 1 })).toBe('');
    expect(note({ frames: null })).toBe('');
    expect(estimateNote(null, false)).toBe('');
  });
});

describe('estimates with what a sample says about scene cuts', () => {
  const estimate = (method: Estimate['method'], frames: number | null) => {
    return { method, frames, exact: frames !== null, seconds: 3 };
  };
  const both = [estimate('keyframes', 20), estimate('scene', null)];
  const more = { range: null, lookedAt: null, pending: false };

  it('have its number, and the time they had', () => {
    const range = { least: 60, most: 120 };
    expect(withScenes(both, { frames: 88, range, looked_at: 0.1, more: true }, true)).toEqual([
      { ...estimate('keyframes', 20), ...more },
      { ...estimate('scene', null), ...more, frames: 88, range, lookedAt: 0.1 },
    ]);
  });

  it('stay as they are without one', () => {
    const nothing = { frames: null, range: null, looked_at: 0, more: false };
    for (const scenes of [null, nothing]) {
      expect(withScenes(both, scenes, false)[1]).toEqual({ ...estimate('scene', null), ...more });
      expect(withScenes(both, scenes, true).map(({ pending }) => pending)).toEqual([false, true]);
    }
  });
});
