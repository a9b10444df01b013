import { describe, expect, it } from 'vitest';
import { presetFileName, presetFromText, presetToText } from './preset-text.ts';

const read = (file: unknown) => () => presetFromText(JSON.stringify(file), 'mine.json');

describe('a preset as a file', () => {
  it('comes back as it was', () => {
    const options = { method: 'all', minSharpness: 40.5, start: null, qualityWeights: [1, 0, 0, 0, 0] };
    expect(presetFromText(presetToText('Portraits', options), 'x')).toEqual({ name: 'Portraits', options });
  });

  it('is refused as a whole, with the reason', () => {
    expect(() => presetFromText('{', 'mine.json')).toThrow(/mine\.json.*not valid JSON/);
    expect(read({ schema_version: 99, name: 'a', options: {} })).toThrow(/schema_version/);
    expect(read({ schema_version: 1, options: {} })).toThrow(/name/);
    expect(read({ schema_version: 1, name: 'a', options: { interval: 0 } })).toThrow(
      /--interval must be a number/,
    );
    expect(read({ schema_version: 1, name: 'a', options: { minSharpnes: 1 } })).toThrow(/Unknown option/);
    expect(read({ schema_version: 1, name: 'a', options: { constructor: 1 } })).toThrow(/Unknown option/);
  });

  it('has a name that every system takes', () => {
    expect(presetFileName('archive/2024: Übersicht ')).toBe('archive-2024-Übersicht.framesift.json');
    expect(presetFileName('///')).toBe('preset.framesift.json');
  });
});
