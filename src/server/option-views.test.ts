import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { EXPORT_OPTIONS } from '../contract/export-options.ts';
import { optionsAnswerSchema } from '../contract/http.ts';
import { optionViews } from './option-views.ts';

const views = optionViews();

describe('the option tables as the page gets them', () => {
  it('hold every option in the order of the tables; workspace, folder of models and accepted terms are settled elsewhere', () => {
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
    expect(names(views.analyze)).toEqual(
      Object.keys(ANALYZE_OPTIONS).filter((name) => !['out', 'modelsDir', 'acceptLicense'].includes(name)),
    );
    expect(names(views.criteria)).toEqual(Object.keys(CRITERIA_OPTIONS));
    expect(names(views.export)).toEqual(Object.keys(EXPORT_OPTIONS));
    expect(optionsAnswerSchema.parse(views)).toEqual(views);
  });

  it('say what the tables say', () => {
    const interval = views.analyze.find(({ name }) => name === 'interval');
    expect(interval).toMatchObject({
      flag: '--interval',
      kind: 'number',
      unit: 'seconds',
      min: 0.001,
      max: 86_400,
      default: 5,
      optional: false,
      choices: null,
      applies_when: { option: 'method', values: ['interval'] },
      shapes_result: true,
    });
    expect(views.analyze.find(({ name }) => name === 'maxGap')).toMatchObject({
      optional: true,
      default: null,
    });
  });

  it('name the sections that have options, and no others', () => {
    const used = new Set(
      [...views.analyze, ...views.criteria, ...views.export].map(({ section }) => section),
    );
    expect(new Set(views.sections)).toEqual(used);
    expect(views.sections.indexOf('source')).toBe(0);
  });
});
