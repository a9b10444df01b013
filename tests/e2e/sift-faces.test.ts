import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { frameRecordSchema } from '../../src/contract/record.ts';
import { RUN_FILES } from '../../src/contract/run-files.ts';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { commandLine } from '../support/in-process.ts';
import { MADE_LIMIT, madeBox, madeFaceCount, madeUpRunFaces } from '../support/made-faces.ts';
import { makeRun } from '../support/made-run.ts';
import { searchOf } from '../support/preset-menu.ts';
import { temporaryFolder } from '../support/project.ts';
import { galleryFrames, keptInBar } from '../support/sift-page.ts';
import { fetchRoute } from '../support/web-app.ts';
import { startWebHere } from '../support/web-here.ts';

withBrowser();

const FRAMES = 60;
const SIZE = { width: 960, height: 540 };

/** A run of made-up people, of whom references know two, in a web app of its own. */
async function faceRun(references: readonly string[] = ['anna', 'bob']) {
  const app = await startWebHere(temporaryFolder());
  const faces = madeUpRunFaces(FRAMES, SIZE, { people: 3, references });
  const { folder } = await makeRun(app.workspace, {
    records: FRAMES,
    ...SIZE,
    rejected: 0,
    errors: 0,
    faces,
  });
  const { runs } = await (await fetchRoute(app, '/runs')).json();
  const lines = (await readFile(path.join(folder, RUN_FILES.metadata), 'utf8')).trim().split('\n');
  const records = lines.map((line) => frameRecordSchema.parse(JSON.parse(line)));
  return { app, folder, records, address: `/runs/${runs[0].id}/sift` };
}

async function openSift(page: Page, query = ''): Promise<void> {
  if (query !== '') await page.goto(query);
  await page.getByRole('gridcell').first().waitFor();
}

const filters = (page: Page) => page.getByRole('complementary', { name: 'Filters' });
const field = (page: Page, name: string) => filters(page).getByRole('textbox', { name });
const people = (page: Page) => page.getByRole('region', { name: 'People' });
const person = (page: Page, name: string) => people(page).getByRole('button', { name: `${name}, ` });

/** Frames that the command line keeps. */
async function filtered(folder: string, ...flags: readonly string[]): Promise<number[]> {
  const { out } = await commandLine('filter', folder, '--json', ...flags);
  const { kept }: { kept: number[] } = JSON.parse(out[0] ?? '');
  return kept;
}

it.runIf(EVERY_CASE)(
  'limits on faces keep what the command line keeps, by keyboard, and come back with the address',
  async () => {
    const { app, folder, address } = await faceRun();
    const page = await openPage(await newWindow(app), app, address);
    await openSift(page);
    const kept = async () => (await keptInBar(page)).kept;
    const keeps = async (...flags: readonly string[]) => {
      const wanted = await filtered(folder, ...flags);
      expect(wanted.length).toBeGreaterThan(0);
      expect(wanted.length).toBeLessThan(FRAMES);
      await expect.poll(kept, { message: flags.join(' ') }).toBe(wanted.length);
      return wanted;
    };

    // The distance: a press, then keys on the handle, with the frames on either side to look at.
    await page.getByRole('button', { name: `Same person: ≤ ${MADE_LIMIT}` }).click();
    await keeps('--max-face-distance', String(MADE_LIMIT));
    const handle = page.getByRole('slider', { name: 'Face distance, most' });
    expect(await page.getByRole('slider', { name: 'Face distance, least' }).count()).toBe(0);
    await handle.focus();
    for (let steps = 0; steps < 3; steps++) await page.keyboard.press('Shift+ArrowLeft');
    await keeps('--max-face-distance', '0.15');
    expect(await handle.getAttribute('aria-valuetext')).toMatch(/^0\.15, keeps \d+ of 60$/);
    const strip = page.getByRole('region', { name: 'At the limit of face distance' });
    const values = await strip
      .getByRole('group', { name: 'just under: kept' })
      .locator('button')
      .allInnerTexts();
    expect(values.map(Number).every((value) => value <= 0.15)).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(kept).toBe(FRAMES);

    // Everything together.
    await field(page, 'Number of faces, least').fill('1');
    await field(page, 'Number of faces, least').press('Enter');
    await keeps('--min-faces', '1');
    await field(page, 'Number of faces, most').fill('2');
    await field(page, 'Number of faces, most').press('Enter');
    await keeps('--min-faces', '1', '--max-faces', '2');
    await filters(page).getByRole('combobox', { name: 'Person' }).selectOption({ label: 'bob' });
    await keeps('--min-faces', '1', '--max-faces', '2', '--person', 'bob');
    await filters(page).getByRole('switch', { name: 'Eyes open' }).press('Space');
    const yaw = field(page, 'Head turned, most');
    await yaw.fill('0.3');
    await yaw.press('Enter');
    const flags = [
      '--min-faces',
      '1',
      '--max-faces',
      '2',
      '--person',
      'bob',
      '--eyes-open',
      '--max-yaw',
      '0.3',
    ];
    const wanted = await keeps(...flags);
    await expect
      .poll(() => searchOf(page))
      .toMatchObject({
        ...{ minFaces: '1', maxFaces: '2', person: 'bob', eyesOpen: 'true', maxYaw: '0.3' },
      });
    await page.reload();
    await openSift(page);
    await expect.poll(kept).toBe(wanted.length);
    expect(await galleryFrames(page)).toEqual(wanted);
    expect(await filters(page).getByRole('combobox', { name: 'Person' }).inputValue()).not.toBe('');

    // Why a frame falls.
    await page.goto(`${app.origin}${address}?person=bob&minConfidence=0.9&dropped&frame=9`);
    await openSift(page);
    const why = page.getByRole('region', { name: 'Why' });
    expect(await why.innerText()).toMatch(/Person\s+no face\s+bob/);
    await keeps('--person', 'bob', '--min-confidence', '0.9');
  },
  120_000,
);

