import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, it, vi } from 'vitest';
import { featuresAnswerSchema } from '../../src/contract/http.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { KNOWN_PACKS } from '../../src/faces/packs/known-packs.ts';
import type { PackManifest } from '../../src/faces/packs/pack-manifest.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import {
  MADE_UP_PICTURE,
  madeUpPack,
  onlyModelsIn,
  placePack,
  serveRegistry,
} from '../support/face-packs.ts';
import { hasShared, SHARED, temporaryFolder } from '../support/project.ts';
import { fetchRoute } from '../support/web-app.ts';
import { startWebHere, type WebHere } from '../support/web-here.ts';

withBrowser();
afterEach(() => void vi.unstubAllEnvs());

const section = (page: Page) => page.getByRole('button', { name: /^Faces/ });
const findFaces = (page: Page) => page.getByRole('switch', { name: 'Find faces' });

async function addPictures(page: Page, ...files: readonly string[]): Promise<void> {
  const button = page.getByRole('button', { name: 'Add reference pictures' });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles([...files]);
}

/** What an option of the form is in the address, which follows the form a moment later. */
const inAddress = (page: Page, name: string) =>
  expect.poll(() => new URL(page.url()).searchParams.getAll(name), { timeout: 5000 });

/** What the page asks the server to run. */
async function startedOptions(page: Page): Promise<Record<string, unknown>> {
  const [request] = await Promise.all([
    page.waitForRequest((asked) => asked.method() === 'POST' && asked.url().endsWith('/api/runs')),
    page.getByRole('button', { name: /^Start/ }).click(),
  ]);
  return request.postDataJSON().options;
}

it('models that are missing are got with their terms, seen by two windows and after a reload', async () => {
  const folder = temporaryFolder();
  onlyModelsIn(path.join(folder, 'models'));
  const { pack, serve } = await serveRegistry(madeUpPack({ acceptance: 'terms-of-tests' }));
  serve({ cutAfter: 2000, stall: true });
  const app = await startWebHere(folder, {}, [pack]);
  const window = await newWindow(app);
  const page = await openPage(window, app, '/new?enableFaceFilter=true');
  await page.getByText('The models for faces are missing, see Faces.').waitFor();
  await expect.poll(() => section(page).innerText()).toContain('models not here');
  await section(page).press('Enter');
  const get = page.getByRole('button', { name: /^Get it/ });
  expect(await get.isDisabled()).toBe(true);
  await expectAccessible(page, 'models that are missing');
  expect(await page.getByRole('link', { name: 'Read the terms of faceplugin' }).getAttribute('href')).toBe(
    'https://example.com/terms',
  );
  await page.getByRole('checkbox', { name: /accept them/ }).press('Space');
  await get.press('Enter');
  const bar = (where: Page) => where.getByRole('progressbar', { name: 'Download of faceplugin' });
  await bar(page).waitFor();
  // Another window, and the same one loaded anew, see the same download.
  const second = await openPage(window, app, '/new');
  await section(second).click();
  await bar(second).waitFor();
  await page.reload();
  await section(page).click();
  await bar(page).waitFor();
  await expectAccessible(page, 'models that are being downloaded');
  await page.getByRole('button', { name: 'Stop the download' }).press('Enter');
  for (const where of [page, second]) await where.getByText('The download was stopped').waitFor();
  // The terms are accepted already; the rest of the file comes.
  serve({});
  await second.getByRole('button', { name: /^Get it/ }).click();
  for (const where of [page, second]) await bar(where).waitFor({ state: 'detached' });
  await expect.poll(() => findFaces(page).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Add reference pictures' }).waitFor();
}, 60_000);

it('a download that fails says why and can be tried again', async () => {
  const folder = temporaryFolder();
  onlyModelsIn(path.join(folder, 'models'));
  const { pack, serve } = await serveRegistry(madeUpPack());
  serve({ status: 404 });
  const app = await startWebHere(folder, {}, [pack]);
  const page = await openPage(await newWindow(app), app, '/new');
  expect(await findFaces(page).count()).toBe(0);
  await page.getByRole('button', { name: /^Get the models for faces/ }).click();
  expect(await findFaces(page).isDisabled()).toBe(true);
  await page.getByRole('button', { name: /^Get it/ }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'The models could not be downloaded' });
  await alert.getByText('answers 404').waitFor();
  serve({});
  await page.getByRole('button', { name: /^Get it/ }).click();
  await expect.poll(() => findFaces(page).isDisabled()).toBe(false);
  expect(await alert.count()).toBe(0);
}, 60_000);

