import { expect, it } from 'vitest';
import type { RunDetail } from '../../../contract/http.ts';
import type { SubjectPrompt } from '../../../contract/subject-file.ts';
import { ApiError } from '../../api/api-error.ts';
import { aRun } from '../../api/run.fixture.ts';
import { Observable } from '../../state/observable.ts';
import { History } from '../model/history.ts';
import { SubjectBook } from './subject-book.ts';

const detail = (state: RunDetail['state'], updated_at: string): RunDetail => ({
  ...aRun({ state, updated_at }),
  ...{ all_options: {}, versions: {}, config_hash: null, quality_weights: [30, 20, 20, 10, 20] },
  ...{ picture_size: null, page: null, pictures: null, faces: null },
});

const prompt = (frame_number: number, scope: 'shot' | 'all'): SubjectPrompt => ({
  ...{ frame_number, scope, box: null, points: [[1, 2]], labels: [1] },
});

function book(stored: readonly SubjectPrompt[] = []) {
  const run = new Observable(detail('done', 'a'));
  const sent: (readonly SubjectPrompt[])[] = [];
  const told: string[] = [];
  const refusals: Error[] = [];
  const history = new History(() => 0);
  const made = new SubjectBook({
    run,
    history,
    get: async () => stored,
    put: async (prompts) => {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      sent.push(prompts);
    },
    onEnd: (what, { state }) => told.push(`${what}: ${state}`),
    onError: (error) => told.push(String(error)),
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const works = async (...states: [RunDetail['state'], string][]) => {
    for (const [state, at] of states) run.value = detail(state, at);
    await settled();
  };
  return { made, sent, told, history, refusals, works, settled };
}

it('replaces the choice of the frame, and of all shots the one there is', async () => {
  const { made, sent, works } = book([prompt(3, 'all'), prompt(8, 'shot')]);
  await made.choose(prompt(8, 'all'));
  expect(sent).toEqual([[prompt(8, 'all')]]);
  await works(['running', 'b'], ['done', 'c']);
  await made.choose(prompt(5, 'shot'));
  expect(sent[1]).toEqual([prompt(8, 'all'), prompt(5, 'shot')]);
});

it('is at work until the run has ended again, however late that is told', async () => {
  const { made, told, works } = book();
  await made.choose(prompt(3, 'shot'));
  expect(made.work.value).toBe('tracking');
  await works(['done', 'a']);
  expect(made.work.value).toBe('tracking');
  await works(['queued', 'b'], ['running', 'c']);
  expect([made.work.value, told]).toEqual(['tracking', []]);
  await works(['done', 'd']);
  expect([made.work.value, told]).toEqual(['none', ['choose the subject of the shot on frame 3: done']]);
});

it('keeps what is chosen or undone meanwhile until then', async () => {
  const { made, sent, history, works } = book();
  await made.choose(prompt(3, 'shot'));
  await works(['running', 'b']);
  await made.choose(prompt(9, 'shot'));
  history.undo();
  await works(['running', 'c']);
  expect(sent.length).toBe(1);
  await works(['done', 'd']);
  expect(sent).toEqual([[prompt(3, 'shot')], [prompt(3, 'shot')]]);
  await works(['running', 'e'], ['done', 'f']);
  history.undo();
  await works();
  expect(sent.at(-1)).toEqual([]);
});

it('says what the server refuses, and waits where the run is busy', async () => {
  const { made, sent, told, history, refusals, works } = book();
  const refusal = (code: string) => new ApiError({ error: { code, message: code, hint: '' } }, 409);
  refusals.push(refusal('subject_prompt_outside'));
  await made.choose(prompt(3, 'shot'));
  expect([told.length, made.work.value, history.names.value.undo]).toEqual([1, 'none', null]);
  refusals.push(refusal('run_busy'));
  await made.choose(prompt(3, 'shot'));
  expect([made.work.value, sent.length]).toEqual(['waiting', 0]);
  await works(['running', 'b'], ['done', 'c']);
  expect(sent).toEqual([[prompt(3, 'shot')]]);
});
