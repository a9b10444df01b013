import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, it, vi } from 'vitest';
import {
  type FaceRecord,
  type FrameRecord,
  frameRecordSchema,
  serializeRecord,
} from '../../src/contract/record.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, type WindowOptions, withBrowser } from '../support/browser.ts';
import { onlyModelsIn } from '../support/face-packs.ts';
import { commandLine } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';
import { madeUpSam2 } from '../support/sam2-models.ts';
import { askRun, untilState } from '../support/server.ts';
import { galleryFrames, keptInBar } from '../support/sift-page.ts';
import { middleOf, type SquareName, SUBJECT_CLIP, squareAt, subjectClip } from '../support/squares-clip.ts';
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

/** A face that cannot be compared. */
function faceAt(box: [number, number, number, number], place: number): FaceRecord {
  const nothing = {
    points: null,
    embedding: null,
    embedding_norm: null,
    yaw: null,
    pitch: null,
    roll: null,
  };
  const more = { eyes_closed: null, weak: false, person: null, distance: null };
  return { box, confidence: 0.9 - place / 10, area_pct: 1, ...nothing, ...more };
}

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

it('the subject is chosen on a frame, seen at once, and only its shot changes; undo takes it back', async () => {
  const { app, id, folder } = await subjectRun();
  const before = await linesOf(folder);
  const page = await openLarge(app, id, FRAME);
  await page.keyboard.press('s');
  await bar(page).waitFor();
  await expect.poll(() => words(page)).toContain('Click on the subject');
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
  await page.mouse.up();
  await expect.poll(() => words(page)).toMatch(/^a box\. It covers 6\.\d/);
  await bar(page).getByRole('button', { name: 'Use for this shot (1)' }).click();
  await page.locator('[data-tracking]').waitFor();
  await tracked(page);
  await page.getByText('Masks and values are up to date').waitFor();
  const subject = page.getByRole('region', { name: 'Subject', exact: true });
  await expect.poll(() => subject.innerText()).toContain('Chosen by hand.');
  await page.locator('section[aria-label^="Frame "]').getByText('shot 1', { exact: true }).waitFor();
  const after = await linesOf(folder);
  expect(after.length).toBe(before.length);
  for (const [i, line] of after.entries()) {
    const { frame_number: n, seed_type } = recordOf(line);
    if (n < cut) expect(line).toBe(before[i]);
    else expect(seed_type).toBe('chosen');
  }
  // The new mask is on the picture, and on those of the same shot.
  await expect.poll(() => isCovered(page, 'blue', FRAME)).toBe(true);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => isCovered(page, 'blue', FRAME + 2)).toBe(true);

  await page.keyboard.press('Control+z');
  await tracked(page);
  expect(await linesOf(folder)).toEqual(before);
  await expect.poll(() => subject.innerText()).not.toContain('Chosen by hand');
}, 180_000);

it.runIf(EVERY_CASE)(
  'for all shots; frames without the subject have no values, and nothing stumbles over that',
  async () => {
    const { app, id, folder } = await subjectRun();
    const page = await openLarge(app, id, 4);
    await page.getByRole('button', { name: 'Choose the subject' }).click();
    // By keyboard alone, the ground of the first shot, which the second one does not have.
    await bar(page).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => words(page)).toMatch(/^1 point on it\. It covers 8\d\.\d/);
    await bar(page).getByRole('button', { name: 'Use for all shots' }).press('Enter');
    await tracked(page);
    const records = (await linesOf(folder)).map(recordOf);
    const without = records.filter(({ quality_score }) => quality_score === null);
    expect(without.map(({ frame_number }) => frame_number)).toEqual(
      records.map(({ frame_number }) => frame_number).filter((n) => n >= cut),
    );
    expect(without.every(({ status, mask_empty }) => status === 'kept' && mask_empty === true)).toBe(true);

    await page.goto(`${app.origin}/runs/${id}/sift?frame=${FRAME}`);
    await page.getByRole('gridcell').first().waitFor();
    const subject = page.getByRole('region', { name: 'Subject', exact: true });
    await expect.poll(() => subject.innerText()).toMatch(/The subject (was not found|is not in the picture)/);
    expect(await subject.getByRole('button', { name: 'Show where the subject is' }).count()).toBe(1);
    expect(await page.locator('body').innerText()).not.toContain('NaN');
    expect(await keptInBar(page)).toEqual({ kept: 20, total: 20 });
    await expectAccessible(page, 'frames without a subject');
    await page.goto(`${app.origin}/runs/${id}/sift?minQuality=0&sort=quality`);
    await page.getByRole('gridcell').first().waitFor();
    await expect.poll(() => keptInBar(page)).toEqual({ kept: 10, total: 20 });
    const filters = page.getByRole('complementary', { name: 'Filters' });
    expect(await filters.locator('[data-filter=quality]').innerText()).toMatch(/not measured: 10/);
    expect(await page.locator('body').innerText()).not.toContain('NaN');
    const { out } = await commandLine('filter', folder, '--json', '--min-quality', '0');
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      kept: (await galleryFrames(page)).toSorted((a, b) => a - b),
      reasons: { quality: 10 },
    });
    const exported = path.join(app.home, 'exported');
    const done = await commandLine(
      'export',
      folder,
      '--to',
      exported,
      '--sidecar',
      'csv',
      '--contact-sheet',
      'png',
    );
    expect([done.exitCode, done.err.join()]).toEqual([0, '']);
    const table = await commandLine('filter', folder);
    for (const text of [table.out.join(' '), await exportedText(exported)])
      expect(text).not.toMatch(/NaN|null,/);
  },
  180_000,
);

