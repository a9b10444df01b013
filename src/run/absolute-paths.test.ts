import path from 'node:path';
import { expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import { withAbsoluteModels } from './absolute-paths.ts';

const modelsOf = (given: Record<string, unknown>) => {
  const { faceModel, sam2WeightsPath } = withAbsoluteModels(resolveOptions(ANALYZE_OPTIONS, given));
  return [faceModel, sam2WeightsPath];
};

it('paths of models are absolute, names of known ones stay', () => {
  expect(modelsOf({})).toEqual(['faceplugin', null]);
  expect(modelsOf({ faceModel: 'yunet', sam2WeightsPath: 'edgetam' })).toEqual(['yunet', 'edgetam']);
  expect(modelsOf({ faceModel: './pack', sam2WeightsPath: 'models/own' })).toEqual([
    path.resolve('pack'),
    path.resolve('models/own'),
  ]);
  // A folder that is there, and a name that nothing has.
  expect(modelsOf({ faceModel: 'src', sam2WeightsPath: 'nothing-of-that-name' })).toEqual([
    path.resolve('src'),
    'nothing-of-that-name',
  ]);
});