/** A picture with several faces, one with a single face, and one without, with the models that see them so. */
async function pictures(folder: string): Promise<{
  packs: readonly PackManifest[];
  several: string;
  one: { file: string; model: string };
  none: { file: string; model: string };
}> {
  if (hasShared) {
    onlyModelsIn(path.join(SHARED, 'models/faces'));
    const image = (name: string) => path.join(SHARED, 'fixtures/faces/images', name);
    const usual = 'faceplugin';
    return {
      packs: KNOWN_PACKS,
      several: image('three.png'),
      one: { file: image('frontal.jpg'), model: usual },
      none: { file: image('none.jpg'), model: usual },
    };
  }
  onlyModelsIn(folder);
  const packs = [
    madeUpPack(),
    madeUpPack({ name: 'yunet', confidence: 0.85 }),
    madeUpPack({ name: 'buffalo_s', confidence: 0.95 }),
  ];
  placePack(folder, ...packs);
  return {
    packs,
    several: MADE_UP_PICTURE,
    one: { file: MADE_UP_PICTURE, model: 'yunet' },
    none: { file: MADE_UP_PICTURE, model: 'buffalo_s' },
  };
}

async function withClip(app: WebHere): Promise<string> {
  return `/new?source=${encodeURIComponent(await alternatingClip(app.home, 'clip.mp4', 2))}`;
}

