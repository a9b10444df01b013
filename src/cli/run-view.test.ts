import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../contract/events.ts';
import { progressText, runView } from './run-view.ts';

type Progress = Extract<RunEvent, { event: 'progress' }>;

const progress: Progress = {
  event: 'progress',
  done: 50,
  total: 100,
  position: 2,
  duration: 4,
  fps: 123.4,
  speed: 4.94,
  eta: 61.2,
  counts: { processed: 50, kept: 50, rejected: 0, error: 0 },
};

describe('progress in words', () => {
  it('speeds, time left and what is kept', () => {
    expect(progressText(progress)).toBe('123 fps  4.9x  about 1:02 left  kept 50');
  });

  it('rejected and damaged frames only where there are any; no time left where it cannot be told', () => {
    const counts = { processed: 50, kept: 40, rejected: 8, error: 2 };
    expect(progressText({ ...progress, eta: null, counts })).toBe(
      '123 fps  4.9x  kept 40, rejected 8, errors 2',
    );
  });
});

describe('where nothing can be redrawn', () => {
  it('stages and warnings are lines; progress is one every five seconds', () => {
    const lines: string[] = [];
    let now = 0;
    const console = {
      out: () => undefined,
      err: (text: string) => void lines.push(text),
      interactive: false,
      columns: 80,
    };
    const view = runView(console, () => now);
    view.show({ event: 'stage', stage: 'analyze' });
    view.show({ event: 'log', level: 'warn', message: 'the file is cut off' });
    view.show({ event: 'log', level: 'debug', message: 'not for people' });
    view.show(progress);
    now = 5000;
    view.show(progress);
    view.show(progress);
    view.stop();
    expect(lines).toEqual([
      'analysing ...',
      'warning: the file is cut off',
      '50 %  123 fps  4.9x  about 1:02 left  kept 50',
    ]);
  });
});