it.runIf(EVERY_CASE)(
  'frames are sorted by their faces',
  async () => {
    const { app, records, address } = await faceRun();
    const page = await openPage(await newWindow(app), app, address);
    await openSift(page);
    await page.getByRole('button', { name: /^Sort by/ }).click();
    await page.getByRole('menuitem', { name: 'Face distance' }).click();
    const nearest = records
      .filter(({ faces }) => (faces?.length ?? 0) > 0)
      .toSorted((a, b) => (a.face_distance ?? 9) - (b.face_distance ?? 9) || a.frame_number - b.frame_number);
    const without = records.filter(({ faces }) => faces?.length === 0);
    expect(await galleryFrames(page)).toEqual(
      [...nearest, ...without].map(({ frame_number }) => frame_number),
    );
    await page.getByRole('button', { name: /^Sort by/ }).click();
    await page.getByRole('menuitem', { name: 'Number of faces' }).click();
    await expect.poll(() => searchOf(page).sort).toBe('face_count');
    const counts = (await galleryFrames(page)).map(madeFaceCount);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  },
  60_000,
);

/** Colour of a place of the picture on the large stage: red, green, blue. */
function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  return page.evaluate(
    `(() => {
      const canvas = document.querySelector('section[aria-label^="Frame "] canvas[role=img]');
      return [...canvas.getContext('2d').getImageData(${Math.round(x)}, ${Math.round(y)}, 1, 1).data.slice(0, 3)];
    })()`,
  );
}

/** The stage of the large picture, and where the picture lies on it when all of it is seen. */
async function stageOf(page: Page) {
  const canvas = page.locator('section[aria-label^="Frame "] canvas[role=img][data-picture=ready]');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('no stage');
  const scale = Math.min(1, box.width / SIZE.width, box.height / SIZE.height);
  const x = Math.round((box.width - SIZE.width * scale) / 2);
  const y = Math.round((box.height - SIZE.height * scale) / 2);
  return { box, scale, x, y };
}

const isLine = ([red = 0, green = 0, blue = 0]: number[]) => green > 200 && red > 90 && blue > 140;

