import { describe, expect, it } from 'vitest';
import { featuresAnswerSchema } from '../contract/http.ts';
import type { Check } from './doctor-check.ts';
import { doctorReport } from './doctor-report.ts';
import { featuresOf } from './features.ts';

const check = (name: string, status: Check['status']): Check => ({
  name,
  status,
  detail: `${name} is ${status}`,
  disables: null,
  enable: `get ${name}`,
});

describe('what works here', () => {
  it('is told from the report', async () => {
    const checks = await doctorReport();
    const answer = featuresOf(checks, '/workspace');
    expect(featuresAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer.features.analyze).toEqual({ available: true, reason: null, enable: null });
    for (const feature of ['urls', 'faces', 'subject', 'gpu'] as const) {
      const { available, reason, enable } = answer.features[feature];
      if (available) continue;
      expect(reason).toMatch(/\w/);
      expect(enable).toMatch(/\w/);
    }
  });

  it('a problem with what is required stops every run and says how to mend it', () => {
    const { analyze } = featuresOf([check('node', 'ok'), check('ffmpeg', 'problem')], '/w').features;
    expect(analyze).toEqual({ available: false, reason: 'ffmpeg is problem', enable: 'get ffmpeg' });
  });

  it('a part that is there is available', () => {
    const { features } = featuresOf([check('addresses', 'ok'), check('faces', 'absent')], '/w');
    expect(features.urls.available).toBe(true);
    expect(features.faces).toEqual({ available: false, reason: 'faces is absent', enable: 'get faces' });
  });
});
