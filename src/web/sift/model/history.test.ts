import { expect, it } from 'vitest';
import { HISTORY_STEPS, History } from './history.ts';

function counting(steps: number) {
  const history = new History(() => 0);
  const at = { value: 0 };
  for (let step = 1; step <= steps; step++) {
    history.push({ name: `to ${step}`, undo: () => (at.value = step - 1), redo: () => (at.value = step) });
    at.value = step;
  }
  return { history, at };
}

it('keeps 200 steps and goes back and forth through them', () => {
  const { history, at } = counting(HISTORY_STEPS + 50);
  let back = 0;
  while (history.undo() !== null) back++;
  expect([back, at.value]).toEqual([HISTORY_STEPS, 50]);
  while (history.redo() !== null) back--;
  expect([back, at.value]).toEqual([0, HISTORY_STEPS + 50]);
});

it('forgets what was undone when something else is done', () => {
  const { history } = counting(3);
  history.undo();
  history.push({ name: 'other', undo: () => {}, redo: () => {} });
  expect(history.names.value).toEqual({ undo: 'other', redo: null });
  expect(history.redo()).toBeNull();
});
