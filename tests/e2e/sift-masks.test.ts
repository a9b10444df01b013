import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { commandLine } from '../support/in-process.ts';
import { madeSubject, makeRun } from '../support/made-run.ts';
import { searchOf } from '../support/preset-menu.ts';
import { temporaryFolder } from '../support/project.ts';
import { galleryFrames, keptInBar } from '../support/sift-page.ts';
import { fetchRoute } from '../support/web-app.ts';
import { startWebHere } from '../support/web-here.ts';

withBrowser();

const FRAMES = 40;
const SIZE = { width: 960, height: 540 };
const EMPTY = [3, 17];
const UNSEEN = 8;

/** Subjects of many sizes; two frames are without theirs, one was not looked at, every fourth was not compared. */
function maskOf(n: number) {
  if (n === UNSEEN) return null;
  const isEmpty = EMPTY.includes(n);
  return {
    shot_id: Math.floor(n / 10),
    mask_area_pct: isEmpty ? 0.25 : 5 + ((7 * n) % FRAMES),
    mask_empty: isEmpty,
    seed_type: 'face',
    reid_similarity: n % 4 === 0 || isEmpty ? null : 0.5 + n / 100,
    object_score: isEmpty ? -8.5 : 6.25,
  };
}

/** A run with masks in a web app of its own; `masks: false` = one without. */
async function maskRun(masks = true) {
  const app = await startWebHere(temporaryFolder());
  const { folder } = await makeRun(app.workspace, {
    ...{ records: FRAMES, ...SIZE, rejected: 0, errors: 0 },
    ...(masks && { masks: { of: maskOf } }),
  });
  const { runs } = await (await fetchRoute(app, '/runs')).json();
  return { app, folder, address: `/runs/${runs[0].id}/sift` };
}

async function openSift(page: Page): Promise<void> {
  await page.getByRole('gridcell').first().waitFor();
}

async function openLarge(page: Page): Promise<void> {
  await page.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  await page.locator('section[aria-label^="Frame "] canvas[role=img][data-picture=ready]').waitFor();
}

const filters = (page: Page) => page.getByRole('complementary', { name: 'Filters' });
const field = (page: Page, name: string) => filters(page).getByRole('textbox', { name });
const slider = (page: Page, name: string) => page.getByRole('slider', { name });

/** Frames that the command line keeps. */
async function filtered(folder: string, ...flags: readonly string[]): Promise<number[]> {
  const { out } = await commandLine('filter', folder, '--json', ...flags);
  const { kept }: { kept: number[] } = JSON.parse(out[0] ?? '');
  return kept;
}

it('limits on masks keep what the command line keeps, by keyboard, and come back with the address', async () => {
  const { app, folder, address } = await maskRun();
  const page = await openPage(await newWindow(app), app, address);
  await openSift(page);
  const keeps = async (...flags: readonly string[]) => {
    const wanted = await filtered(folder, ...flags);
    expect([wanted.length > 0, wanted.length < FRAMES], flags.join(' ')).toEqual([true, true]);
    await expect
      .poll(async () => (await keptInBar(page)).kept, { message: flags.join(' ') })
      .toBe(wanted.length);
    return wanted;
  };

  // Two handles on the area: ten points up, five points down, and the frames at the limit to look at.
  const least = slider(page, 'Subject area, least');
  await least.focus();
  for (let steps = 0; steps < 10; steps++) await page.keyboard.press('Shift+ArrowRight');
  await keeps('--min-mask-area', '10');
  expect(await least.getAttribute('aria-valuetext')).toMatch(/^10\.0\u00a0%, keeps \d+ of 40$/);
  const strip = page.getByRole('region', { name: 'At the limit of subject area' });
  const under = strip.getByRole('group', { name: 'just under: dropped' }).locator('button');
  expect((await under.allInnerTexts()).map((text) => Number.parseFloat(text))).toEqual([7, 8, 9]);
  await slider(page, 'Subject area, most').focus();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('End');
  await field(page, 'Subject area, most').fill('30,5 %'.replace(',', '.'));
  await field(page, 'Subject area, most').press('Enter');
  await keeps('--min-mask-area', '10', '--max-mask-area', '30.5');
  const area = filters(page).locator('[data-filter=mask_area]');
  // The two without a subject count for the limit, as nothing else drops them.
  expect(await area.innerText()).toMatch(/drops (\d+), \1 alone[\s\S]*not measured: 1/);

  // Identity has a lower end alone.
  expect(await slider(page, 'Identity, most').count()).toBe(0);
  await field(page, 'Identity, least').fill('0.6');
  await field(page, 'Identity, least').press('Enter');
  const wanted = await keeps('--min-mask-area', '10', '--max-mask-area', '30.5', '--min-identity', '0.6');
  await expect
    .poll(() => searchOf(page))
    .toMatchObject({ minMaskArea: '10', maxMaskArea: '30.5', minIdentity: '0.6' });
  await expectAccessible(page, 'limits on masks');
  await page.reload();
  await openSift(page);
  expect(await galleryFrames(page)).toEqual(wanted);
}, 90_000);