it.each(casesOf(['dark', 'light'] as const, 1))(
  'faces are marked where they are, at any zoom, and can be switched off (%s)',
  async (scheme) => {
    const { app, address } = await faceRun();
    const page = await openPage(await newWindow(app, { scheme }), app, `${address}?frame=4`);
    await openSift(page);
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    const { scale, x, y, box } = await stageOf(page);
    const edges = (place: number) => {
      const [left, top, right, bottom] = madeBox(place, SIZE.width, SIZE.height);
      return { left, right, middle: (top + bottom) / 2, inside: (left + right) / 2 };
    };
    const onStage = (px: number, py: number) => [x + px * scale, y + py * scale] as const;
    const lineAt = async (px: number, py: number) => isLine(await colourAt(page, ...onStage(px, py)));
    for (const place of [0, 1, 2]) {
      const { left, right, middle, inside } = edges(place);
      await expect.poll(() => lineAt(left, middle), { message: `left of ${place}` }).toBe(true);
      expect(await lineAt(right, middle), `right of ${place}`).toBe(true);
      expect(await lineAt(inside, middle + 40), `inside of ${place}`).toBe(false);
    }
    await expectAccessible(page, 'a large frame with faces');

    // At 1:1 around a place of the picture the box follows.
    const first = edges(1);
    await page.mouse.move(box.x + x + first.inside * scale, box.y + y + first.middle * scale);
    await page.keyboard.press('z');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const text = await page.locator('section[aria-label^="Frame "] [aria-live]').innerText();
    expect(text).not.toBe('Fit');
    const columns = await page.evaluate<number[]>(
      `(() => {
        const canvas = document.querySelector('section[aria-label^="Frame "] canvas[role=img]');
        const row = canvas.getContext('2d').getImageData(0, ${Math.round(y + first.middle * scale)}, canvas.width, 1).data;
        const found = [];
        for (let i = 0; i < canvas.width; i++) {
          const [r, g, b] = row.slice(4 * i, 4 * i + 3);
          if (g > 200 && r > 90 && b > 140 && r < 130) found.push(i);
        }
        return found;
      })()`,
    );
    const zoomed = Number.parseFloat(text) / 100;
    const width = (first.right - first.left) * zoomed;
    expect(columns.some((left) => columns.some((right) => Math.abs(right - left - width) <= 3))).toBe(true);

    await page.keyboard.press('o');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    const [left, middle] = [edges(0).left, edges(0).middle];
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    await expect.poll(() => lineAt(left, middle)).toBe(false);
    expect(
      await page.getByRole('button', { name: 'Faces on the pictures' }).getAttribute('aria-pressed'),
    ).toBe('false');
    await page.reload();
    await openSift(page);
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    await stageOf(page);
    expect(await lineAt(left, middle)).toBe(false);
    const faces = page.getByRole('region', { name: 'Faces', exact: true }).getByRole('listitem');
    expect(await faces.count()).toBe(4);
    expect(await faces.last().innerText()).toContain('weak');
  },
  60_000,
);

it('a face that is pressed becomes whom is looked for, and Undo brings the others back', async () => {
  const { app, records, address } = await faceRun();
  const page = await openPage(await newWindow(app), app, `${address}?frame=30`);
  await openSift(page);
  const own = records.map(({ face_distance: distance }) => distance ?? null);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  const { scale, x, y, box } = await stageOf(page);
  const [left, top, right, bottom] = madeBox(0, SIZE.width, SIZE.height);
  await page.mouse.click(box.x + x + ((left + right) / 2) * scale, box.y + y + ((top + bottom) / 2) * scale);
  await page.getByRole('menuitem', { name: 'Find this person' }).waitFor();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => searchOf(page))
    .toMatchObject({ sort: 'face_distance', maxFaceDistance: String(MADE_LIMIT) });
  const shown = await galleryFrames(page);
  expect(shown[0]).toBe(30);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.length).toBeLessThan(FRAMES);
  // The same after a reload: the server keeps whom is looked for.
  await page.reload();
  await openSift(page);
  expect(await galleryFrames(page)).toEqual(shown);

  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Face 1: more' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'This is …' }).click();
  await page.getByRole('combobox', { name: 'Name' }).fill('Carla');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.getByRole('region', { name: 'Faces', exact: true }).innerText())
    .toContain('Carla, 0.000');
  await page.keyboard.press('Control+z');
  await expect
    .poll(() => page.getByRole('region', { name: 'Faces', exact: true }).innerText())
    .toContain('reference, 0.000');

  // What was found before a reload is no step any more; asking for nobody brings the references of the run back.
  const { runs } = await (await fetchRoute(app, '/runs')).json();
  const headers = { 'content-type': 'application/json', origin: app.origin };
  await fetchRoute(app, `/runs/${runs[0].id}/references`, {
    method: 'POST',
    headers,
    body: '{"references":[]}',
  });
  await page.goto(`${app.origin}${address}?sort=face_distance`);
  await openSift(page);
  const order = own
    .flatMap((distance, frame) => (distance === null || distance === undefined ? [] : [{ distance, frame }]))
    .toSorted((a, b) => a.distance - b.distance || a.frame - b.frame)
    .map(({ frame }) => frame);
  expect((await galleryFrames(page)).slice(0, order.length)).toEqual(order);
}, 90_000);