/** Everything that an export wrote besides pictures. */
async function exportedText(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const texts = names.filter((name) => /\.csv$/.test(name));
  expect(texts.length).toBeGreaterThan(0);
  return (await Promise.all(texts.map((name) => readFile(path.join(folder, name), 'utf8')))).join('\n');
}

it.runIf(EVERY_CASE)(
  'of a wrong person the faces of the frame are offered',
  async () => {
    const { app, id, folder } = await subjectRun();
    // As if faces had been found: one in the upper half of each square.
    const lines = (await linesOf(folder)).map((line) => {
      const record = recordOf(line);
      const boxes = (['red', 'blue'] as const).map((name) => squareAt(name, record.frame_number));
      const faces = boxes.map(([left, top, right], face) =>
        faceAt([left + 20, top + 5, right - 20, top + 30], face),
      );
      return serializeRecord({
        ...record,
        face_count: 2,
        max_face_confidence: 0.9,
        faces,
        face_distance: null,
      });
    });
    await writeFile(path.join(folder, 'metadata.jsonl'), lines.join(''));
    const page = await openLarge(app, id, FRAME);
    await page.getByRole('button', { name: 'Wrong person?' }).click();
    await expect.poll(() => words(page)).toContain('Click the face of the right person');
    const [left, top, right] = squareAt('red', FRAME);
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith('/subject/preview')),
      click(page, [(left + right) / 2, top + 12]),
    ]);
    // The body below the face, with a point on the face and one on the chest.
    const { box, points, labels } = asked.postDataJSON();
    expect([box[0] < left + 20, box[3], points.length, labels]).toEqual([true, height, 2, [1, 1]]);
    await expect.poll(() => isCovered(page, 'red', FRAME)).toBe(true);
    await page.keyboard.press('Backspace');
    await bar(page).getByRole('button', { name: 'Face 2' }).press('Enter');
    await expect.poll(() => isCovered(page, 'blue', FRAME)).toBe(true);
    expect(await isCovered(page, 'red', FRAME)).toBe(false);
  },
  120_000,
);

it.runIf(EVERY_CASE)(
  'the form follows a subject with a model that is here, and says how to get one that is not',
  async () => {
    const folder = temporaryFolder();
    onlyModelsIn(path.join(folder, 'models'));
    const app = await startWebHere(folder);
    const model = madeUpSam2(app.home);
    const clip = await subjectClip(app.home);
    const page = await openPage(await newWindow(app), app, `/new?source=${encodeURIComponent(clip)}`);
    const section = page.getByRole('button', { name: /^Subject/ });
    await expect.poll(() => section.innerText()).toContain('off: model not here');
    await page.getByRole('button', { name: /^Get the model for masks/ }).click();
    const follow = page.getByRole('switch', { name: 'Follow the subject' });
    expect(await follow.isDisabled()).toBe(true);
    await page.getByText('The models sam2.1-tiny-512 are not on this machine.').waitFor();
    await expectAccessible(page, 'the model for masks is missing');
    // EdgeTAM is made by hand.
    const choose = (word: string) =>
      page
        .locator('label')
        .filter({ hasText: new RegExp(`^${word}$`) })
        .click();
    await choose('edgetam');
    await page.getByText('The model edgetam is not on this machine, and cannot be downloaded.').waitFor();
    await choose('512');
    await page.getByText('EdgeTAM does not look at 512 pixels').waitFor();
    await page.getByRole('button', { name: 'Reset Subject' }).click();

    await page.getByRole('textbox', { name: 'Own model' }).fill(model);
    const times = page.getByText(/^frames? · /);
    await expect.poll(() => times.last().innerText()).toBe('frames · under a second');
    await follow.press('Space');
    await expect.poll(() => times.last().innerText()).toMatch(/^frames · about \d\d\s/);
    await page.getByRole('switch', { name: 'Tell shots apart' }).waitFor();
    await page
      .getByRole('spinbutton', { name: /^Fill holes up to/ })
      .or(page.getByRole('textbox', { name: /^Fill holes up to/ }))
      .first()
      .fill('4');
    await expectAccessible(page, 'following a subject');
    const [request] = await Promise.all([
      page.waitForRequest((asked) => asked.method() === 'POST' && asked.url().endsWith('/api/runs')),
      page.getByRole('button', { name: /^Start/ }).click(),
    ]);
    expect(request.postDataJSON().options).toEqual({
      enableSubjectMask: true,
      sam2WeightsPath: model,
      fillHoleArea: 4,
    });
    // The page of the run has the steps of masks.
    const steps = page.getByRole('list', { name: 'Steps' });
    await expect.poll(() => steps.innerText()).toMatch(/Find the shots[\s\S]*Follow the subject/);
    await page.getByRole('link', { name: /^Sift/ }).waitFor({ timeout: 60_000 });
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toContain('done');
  },
  180_000,
);