it.runIf(EVERY_CASE)(
  'why a frame falls, its values, and sorting',
  async () => {
    const { app, address } = await maskRun();
    const window = await newWindow(app);
    const page = await openPage(window, app, `${address}?maxMaskArea=60&minIdentity=0.5&dropped&frame=3`);
    await openSift(page);
    const why = page.getByRole('region', { name: 'Why' });
    expect(await why.innerText()).toMatch(/Dropped: identity/);
    const rows = await why.getByRole('row').allInnerTexts();
    expect(rows.map((text) => text.replaceAll(/[\s\u00a0]+/g, ' ').trim())).toEqual([
      'Subject area 0.3 % ≤ 60.0 % +59.8 , passes',
      'Identity – ≥ 0.50 not measured , fails',
      'Subject missing there , fails',
    ]);
    const subject = page.getByRole('region', { name: 'Subject', exact: true });
    expect(await subject.innerText()).toMatch(/Not in the picture, or too small\.[\s\S]*Found by: face\./);
    expect(
      await page.getByRole('complementary', { name: 'Frame' }).getByRole('heading').first().innerText(),
    ).toMatch(/^#3 .*shot 0$/);
    await page.goto(`${app.origin}${address}?maxMaskArea=60&dropped&frame=3`);
    await openSift(page);
    expect(await why.innerText()).toContain('Dropped: no subject');
    await page.goto(`${app.origin}${address}?frame=10`);
    await openSift(page);
    await expect.poll(() => subject.innerText()).toMatch(/Subject area\s+35\.0\s%\s+\d+/);
    await page.goto(`${app.origin}${address}?frame=${UNSEEN}`);
    await openSift(page);
    expect(await subject.innerText()).toContain('Not looked for');

    await page.getByRole('button', { name: /^Sort by/ }).click();
    await page.getByRole('menuitem', { name: 'Subject area' }).click();
    const areas = (await galleryFrames(page)).map((n) => maskOf(n)?.mask_area_pct ?? Number.NaN);
    expect(areas.slice(0, -1)).toEqual(areas.slice(0, -1).toSorted((a, b) => b - a));
    expect(areas.at(-1)).toBeNaN();
    await page.getByRole('button', { name: /^Sort by/ }).click();
    await page.getByRole('menuitem', { name: 'Identity' }).click();
    await expect.poll(() => searchOf(page).sort).toBe('identity');
    expect((await galleryFrames(page))[0]).toBe(39);
  },
  90_000,
);

/** Colours of the large stage at places of the picture, which is shown as a whole or at a scale around its middle. */
async function coloursAt(page: Page, places: readonly (readonly [number, number])[], scale = 1) {
  const list = JSON.stringify(places.map(([x, y]) => [x * SIZE.width, y * SIZE.height]));
  const colours = await page.evaluate(
    `(() => {
      const canvas = document.querySelector('section[aria-label^="Frame "] canvas[role=img]');
      const context = canvas.getContext('2d');
      const at = (place, length, room) => Math.round(Math.round((room - length * ${scale}) / 2) + place * ${scale});
      return ${list}.map(([x, y]) => [...context.getImageData(
        at(x, ${SIZE.width}, canvas.width), at(y, ${SIZE.height}, canvas.height), 1, 1).data]);
    })()`,
  );
  return colours as number[][];
}

const TINT = [0xe0, 0x40, 0xfb];
const blend = (under: number[], over: readonly number[], opacity: number) =>
  over.map((value, i) => Math.round(value * opacity + (under[i] ?? 0) * (1 - opacity)));

function expectColour(found: number[] | undefined, wanted: readonly number[], what: string): void {
  for (const [i, value] of wanted.entries())
    expect(Math.abs((found?.[i] ?? -99) - value), what).toBeLessThan(4);
}

it.each(casesOf(['dark', 'light'] as const, 1))(
  'the mask lies where the subject is, at any zoom and opacity, alone and over it (%s)',
  async (scheme) => {
    const { app, address } = await maskRun();
    const page = await openPage(await newWindow(app, { scheme }), app, `${address}?frame=2`);
    await openSift(page);
    await openLarge(page);
    const { x, y, rx, ry } = madeSubject(2);
    // Just inside and outside of each side of the ellipse, and a corner of the picture.
    const inside = [
      [x, y],
      [x - rx * 0.97, y],
      [x + rx * 0.97, y],
      [x, y - ry * 0.97],
    ] as const;
    const outside = [
      [x - rx * 1.03, y],
      [x + rx * 1.03, y],
      [x, y - ry * 1.03],
      [0.02, 0.03],
    ] as const;
    const section = page.locator('section[aria-label^="Frame "]');
    const stage = section.locator('canvas[role=img]');
    const tools = page.getByRole('button', { name: 'Mask of the subject' });
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    // Smaller than the stage, the picture is shown as it is.
    const plain = await coloursAt(page, [...inside, ...outside]);
    expect(await slider(page, 'Opacity of the mask').count()).toBe(0);

    await page.keyboard.press('m');
    await section.locator('canvas[data-mask=shown]').waitFor();
    expect(await tools.getAttribute('aria-pressed')).toBe('true');
    const expectTint = async (opacity: number) => {
      const now = await coloursAt(page, [...inside, ...outside]);
      for (const [i, before] of plain.entries()) {
        const wanted = i < inside.length ? blend(before, TINT, opacity) : before.slice(0, 3);
        expectColour(now[i], wanted, `place ${i} at ${opacity}`);
      }
    };
    await expectTint(0.5);
    await expectAccessible(page, 'a large frame with its mask');

    // Keys and slider set the same opacity.
    await page.keyboard.press('Shift+ArrowUp');
    await expectTint(0.6);
    const opacity = slider(page, 'Opacity of the mask');
    await opacity.focus();
    await page.keyboard.press('End');
    expect(await opacity.getAttribute('aria-valuetext')).toBe('100 %');
    await expectTint(1);

    // Twice as large around the middle of the picture, the mask is still on the subject.
    await section.focus();
    const box = await stage.boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    await page.keyboard.press('z');
    const level = () => section.locator('[aria-live]').innerText();
    for (let steps = 0; !(await level()).startsWith('200') && steps < 9; steps++)
      await page.keyboard.press('+');
    expect(await level()).toMatch(/^200\s%$/);
    const zoomed = await coloursAt(page, [...inside.slice(0, 3), ...outside.slice(0, 2)], 2);
    for (const i of [0, 1, 2]) expectColour(zoomed[i], TINT, `inside ${i}, zoomed`);
    for (const i of [3, 4]) expect(zoomed[i]?.slice(0, 3), `outside ${i}, zoomed`).not.toEqual(TINT);
    // Moved by a drag, it moves along.
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2 + 60, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    await page.mouse.up();
    const [left, right] = await coloursAt(
      page,
      [
        [x - rx * 1.03 + 30 / SIZE.width, y],
        [x + rx * 1.03, y],
      ],
      2,
    );
    expect(left?.slice(0, 3)).not.toEqual(TINT);
    expectColour(right, TINT, 'to the right, moved');

    // The subject alone: the picture inside, squares outside.
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    await section.focus();
    await page.keyboard.press('Shift+m');
    const alone = await coloursAt(page, [...inside, ...outside]);
    for (const [i, before] of plain.entries()) {
      if (i < inside.length) expectColour(alone[i], before.slice(0, 3), `inside ${i}, alone`);
      else expect([0xb9, 0xe6].map((grey) => [grey, grey, grey])).toContainEqual(alone[i]?.slice(0, 3));
    }
    await expectAccessible(page, 'a subject alone');

    // Remembered, and off again.
    await page.reload();
    await openSift(page);
    await openLarge(page);
    await section.locator('canvas[data-mask=shown]').waitFor();
    expect(await coloursAt(page, outside)).toEqual(alone.slice(inside.length));
    await page.keyboard.press('m');
    await expect.poll(() => stage.getAttribute('data-mask')).toBe('off');
    expect(await coloursAt(page, [...inside, ...outside])).toEqual(plain);
  },
  90_000,
);

it.runIf(EVERY_CASE)(
  'a frame without a mask says so, compared frames show theirs, and the panel too',
  async () => {
    const { app, address } = await maskRun();
    const page = await openPage(await newWindow(app), app, `${address}?frame=${UNSEEN}`);
    await openSift(page);
    await page.getByRole('grid').focus();
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowLeft');
    await page.locator('aside[aria-label=Frame] canvas[data-mask=shown]').waitFor();
    await page.keyboard.press('ArrowRight');
    await openLarge(page);
    await page.getByText('no mask of this frame').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('section[aria-label="Frame 9"] canvas[data-mask=shown]').waitFor();
    expect(await page.getByText('no mask of this frame').count()).toBe(0);
    await page.keyboard.press('c');
    await page.locator('section[aria-label^="Compare"] canvas[data-mask=shown]').nth(1).waitFor();
    await expectAccessible(page, 'compared masks');
  },
  60_000,
);

it('keys lead from shot to shot, in the gallery and on the large picture', async () => {
  const { app, address } = await maskRun();
  const page = await openPage(await newWindow(app), app, `${address}?frame=4`);
  await openSift(page);
  await page.getByRole('img', { name: /frames kept in the whole video; 4 shots$/ }).waitFor();
  const heading = (text: RegExp) => page.getByRole('heading', { name: text }).waitFor();
  await heading(/^#4 0:00\.160 shot 0$/);
  await page.getByRole('grid').focus();
  await page.keyboard.press(']');
  await heading(/^#10 0:00\.400 shot 1$/);
  await page.keyboard.press('ArrowRight');
  await openLarge(page);
  await page.keyboard.press(']');
  await heading(/^#20 0:00\.800 shot 2$/);
  await page.keyboard.press('[');
  await heading(/^#10 0:00\.400 shot 1$/);
}, 60_000);

it('a run without masks shows nothing of them, but a way out of limits on them', async () => {
  const { app, address } = await maskRun(false);
  const page = await openPage(await newWindow(app), app, address);
  await openSift(page);
  expect(await slider(page, 'Subject area, least').count()).toBe(0);
  await openLarge(page);
  await page.keyboard.press('m');
  expect(await page.getByRole('button', { name: 'Mask of the subject' }).count()).toBe(0);
  await page.goto(`${app.origin}${address}?minMaskArea=5`);
  await page
    .getByRole('button', { name: /^Reset subject area/ })
    .first()
    .click();
  await expect.poll(async () => (await keptInBar(page)).kept).toBe(FRAMES);
}, 60_000);
