import { readdirSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { onlyModelsIn } from '../support/face-packs.ts';
import { commandLine } from '../support/in-process.ts';
import { hasShared, SHARED, temporaryFolder } from '../support/project.ts';
import { galleryFrames, keptInBar } from '../support/sift-page.ts';
import { startWebApp, type WebApp } from '../support/web-app.ts';

withBrowser();
afterEach(() => void vi.unstubAllEnvs());

const TOTAL = 375;
const between = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
/** The frames of people-mixed.mp4 that show a person (people-mixed.json). */
const SHOWN = {
  a: [...between(0, 59), ...between(270, 329)],
  c: between(105, 164),
};

const image = (name: string) => path.join(SHARED, 'fixtures/faces/images', name);

/** A picture of two people side by side, c on the left and a on the right. */
async function pictureOfTwo(folder: string): Promise<string> {
  const file = path.join(folder, 'two of them.png');
  await sharp({ create: { width: 1280, height: 480, channels: 3, background: '#000' } })
    .composite([
      { input: image('person_c.jpg'), left: 0, top: 0 },
      { input: image('person_a1.jpg'), left: 640, top: 0 },
    ])
    .png()
    .toFile(file);
  return file;
}

/** Fills in the section of faces: a picture of two, of whom the right one is meant. */
async function addReference(page: Page, file: string): Promise<void> {
  await page.getByRole('button', { name: /^Faces/ }).click();
  await page.getByRole('switch', { name: 'Find faces' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add reference pictures' }).click(),
  ]);
  await chooser.setFiles(file);
  const faces = page.getByRole('group', { name: /^The face that is meant/ }).getByRole('radio');
  await expect.poll(() => faces.count()).toBe(2);
  const places = await faces.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  await faces.nth(places[0] === Math.max(...places) ? 0 : 1).check({ force: true });
  await page.getByRole('textbox', { name: 'Whose face this is' }).fill('anna');
}

async function startRun(app: WebApp, reference: string): Promise<Page> {
  const folder = path.join(app.home, 'Videos');
  await mkdir(folder, { recursive: true });
  const clip = path.join(folder, 'people.mp4');
  await copyFile(path.join(SHARED, 'media/people-mixed.mp4'), clip);
  const page = await openPage(await newWindow(app), app, `/new?source=${encodeURIComponent(clip)}`);
  await page.getByText('Every frame', { exact: true }).click();
  await addReference(page, reference);
  await page.getByRole('button', { name: `Start: ${TOTAL} frames` }).click();
  const sift = new RegExp(`^Sift ${TOTAL} frames`);
  await page
    .getByRole('link', { name: sift })
    .or(page.getByRole('button', { name: sift }))
    .click({ timeout: 90_000 });
  await page.getByRole('grid').waitFor();
  return page;
}

const kept = (page: Page) => expect.poll(async () => (await keptInBar(page)).kept, { timeout: 15_000 });
const person = (page: Page, name: RegExp) => page.getByRole('button', { name });

async function filtered(run: string, ...words: string[]): Promise<number[]> {
  const { out } = await commandLine('filter', run, '--json', ...words);
  return JSON.parse(out[0] ?? '{}').kept;
}

describe.runIf(hasShared && EVERY_CASE)('people of a video, through the page alone', () => {
  it('reference, run, distance, people, names, find this person; the command line sees the same', async () => {
    onlyModelsIn(path.join(SHARED, 'models/faces'));
    const app = await startWebApp(temporaryFolder());
    const page = await startRun(app, await pictureOfTwo(temporaryFolder()));
    const run = path.join(app.workspace, 'people');

    // By distance to the reference: the frames of that person. The picture of two is no picture of the golden values,
    // so one other frame lies at the very limit.
    await page.getByRole('button', { name: 'Same person: ≤ 0.45' }).click();
    const near = await filtered(run, '--max-face-distance', '0.45');
    expect(near.filter((number) => SHOWN.a.includes(number))).toEqual(SHOWN.a);
    expect(near.length).toBeLessThanOrEqual(SHOWN.a.length + 1);
    await kept(page).toBe(near.length);
    expect(await galleryFrames(page)).toEqual(near);
    await page.keyboard.press('Control+z');
    await kept(page).toBe(TOTAL);

    // The people of the run, without any reference: five, one of them in two parts, and a hand.
    const strip = page.getByRole('button', { name: /^Person \d+, \d+ frames?$/ });
    await expect.poll(() => strip.count()).toBeGreaterThanOrEqual(5);
    await expectAccessible(page, 'people of a run');
    await person(page, /^Person 2, 60 frames/).click();
    await kept(page).toBe(60);
    expect(await galleryFrames(page)).toEqual(SHOWN.c);

    // A name that stays in the run, and is known everywhere.
    await page.getByRole('button', { name: 'More for Person 2' }).click();
    await page.getByRole('menuitem', { name: /name/i }).first().click();
    await page.getByRole('textbox', { name: 'Name of Person 2' }).fill('Cleo');
    await page.keyboard.press('Enter');
    await person(page, /^Cleo, 60 frames/).waitFor();
    await expect.poll(() => filtered(run, '--person', 'Cleo')).toEqual(SHOWN.c);
    await page.reload();
    await person(page, /^Cleo, 60 frames/).waitFor();

    // Find the person of a face of the run.
    await page.goto(page.url().replace(/\?.*/, '?frame=300'));
    await page.getByRole('grid').waitFor();
    await page.getByRole('button', { name: 'Face 1: more' }).click();
    await page.getByRole('menuitem', { name: 'Find this person' }).click();
    await kept(page).toBe(SHOWN.a.length);
    expect((await galleryFrames(page)).sort((x, y) => x - y)).toEqual(SHOWN.a);

    // Somebody on a picture, and back: Undo knows the face that was looked for before.
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Somebody on a picture …' }).click(),
    ]);
    await chooser.setFiles(image('person_c.jpg'));
    const who = page.getByRole('dialog');
    await who.getByRole('textbox', { name: 'Whose face this is' }).fill('Cleo C.');
    await expectAccessible(page, 'somebody on a picture');
    await who.getByRole('button', { name: 'Find this person' }).click();
    const others = async () => {
      const { kept: count } = await keptInBar(page);
      return count > 40 && count <= SHOWN.c.length;
    };
    await expect.poll(others, { timeout: 15_000 }).toBe(true);
    expect(SHOWN.c).toEqual(expect.arrayContaining(await galleryFrames(page)));
    await page.keyboard.press('Control+z');
    await kept(page).toBe(SHOWN.a.length);

    // What is exported is what is shown.
    await page.getByRole('button', { name: `Export ${SHOWN.a.length}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: `Export ${SHOWN.a.length}` }).click();
    await dialog.getByRole('button', { name: 'Open folder' }).waitFor();
    const folder = readdirSync(app.workspace).find((name) => name.startsWith('people_exported_')) ?? '';
    const numbers = readdirSync(path.join(app.workspace, folder))
      .filter((name) => name.startsWith('frame_'))
      .map((name) => Number(name.slice(6, 12)));
    expect(numbers.sort((x, y) => x - y)).toEqual(SHOWN.a);
  }, 180_000);
});
