import { describe, expect, it } from 'vitest';
import { type Criteria, openCriteria } from '../select/criteria.ts';
import { madeRecord, RUN_WEIGHTS } from '../select/record.fixture.ts';
import { MADE_RUN } from './run.fixture.ts';
import { captionKinds, captionText, criteriaText, sheetTitle } from './sheet-text.ts';

const OPEN = openCriteria(RUN_WEIGHTS);

describe('captionText', () => {
  it('tells number, time and quality under the weights', () => {
    const record = madeRecord(15402, { time: 513.9144, sharpness_score: 71.25 });
    const sharpOnly = { sharpness: 1, edge_strength: 0, contrast: 0, brightness: 0, entropy: 0 };
    expect(captionText('number', record, sharpOnly)).toBe('#15402');
    expect(captionText('time', record, sharpOnly)).toBe('8:33.914');
    expect(captionText('scores', record, sharpOnly)).toBe('q 71.3');
    expect(captionText('scores', madeRecord(1, { sharpness_score: null }), sharpOnly)).toBe('q –');
  });

  it('has one order, however the parts were named', () => {
    expect(captionKinds(['scores', 'number'])).toEqual(['number', 'scores']);
  });
});

describe('criteriaText', () => {
  it('say what is asked of faces', () => {
    const faces = {
      person: 'anna',
      maxDistance: null,
      pack: null,
      minConfidence: null,
      eyesOpen: true,
      yaw: { min: -0.5, max: null },
      count: { min: 1, max: 2 },
      run: { pack: 'faceplugin', max_distance: 0.45 },
    };
    expect(criteriaText({ ...OPEN, faces })).toEqual([
      'person anna',
      'face distance ≤ 0.45',
      'eyes open',
      'yaw ≥ -0.5',
      'faces 1–2',
    ]);
  });

  it('says what is asked of masks', () => {
    const masks = { minIdentity: 0.75, area: { min: 10, max: 40.5 } };
    expect(criteriaText({ ...OPEN, masks })).toEqual(['identity ≥ 0.75', 'subject area 10 %–40.5 %']);
  });

  it('says nothing without limits', () => {
    expect(criteriaText(OPEN)).toEqual([]);
  });

  it('says only what has an effect', () => {
    const metrics = {
      ...OPEN.metrics,
      sharpness: { min: 20, max: null },
      edge_strength: { min: null, max: 80.5 },
      entropy: { min: 10, max: 90 },
    };
    const criteria: Criteria = {
      ...OPEN,
      quality: { min: 60, max: null },
      metrics,
      time: { min: 1, max: 62.5 },
    };
    expect(criteriaText(criteria)).toEqual(['time 0:01.000–1:02.500', 'quality ≥ 60']);
    expect(criteriaText({ ...criteria, mode: 'individual' })).toEqual([
      'time 0:01.000–1:02.500',
      'sharpness ≥ 20',
      'edge strength ≤ 80.5',
      'entropy 10–90',
    ]);
  });
});

describe('sheetTitle', () => {
  it('names the source and counts frames and pins', () => {
    expect(sheetTitle(MADE_RUN, OPEN, { frames: 3, total: 900, pinned: 1 })).toEqual({
      title: 'clip.mp4',
      details: '3 of 900 frames  ·  1 pinned',
    });
  });
});
