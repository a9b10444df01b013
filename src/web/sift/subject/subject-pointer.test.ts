import { expect, it } from 'vitest';
import type { SubjectPointing, SubjectPreview } from '../../../contract/subject-http.ts';
import { SubjectPointer } from './subject-pointer.ts';

interface Asked {
  readonly pointing: SubjectPointing;
  readonly signal: AbortSignal;
  readonly answer: (score: number) => void;
  readonly fail: (error: Error) => void;
}

/** A pointer whose server answers when the test says so. */
function pointer() {
  const asked: Asked[] = [];
  const closed: string[] = [];
  const bitmap = (name: string): ImageBitmap => ({
    width: 1,
    height: 1,
    close: () => void closed.push(name),
  });
  const made = new SubjectPointer({
    size: () => ({ width: 320, height: 180 }),
    chosen: (frame) => (frame === 9 ? [{ kind: 'box', box: [1, 2, 30, 40] }] : null),
    prepare: async () => undefined,
    preview: (pointing, signal) =>
      new Promise<SubjectPreview>((resolve, reject) => {
        const answer = (score: number) => {
          const { frame_number } = pointing;
          const mask = score > 0 ? `mask ${score}` : null;
          resolve({ frame_number, score, area_pct: 5, width: 320, height: 180, mask });
        };
        asked.push({ pointing, signal, answer, fail: reject });
      }),
    decode: async (mask) => bitmap(mask),
  });
  return { made, asked, closed };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const point = (x: number, beside = false) => ({ kind: 'point', at: { x, y: 5 }, beside }) as const;

it('shows the answer to the latest points alone, and gives earlier questions up', async () => {
  const { made, asked, closed } = pointer();
  made.open(4);
  made.add(point(1));
  made.add(point(2, true));
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  asked[0]?.answer(1);
  await settled();
  expect(made.state.value).toMatchObject({ busy: true, preview: null });
  asked[1]?.answer(2);
  await settled();
  expect(made.state.value).toMatchObject({ busy: false, preview: { score: 2, area: 5 } });
  expect(asked[1]?.pointing).toMatchObject({ frame_number: 4, labels: [1, 0] });
  // Without points there is nothing to show; masks that nobody sees are freed.
  expect([made.undo(), made.undo(), made.undo()]).toEqual([true, true, false]);
  expect(made.state.value).toMatchObject({ steps: [], preview: null });
  expect([closed, made.pointing]).toEqual([['mask 1', 'mask 2'], null]);
});

it('says why there is no answer, and tries again with the next point', async () => {
  const { made, asked } = pointer();
  made.open(4);
  made.add(point(1));
  asked[0]?.fail(new Error('the model is missing'));
  await settled();
  expect(made.state.value).toMatchObject({ busy: false, error: new Error('the model is missing') });
  made.add(point(2));
  expect(made.state.value).toMatchObject({ busy: true, error: null });
  asked[1]?.answer(-3);
  await settled();
  expect(made.state.value).toMatchObject({ preview: { score: -3, mask: null } });
});

it('begins with what was chosen before, except where that is wrong', () => {
  const { made, asked } = pointer();
  made.open(9);
  expect(asked[0]?.pointing).toMatchObject({ frame_number: 9, box: [1, 2, 30, 40], points: [] });
  made.open(9, true);
  expect([asked.length, made.state.value?.steps]).toEqual([1, []]);
  made.close();
  expect(made.state.value).toBeNull();
});

it('moves its cross from the middle and keeps it in the picture', () => {
  const { made } = pointer();
  made.open(4);
  made.moveCross(0, 0);
  expect(made.state.value?.cross).toEqual({ x: 160, y: 90 });
  made.moveCross(-500, 20);
  expect(made.state.value?.cross).toEqual({ x: 0, y: 110 });
});
