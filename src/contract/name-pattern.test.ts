import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillName, NAME_PLACES, type NameFacts, readNamePattern, timeName } from './name-pattern.ts';

const FACTS: NameFacts = { stem: 'clip', frameNumber: 123, index: 7, time: 41.375, quality: 71.2345 };

function filled(pattern: string, facts: Partial<NameFacts> = {}): string {
  const { parts, problem } = readNamePattern(pattern);
  if (problem !== null) throw new Error(problem);
  return fillName(parts, { ...FACTS, ...facts });
}

describe('fillName', () => {
  it.each([
    ['{stem}_{frame:06}', 'clip_000123'],
    ['{frame}', '123'],
    ['{frame:6}', '000123'],
    ['{index:04} {time}', '0007 0-00-41.375'],
    ['{quality:05}-{frame}', '071.2-123'],
    ['still (é) {frame}', 'still (é) 123'],
  ])('%s gives %s', (pattern, name) => {
    expect(filled(pattern)).toBe(name);
  });

  it('says where nothing was measured', () => {
    expect(filled('{quality}_{frame}', { quality: null })).toBe('none_123');
  });

  it('makes a stem safe that no file system but its own would take', () => {
    expect(filled('{stem}_{frame}', { stem: '..a/b:c*"?<>|\\\u0007d' })).toBe(`_a_b_c${'_'.repeat(8)}d_123`);
  });

  it('never gives a device name of Windows', () => {
    expect(filled('con.{frame}')).toBe('_con.123');
    expect(filled('{stem}.{frame}', { stem: 'LPT1' })).toBe('_LPT1.123');
    expect(filled('console{frame}')).toBe('console123');
  });

  it('cuts a long stem between characters, so that the name and its ending fit any file system', () => {
    const name = filled('{stem}-{stem}_{frame:06}', { stem: '日本😀'.repeat(80) });
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(220);
    expect(Buffer.byteLength(name)).toBeGreaterThan(200);
    expect(name.endsWith('_000123')).toBe(true);
    expect(name).not.toContain('\ufffd');
    expect([...name].every((character) => /[日本😀_0-9-]/u.test(character))).toBe(true);
  });

  it('keeps every valid pattern within the limits and within its folder, whatever the source is called', () => {
    const piece = fc.oneof(
      fc.constantFrom(...NAME_PLACES.map((place) => `{${place}}`), '{frame:012}', '{index:12}'),
      fc.string({ maxLength: 12, unit: 'grapheme' }),
    );
    const pattern = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(pattern, fc.string({ maxLength: 300, unit: 'grapheme' }), (text, stem) => {
        const { parts } = readNamePattern(text);
        fc.pre(parts !== null);
        const name = fillName(parts, { ...FACTS, stem, frameNumber: 2 ** 31 });
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
        expect(name).not.toMatch(/[/\\]|^\.|^$/);
        expect([...name].some((character) => character < ' ')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('readNamePattern', () => {
  it.each([
    ['', 'It needs {frame} or {index}'],
    ['{stem}_{time}', 'It needs {frame} or {index}'],
    ['{frames}', 'There is no {frames}'],
    ['{shot}{frame}', 'There is no {shot}'],
    ['{frame:x}', 'There is no {frame:x}'],
    ['{frame:13}', 'wider than 12'],
    ['{frame', 'A brace is not closed'],
    ['{frame}}', 'A brace is not closed'],
    ['a/{frame}', '/ is not allowed'],
    ['..\\{frame}', '\\ is not allowed'],
    ['{frame}\n', 'A control character'],
    ['.{frame}', 'cannot begin with a full stop'],
    [` {frame}`, 'cannot begin with a full stop or a space'],
    [`{frame}${'x'.repeat(60)}`, 'at most 60'],
  ])('refuses %j and says why', (pattern, why) => {
    expect(readNamePattern(pattern)).toMatchObject({ parts: null, problem: expect.stringContaining(why) });
  });
});

describe('timeName', () => {
  it.each([
    [0, '0-00-00.000'],
    [41.3754, '0-00-41.375'],
    [3723.5, '1-02-03.500'],
    [-0.04, '-0-00-00.040'],
  ])('%d s is %s', (seconds, name) => {
    expect(timeName(seconds)).toBe(name);
  });
});
