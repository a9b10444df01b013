import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addOptions, givenOptions } from '../cli/command-options.ts';
import { MASK_OPTIONS, sam2VariantOf } from './mask-options.ts';
import { flagOf } from './option-text.ts';
import { parseOptionText } from './parse-options.ts';

const given = (...words: string[]) => {
  const command = addOptions(new Command().exitOverride(), MASK_OPTIONS);
  command.configureOutput({ writeErr: () => undefined });
  return givenOptions(command.parse(words, { from: 'user' }), MASK_OPTIONS);
};

describe('options of masks', () => {
  it('have the flags of the Python application', () => {
    const flags = Object.keys(MASK_OPTIONS).map(flagOf);
    expect(flags).toEqual(
      expect.arrayContaining([
        ...['enable-subject-mask', 'masking-model', 'sam2-model-variant', 'sam2-weights-path'],
        ...['scene-detect', 'reid-fallback', 'iou-threshold'],
      ]),
    );
  });

  it('are read from the command line', () => {
    expect(
      given(
        ...['--enable-subject-mask', '--sam2-model-variant', 'hiera_base_plus', '--mask-size', '1024'],
        ...['--no-scene-detect', '--no-reid-fallback', '--iou-threshold', '0.3', '--fill-hole-area', '0'],
        ...['--subject-box', '1:2,3,4,5', '--subject-point', '1:2,3', '--subject-point', '1:9,9,-'],
      ),
    ).toEqual({
      ...{ enableSubjectMask: true, sam2ModelVariant: 'base_plus', maskSize: '1024' },
      ...{ sceneDetect: false, reidFallback: false, iouThreshold: 0.3, fillHoleArea: 0 },
      ...{ subjectBox: ['1:2,3,4,5'], subjectPoint: ['1:2,3', '1:9,9,-'] },
    });
  });

  it.each([
    ['hiera_tiny', 'tiny'],
    ['hiera_small', 'small'],
    ['hiera_base', 'base_plus'],
    ['hiera_base_plus', 'base_plus'],
    ['sam2.1_hiera_large', 'large'],
    ['sam2_hiera_b+', 'base_plus'],
    ['Tiny', 'tiny'],
    ['huge', null],
    ['', null],
  ])('the size %s is %s', (text, variant) => {
    expect(sam2VariantOf(text)).toBe(variant);
  });

  it('refuse sizes that do not exist', () => {
    const { sam2ModelVariant, maskSize, fillHoleArea } = MASK_OPTIONS;
    expect(() => parseOptionText('sam2ModelVariant', sam2ModelVariant, 'huge')).toThrow(
      /--sam2-model-variant/,
    );
    expect(() => parseOptionText('maskSize', maskSize, '768')).toThrow(/--mask-size/);
    expect(() => parseOptionText('fillHoleArea', fillHoleArea, '-1')).toThrow(/--fill-hole-area/);
  });

  it('begin with values that their own rules allow', () => {
    for (const spec of Object.values(MASK_OPTIONS))
      expect(spec.schema.parse(spec.default)).toEqual(spec.default);
  });
});