it.runIf(EVERY_CASE)(
  'people stand above the gallery: one is looked at, renamed, merged by menu and by the pointer',
  async () => {
    const { app, address } = await faceRun([]);
    const page = await openPage(await newWindow(app), app, address);
    await openSift(page);
    await person(page, 'Person 1').waitFor();
    const count = async (name: string) =>
      Number(/, (\d+) frame/.exec((await person(page, name).getAttribute('aria-label')) ?? '')?.[1]);
    const all = await people(page).getByRole('listitem').count();
    expect(all).toBeGreaterThan(1);
    await expectAccessible(page, 'Sift with people');

    const first = await count('Person 1');
    await person(page, 'Person 1').click();
    await expect.poll(async () => (await keptInBar(page)).kept).toBe(first);
    expect(await person(page, 'Person 1').getAttribute('aria-pressed')).toBe('true');
    await person(page, 'Person 1').press('F2');
    await page.keyboard.type('Nora');
    await page.keyboard.press('Escape');
    await person(page, 'Person 1').waitFor();
    await people(page).getByRole('button', { name: 'More for Person 1' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Give a name' }).click();
    await page.getByRole('textbox', { name: 'Name of Person 1' }).fill('Nora');
    await page.keyboard.press('Enter');
    await person(page, 'Nora').waitFor();
    await expect.poll(() => searchOf(page).person).toBe('Nora');
    expect((await keptInBar(page)).kept).toBe(first);
    await person(page, 'Nora').click();
    await expect.poll(async () => (await keptInBar(page)).kept).toBe(FRAMES);

    await people(page).getByRole('button', { name: 'More for Person 2' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Nora' }).click();
    await expect.poll(() => people(page).getByRole('listitem').count()).toBe(all - 1);
    expect(await count('Nora')).toBeGreaterThan(first);
    await page.getByRole('button', { name: 'Undo: merge Nora and Person 2' }).click();
    await expect.poll(() => people(page).getByRole('listitem').count()).toBe(all);
    await person(page, 'Person 2').dragTo(person(page, 'Nora'));
    await expect.poll(() => people(page).getByRole('listitem').count()).toBe(all - 1);
    await page.reload();
    await person(page, 'Nora').waitFor();
    expect(await people(page).getByRole('listitem').count()).toBe(all - 1);
  },
  90_000,
);

it('no part of Sift with faces has a barrier, and a run without them says how to get them', async () => {
  const { app, address } = await faceRun();
  for (const scheme of casesOf(['dark', 'light'] as const, 1)) {
    const page = await openPage(await newWindow(app, { scheme }), app, `${address}?person=anna&dropped`);
    await openSift(page);
    await person(page, 'anna').or(person(page, 'Person 1')).first().waitFor();
    await expectAccessible(page, `Sift with faces, ${scheme}`);
    await page.close();
  }
  await makeRun(app.workspace, { records: 20, name: 'plain' });
  const { runs } = await (await fetchRoute(app, '/runs')).json();
  const plain = runs.find(({ name }: { name: string }) => name === 'plain');
  const page = await openPage(await newWindow(app), app, `/runs/${plain.id}/sift`);
  await openSift(page);
  await page.getByText('Faces were not looked for.').waitFor();
  expect(await page.getByRole('slider', { name: /^Face/ }).count()).toBe(0);
  await page.getByRole('button', { name: /^Sort by/ }).click();
  expect(await page.getByRole('menuitem', { name: 'Face distance' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'New run that looks for them' }).click();
  await expect.poll(() => page.url()).toContain('enableFaceFilter=true');
}, 90_000);
