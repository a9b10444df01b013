import { describe, expect, it } from 'vitest';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import {
  asksForFaces,
  type BoundName,
  boundsOf,
  criteriaFromOptions,
  criteriaToOptions,
  openCriteria,
  type RunFaces,
  withBounds,
} from './criteria.ts';
import { RUN_WEIGHTS } from './record.fixture.ts';

const criteria = (given: Record<string, unknown>, faces: RunFaces | null = null) =>
  criteriaFromOptions(resolveOptions(CRITERIA_OPTIONS, given), RUN_WEIGHTS, faces);

describe('criteriaFromOptions', () => {
  it('limits nothing and uses the weights of the run when nothing is given', () => {
    expect(criteria({})).toEqual(openCriteria(RUN_WEIGHTS));
  });

  it('takes the mode from the bounds that are given', () => {
    expect(criteria({ minQuality: 50 }).mode).toBe('overall');
    expect(criteria({ maxBrightness: 90 }).mode).toBe('individual');
    expect(criteria({ minSharpness: 0 }).mode).toBe('individual');
  });

  it('asks for the mode when bounds of both are given', () => {
    expect(() => criteria({ minQuality: 50, minSharpness: 10 })).toThrow(/--filter-mode/);
    expect(criteria({ minQuality: 50, minSharpness: 10, filterMode: 'overall' }).mode).toBe('overall');
  });

  it('refuses a minimum above its maximum, but only where it has an effect', () => {
    expect(() => criteria({ minEdgeStrength: 60, maxEdgeStrength: 40 })).toThrow(
      '--min-edge-strength 60 is above --max-edge-strength 40',
    );
    expect(criteria({ minContrast: 60, maxContrast: 40, filterMode: 'overall' }).mode).toBe('overall');
    expect(criteria({ minContrast: 60, maxContrast: 60 }).metrics.contrast).toEqual({ min: 60, max: 60 });
  });

  it('takes its own weights where given', () => {
    expect(criteria({ weights: [1, 2, 3, 4, 5] }).weights.brightness).toBe(4);
  });
});

describe('criteriaToOptions', () => {
  it('repeats the criteria: options, criteria and options again are the same', () => {
    for (const given of [
      {},
      { minQuality: 40, weights: [1, 0, 0, 0, 0] },
      { minSharpness: 5, maxEntropy: 80 },
    ]) {
      const options = criteriaToOptions(criteria(given));
      expect(criteriaToOptions(criteria(options))).toEqual(options);
      expect(options).toMatchObject(given);
    }
  });

  it('repeats what is asked of faces, in either mode', () => {
    for (const given of [
      { maxFaceDistance: 0.45, facePack: 'buffalo_l' },
      { person: 'anna', eyesOpen: true, minFaces: 1, maxFaces: 2 },
      { minConfidence: 0.9 },
      { minYaw: -0.5, maxYaw: 0.25, minSharpness: 5 },
    ]) {
      const options = criteriaToOptions(criteria(given));
      expect(criteriaToOptions(criteria(options))).toEqual(options);
      expect(options).toMatchObject(given);
    }
  });

  it('names the distance in effect and the models that it belongs to', () => {
    const run = { pack: 'faceplugin', max_distance: 0.45 };
    const options = (given: Record<string, unknown>, faces = run) => {
      const { filterMode: _, weights: __, ...others } = criteriaToOptions(criteria(given, faces));
      return others;
    };
    expect(options({ person: 'anna' })).toEqual({
      person: 'anna',
      maxFaceDistance: 0.45,
      facePack: 'faceplugin',
    });
    expect(options({ maxFaceDistance: 0.3 })).toEqual({ maxFaceDistance: 0.3, facePack: 'faceplugin' });
    const foreign = { maxFaceDistance: 0.3, facePack: 'buffalo_l' };
    expect(options(foreign)).toEqual(foreign);
    expect(criteria(foreign, run).faces.pack).toBe('buffalo_l');
    expect(criteria({ ...foreign, facePack: 'faceplugin' }, run).faces.pack).toBeNull();
    expect(options({ facePack: 'buffalo_l', eyesOpen: true })).toEqual({ eyesOpen: true });
  });

  it('leaves out bounds without effect', () => {
    const options = criteriaToOptions(criteria({ filterMode: 'overall', minQuality: 1, minSharpness: 2 }));
    expect(options).toEqual({ filterMode: 'overall', weights: [30, 20, 20, 10, 20], minQuality: 1 });
  });
});

describe('bounds', () => {
  it('are set and read by name', () => {
    const names: BoundName[] = ['time', 'quality', 'entropy', 'face_count', 'face_yaw'];
    for (const name of names) {
      const bounds = { min: 0.1, max: 0.2 };
      const changed = withBounds(openCriteria(RUN_WEIGHTS), name, bounds);
      expect(boundsOf(changed, name)).toEqual(bounds);
      expect(withBounds(changed, name, { min: null, max: null })).toEqual(openCriteria(RUN_WEIGHTS));
      expect(asksForFaces(changed)).toBe(name.startsWith('face'));
    }
  });

  it('of a confidence have no maximum', () => {
    const changed = withBounds(openCriteria(RUN_WEIGHTS), 'face_confidence', { min: 0.8, max: 0.9 });
    expect(boundsOf(changed, 'face_confidence')).toEqual({ min: 0.8, max: null });
    expect(asksForFaces(changed)).toBe(true);
  });

  it('of a distance have no minimum, and are those of the models of the run', () => {
    const run = { pack: 'faceplugin', max_distance: 0.45 };
    const foreign = criteria({ maxFaceDistance: 0.3, facePack: 'buffalo_l' }, run);
    const changed = withBounds(foreign, 'face_distance', { min: 0.1, max: 0.2 });
    expect(boundsOf(changed, 'face_distance')).toEqual({ min: null, max: 0.2 });
    expect(changed.faces.pack).toBeNull();
  });

  it('of faces are refused where no frame can pass', () => {
    expect(() => criteria({ minFaces: 3, maxFaces: 1 })).toThrow('--min-faces 3 is above --max-faces 1');
    expect(() => criteria({ minYaw: 0.5, maxYaw: -0.5 })).toThrow('--min-yaw 0.5 is above --max-yaw -0.5');
  });
});
