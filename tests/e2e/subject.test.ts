import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, it, vi } from 'vitest';
import { type FrameRecord, frameRecordSchema } from '../../src/contract/record.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, type WindowOptions, withBrowser } from '../support/browser.ts';
import { onlyModelsIn } from '../support/face-packs.ts';
import { temporaryFolder } from '../support/project.ts';
import { madeUpSam2 } from '../support/sam2-models.ts';
import { askRun, untilState } from '../support/server.ts';
import { middleOf, type SquareName, SUBJECT_CLIP, squareAt, subjectClip } from '../support/subject-clip.ts';
import { startWebHere, type WebHere } from '../support/web-here.ts';

withBrowser();
afterEach(() => void vi.unstubAllEnvs());

const { cut, width, height } = SUBJECT_CLIP;
const FRAME = 26;

const accessOf = ({ origin, token }: WebHere) => ({ port: Number(new URL(origin).port), token });

/** A finished run of the squares, every second frame of it, with masks; in a web app of its own. */
async function subjectRun(options: Record<string, unknown> = {}) {
  const folder = temporaryFolder();
  onlyModelsIn(path.join(folder, 'no-models'));
  const app = await startWebHere(folder);
  const model = madeUpSam2(app.home);
  const input = await subjectClip(app.home);
  const masks = { enableSubjectMask: true, sam2WeightsPath: model };
  const asked = await askRun(accessOf(app), input, {
    method: 'interval',
    interval: 0.2,
    ...masks,
    ...options,
  });
  const run = await untilState(accessOf(app), asked.id);
  expect([run.state, run.error]).toEqual(['done', null]);
  return { app, id: run.id, folder: run.folder ?? '' };
}

async function linesOf(folder: string): Promise<string[]> {
  return (await readFile(path.join(folder, 'metadata.jsonl'), 'utf8')).trimEnd().split('\n');
}

const recordOf = (line: string): FrameRecord => frameRecordSchema.parse(JSON.parse(line));

const stage = (page: Page) => page.locator('section[aria-label^="Frame "] canvas[role=img]');
const bar = (page: Page) => page.getByRole('region', { name: 'Choose the subject' });

async function openLarge(
  app: WebHere,
  id: string,
  frame: number,
  options: WindowOptions = {},
): Promise<Page> {
  const page = await openPage(await newWindow(app, options), app, `/runs/${id}/sift?frame=${frame}`);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  await page.locator('section[aria-label^="Frame "] canvas[role=img][data-picture=ready]').waitFor();
  return page;
}

/** Where a place of the picture lies in the window: it is shown whole, at most 1:1, in the middle. */
async function inWindow(page: Page, [x, y]: readonly [number, number]): Promise<{ x: number; y: number }> {
  const box = await stage(page).boundingBox();
  if (!box) throw new Error('there is no stage');
  const scale = Math.min(1, box.width / width, box.height / height);
  const left = box.x + (box.width - width * scale) / 2;
  const top = box.y + (box.height - height * scale) / 2;
  return { x: left + x * scale, y: top + y * scale };
}

async function click(page: Page, at: readonly [number, number], button: 'left' | 'right' = 'left') {
  const { x, y } = await inWindow(page, at);
  await page.mouse.click(x, y, { button });
}

/** Whether a square is covered by the colour of masks on the stage: near its corner, where no point is painted. */
async function isCovered(page: Page, name: SquareName, frame: number): Promise<boolean> {
  const [left, top] = squareAt(name, frame);
  const { x, y } = await inWindow(page, [left + 10, top + 10]);
  const box = await stage(page).boundingBox();
  const at = JSON.stringify([x - (box?.x ?? 0), y - (box?.y ?? 0)]);
  const [red = 0, green = 0, blue = 0]: number[] = await page.evaluate(
    `(() => {
      const canvas = document.querySelector('section[aria-label^="Frame "] canvas[role=img]');
      const [x, y] = ${at};
      return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
    })()`,
  );
  // Half of it is the colour of masks, which has much red and much blue.
  return red > 100 && blue > 130 && green < 100;
}

