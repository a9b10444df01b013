import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../../../contract/analyze-options.ts';
import { estimateTexts, framesText, METHOD_WORDS } from './method-words.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('method words', () => {
  it('explain every method of the contract', () => {
    expect(Object.keys(METHOD_WORDS).sort()).toEqual([...(ANALYZE_OPTIONS.method.choices ?? [])].sort());
  });

  it('mark guessed numbers', () => {
    const guessed = { method: 'keyframes', frames: 241, exact: false, seconds: 9 } as const;
    expect(framesText(guessed)).toBe('~241 frames');
    expect(framesText({ ...guessed, exact: true })).toBe('241 frames');
    expect(framesText({ ...guessed, frames: 1, exact: true })).toBe('1 frame');
    expect(plain(Object.values(estimateTexts(guessed)).join(' '))).toBe('~241 frames · about 9 s');
    const one = { ...guessed, frames: 1, exact: true, seconds: 0.4 };
    expect(Object.values(estimateTexts(one)).join(' ')).toBe('1 frame · under a second');
  });

  it('say nothing of what cannot be told', () => {
    expect(framesText(null)).toBeNull();
    const open = { method: 'scene', frames: null, exact: false, seconds: null } as const;
    expect(framesText(open)).toBeNull();
    expect(estimateTexts(open)).toEqual({ number: '?', rest: 'frames, counted as they come' });
  });
});