it.runIf(EVERY_CASE)(
  'a face is chosen among several, gets a name, and comes back from the address',
  async () => {
    const folder = temporaryFolder();
    const { packs, several } = await pictures(path.join(folder, 'models'));
    const app = await startWebHere(folder, {}, packs);
    const page = await openPage(await newWindow(app), app, await withClip(app));
    await section(page).press('Enter');
    await findFaces(page).press('Space');
    await addPictures(page, several);
    const card = page.getByRole('list', { name: 'Reference pictures' }).getByRole('listitem');
    const group = card.getByRole('group', { name: /^The face that is meant/ });
    await group.waitFor();
    const faces = group.getByRole('radio');
    expect(await faces.count()).toBeGreaterThan(2);
    const chosen = () => faces.evaluateAll((all) => all.findIndex((one) => one.matches(':checked')));
    const first = await chosen();
    expect(first).toBeGreaterThanOrEqual(0);
    await expectAccessible(page, 'a picture with several faces');
    await inAddress(page, 'faceRefImg').toEqual([
      expect.stringMatching(/face-pictures\/[0-9a-f]{64}\.png#\d+,\d+$/),
    ]);
    const before = new URL(page.url()).searchParams.getAll('faceRefImg');

    // By keyboard: the next face, then a name.
    await faces.nth(first).focus();
    await page.keyboard.press('ArrowDown');
    const second = (first + 1) % (await faces.count());
    expect(await chosen()).toBe(second);
    await inAddress(page, 'faceRefImg').not.toEqual(before);
    const [after] = new URL(page.url()).searchParams.getAll('faceRefImg');
    const name = card.getByRole('textbox', { name: 'Whose face this is' });
    await name.click();
    await page.keyboard.type('Anna=B');
    expect(await name.inputValue()).toBe('AnnaB');
    await inAddress(page, 'faceRefImg').toEqual([]);
    await inAddress(page, 'faceRef').toEqual([`AnnaB=${after}`]);

    await page.reload();
    expect(await section(page).innerText()).toContain('1 reference picture');
    await section(page).click();
    await expect.poll(chosen).toBe(second);
    expect(await name.inputValue()).toBe('AnnaB');
    const image = group.locator('img');
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    expect(await startedOptions(page)).toMatchObject({ enableFaceFilter: true, faceRef: [`AnnaB=${after}`] });
  },
  60_000,
);

it.runIf(EVERY_CASE)(
  'a picture of this machine stays where it is; one without a face is refused; removing and turning off',
  async () => {
    const folder = temporaryFolder();
    const { packs, one, none } = await pictures(path.join(folder, 'models'));
    const app = await startWebHere(folder, {}, packs);
    await mkdir(path.join(app.home, 'People'));
    const anna = path.join(app.home, 'People', `anna${path.extname(one.file)}`);
    await copyFile(one.file, anna);
    const address = await withClip(app);
    const page = await openPage(await newWindow(app), app, `${address}&faceModel=${one.model}`);
    await section(page).click();
    await findFaces(page).click();
    await page.getByRole('button', { name: 'Pick a picture from this machine' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('option', { name: /^Home/ }).click();
    // Videos are no pictures.
    await dialog.getByRole('option', { name: /^People/ }).waitFor();
    expect(await dialog.getByRole('option', { name: /^clip/ }).count()).toBe(0);
    await dialog.getByRole('option', { name: /^People/ }).click();
    await dialog.getByRole('option', { name: /^anna/ }).click();
    const list = page.getByRole('list', { name: 'Reference pictures' });
    const card = list.getByRole('listitem', { name: path.basename(anna) });
    await card.getByRole('img', { name: /Face 1 of 1/ }).waitFor();
    await inAddress(page, 'faceRefImg').toEqual([anna]);

    // Dropped onto the section, not onto the page.
    const drop = page.getByText('Drop pictures of the people');
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['This is no picture.'], 'words.png', { type: 'image/png' }));
      return transfer;
    });
    await drop.dispatchEvent('drop', { dataTransfer: data });
    await page.getByRole('alert').filter({ hasText: 'words.png cannot be used' }).waitFor();
    expect(await page.getByRole('region', { name: 'Uploads under way' }).count()).toBe(0);
    if (none.model === one.model) {
      await addPictures(page, none.file);
      await page
        .getByRole('alert')
        .getByText('No face found in the reference picture that was sent')
        .waitFor();
      expect(await list.getByRole('listitem').count()).toBe(1);
    }

    // Turned off, and back by Undo; then removed.
    await findFaces(page).click();
    await expect.poll(() => findFaces(page).isChecked()).toBe(false);
    expect(await list.count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await card.getByRole('button', { name: /^Remove anna/ }).press('Enter');
    await list.waitFor({ state: 'detached' });
    await inAddress(page, 'faceRefImg').toEqual([]);
    await page.getByRole('switch', { name: 'Only frames with a clear face' }).click();
    await page.getByRole('textbox', { name: /^Minimum face area/ }).fill('2');
    await expectAccessible(page, 'faces that are looked for');
    expect(await startedOptions(page)).toMatchObject({ preFilterFace: true, minFaceArea: 2 });
  },
  60_000,
);

it('without the runtime the section is off, with the reason and the command, and can be left out', async () => {
  const folder = temporaryFolder();
  const app = await startWebHere(folder);
  const window = await newWindow(app);
  const real = featuresAnswerSchema.parse(await (await fetchRoute(app, '/features')).json());
  const off = {
    available: false,
    reason: 'The inference runtime (onnxruntime-node) cannot be loaded: not installed',
    enable: 'Install it: `npm install onnxruntime-node`, beside Framesift.',
  };
  await window.route('**/api/features', (route) =>
    route.fulfill({ json: { ...real, features: { ...real.features, faces: off } } }),
  );
  const page = await openPage(window, app, `${await withClip(app)}&enableFaceFilter=true`);
  const heading = page.getByRole('heading', { name: 'Faces', exact: true }).locator('..');
  await heading.getByText(/Off here\. The inference runtime .*npm install onnxruntime-node/).waitFor();
  await page.getByText('Faces cannot be found on this machine, see Faces.').waitFor();
  expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
  await heading.getByRole('button', { name: 'Leave faces out of this run' }).press('Enter');
  await page.getByRole('button', { name: /^Start: / }).waitFor();
}, 60_000);
