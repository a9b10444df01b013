import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../contract/metric.ts';
import { type Bounds, type Criteria, openCriteria } from '../../../select/criteria.ts';
import { arbitraryFaceCriteria, faceCriteriaOf } from '../../../select/face.fixture.ts';
import { arbitraryMaskCriteria } from '../../../select/mask.fixture.ts';
import { arbitraryCriteria, RUN_WEIGHTS } from '../../../select/record.fixture.ts';
import {
  criteriaFromPreset,
  criteriaFromQuery,
  criteriaToQuery,
  criteriaToValues,
} from './criteria-query.ts';

const fromText = (text: string) => criteriaFromQuery(new URLSearchParams(text), RUN_WEIGHTS);

const rises = ({ min, max }: Bounds) => min === null || max === null || min <= max;

/** Whether any frame can pass, as the page lets criteria become. */
const possible = ({ time, quality, metrics, faces, masks }: Criteria) =>
  [time, quality, faces.yaw, faces.count, masks.area, ...METRICS.map((metric) => metrics[metric])].every(
    rises,
  );

const withFaces = fc
  .tuple(arbitraryCriteria, arbitraryFaceCriteria, arbitraryMaskCriteria)
  .map(([criteria, faces, masks]) => ({ ...criteria, faces, masks }))
  .filter(possible);

describe('criteria in the address', () => {
  it('come back from the query as they were, those of the other mode too', () => {
    fc.assert(
      fc.property(withFaces, (criteria) => {
        const query = new URLSearchParams([...criteriaToQuery(criteria, RUN_WEIGHTS)]);
        expect(fromText(query.toString())).toEqual({ criteria, problems: [] });
      }),
    );
  });

  it('are nothing at all while nothing is limited', () => {
    expect([...criteriaToQuery(openCriteria(RUN_WEIGHTS), RUN_WEIGHTS)]).toEqual([]);
    expect(fromText('')).toEqual({ criteria: openCriteria(RUN_WEIGHTS), problems: [] });
  });

  it('hold no distance that follows from the run', () => {
    const run = { pack: 'faceplugin', max_distance: 0.45 };
    const query = (given: object) =>
      Object.fromEntries(criteriaToQuery(faceCriteriaOf({ run, ...given }), RUN_WEIGHTS));
    expect(query({ person: 'anna' })).toEqual({ person: 'anna' });
    expect(query({ maxDistance: 0.3 })).toEqual({ maxFaceDistance: '0.3', facePack: 'faceplugin' });
  });

  it('take the names and notations of the flags', () => {
    const { criteria } = fromText('minSharpness=62&maxTime=1:02.5&weights=1,2,3,4,5');
    expect(criteria.mode).toBe('individual');
    expect(criteria.metrics.sharpness).toEqual({ min: 62, max: null });
    expect(criteria.time.max).toBe(62.5);
    expect(criteria.weights.entropy).toBe(5);
  });

  it('say what cannot be understood and keep the rest', () => {
    const { criteria, problems } = fromText('minSharpness=much&minContrast=10');
    expect(problems).toEqual(['minSharpness cannot be much.']);
    expect(criteria.metrics.contrast.min).toBe(10);
    expect(fromText('minSharpness=70&maxSharpness=20').problems).toHaveLength(1);
  });
});

it('criteria come back from a preset, whatever else it holds', () => {
  fc.assert(
    fc.property(withFaces, (criteria) => {
      const options = { method: 'all', ...criteriaToValues(criteria, RUN_WEIGHTS) };
      expect(criteriaFromPreset(options, RUN_WEIGHTS)).toEqual({ criteria, problems: [] });
    }),
  );
});