const words = (page: Page) => bar(page).getByRole('status').innerText();
const tracked = async (page: Page) => {
  await page.locator('[data-tracking]').waitFor();
  await page.locator('[data-tracking]').waitFor({ state: 'detached', timeout: 60_000 });
};

/** Pictures of new states, for somebody to look at: into the folder that the environment names. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.FRAMESIFT_SHOTS;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

it('the subject is chosen on a frame, seen at once, and only its shot changes; undo takes it back', async () => {
  const { app, id, folder } = await subjectRun();
  const before = await linesOf(folder);
  const page = await openLarge(app, id, FRAME);
  await page.keyboard.press('s');
  await bar(page).waitFor();
  await expect.poll(() => words(page)).toContain('Click on the subject');
  await shoot(page, 'choose-empty');
  expect(
    await bar(page)
      .getByRole('button', { name: /^Use for this shot/ })
      .isDisabled(),
  ).toBe(true);

  await click(page, middleOf('blue', FRAME));
  await expect
    .poll(() => words(page))
    .toMatch(/^1 point on it\. It covers 6\.\d\s% of the picture, certainty/);
  expect(await stage(page).getAttribute('data-mask')).toBe('shown');
  expect([await isCovered(page, 'blue', FRAME), await isCovered(page, 'red', FRAME)]).toEqual([true, false]);
  await click(page, middleOf('red', FRAME), 'right');
  await expect.poll(() => words(page)).toMatch(/^1 point on it, 1 beside it\. It covers/);
  await shoot(page, 'choose-points');
  await expectAccessible(page, 'choosing the subject');
  // Escape takes one point back after the other, then leaves.
  await page.keyboard.press('Escape');
  await expect.poll(() => words(page)).toMatch(/^1 point on it\. It covers/);
  await page.keyboard.press('Escape');
  await expect.poll(() => words(page)).toContain('Click on the subject');
  expect(await stage(page).getAttribute('data-mask')).toBe('none');
  await page.keyboard.press('Escape');
  await bar(page).waitFor({ state: 'detached' });
  expect(await linesOf(folder)).toEqual(before);

  // A box does as well.
  await page.getByRole('button', { name: 'Choose the subject' }).click();
  const [left, top, right, bottom] = squareAt('blue', FRAME);
  const [from, to] = [await inWindow(page, [left, top]), await inWindow(page, [right, bottom])];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x - 10, to.y - 10, { steps: 4 });
  await shoot(page, 'choose-box');
  await page.mouse.up();
  await expect.poll(() => words(page)).toMatch(/^a box\. It covers 6\.\d/);
  await bar(page).getByRole('button', { name: 'Use for this shot (1)' }).click();
  await page.locator('[data-tracking]').waitFor();
  await shoot(page, 'tracking');
  await tracked(page);
  await page.getByText('Masks and values are up to date').waitFor();
  const subject = page.getByRole('region', { name: 'Subject', exact: true });
  await expect.poll(() => subject.innerText()).toContain('Chosen by hand. Shot 1.');
  const after = await linesOf(folder);
  expect(after.length).toBe(before.length);
  for (const [i, line] of after.entries()) {
    const { frame_number: n, seed_type } = recordOf(line);
    if (n < cut) expect(line).toBe(before[i]);
    else expect(seed_type).toBe('chosen');
  }
  // The new mask is on the picture, and on those of the same shot.
  await page.keyboard.press('m');
  await expect.poll(() => isCovered(page, 'blue', FRAME)).toBe(true);
  await shoot(page, 'chosen');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => isCovered(page, 'blue', FRAME + 2)).toBe(true);

  await page.keyboard.press('Control+z');
  await tracked(page);
  expect(await linesOf(folder)).toEqual(before);
  await expect.poll(() => subject.innerText()).not.toContain('Chosen by hand');
}, 180_000);
