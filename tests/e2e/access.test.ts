import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { libraryRun } from '../support/library-run.ts';
import { homeClip } from '../support/sift-page.ts';
import { fetchRoute, launchWebApp, type WebApp } from '../support/web-process.ts';

withBrowser();

// Both schemes are looked at in one web app with one run.
let folder = '';
let app: WebApp;
let clip = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  app = await launchWebApp(folder);
  clip = await homeClip(app);
  await libraryRun(clip, app.workspace, { method: 'interval', interval: 1 });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

it.each(casesOf(['dark', 'light'] as const, 1))(
  'no screen has a barrier (%s)',
  async (scheme) => {
    const { runs } = await (await fetchRoute(app, '/runs')).json();
    const [{ id }] = runs;
    const context = await newWindow(app, { scheme });
    const page = await openPage(context, app, '/new');
    await page.getByRole('button', { name: 'Pick from this machine' }).waitFor();
    await expectAccessible(page, 'New run, empty');
    await page.getByRole('button', { name: 'Pick from this machine' }).click();
    await page.getByRole('option', { name: /^Home/ }).waitFor();
    await expectAccessible(page, 'the file picker');
    await page.goto(`${app.origin}/new?source=${encodeURIComponent(clip)}`);
    await page.getByText(/10 frames/).waitFor();
    for (const name of ['Source', 'Picture', 'Pre-filters', 'Quality weights', 'Output']) {
      await page.getByRole('button', { name, exact: true }).click();
    }
    await page.getByRole('button', { name: /^Faces/ }).click();
    await page.getByRole('switch', { name: 'Find faces' }).waitFor();
    await expectAccessible(page, 'New run with a video, all sections open');
    await page.getByRole('button', { name: /^Preset/ }).click();
    await page.getByRole('menu').waitFor();
    await expectAccessible(page, 'the presets');
    await page.goto(`${app.origin}/runs`);
    await page
      .getByRole('heading', { name: path.parse(clip).name })
      .or(page.getByText(path.parse(clip).name).first())
      .first()
      .waitFor();
    await expectAccessible(page, 'Runs');
    await page.goto(`${app.origin}/runs/${id}`);
    await page.getByText('#425').first().waitFor();
    await expectAccessible(page, 'a run that is done');
    await page.goto(`${app.origin}/runs/${id}/sift`);
    await page.getByRole('gridcell').first().waitFor();
    await expectAccessible(page, 'Sift');
    await page.getByText('Each', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Sharpness, least' }).fill('60');
    await page.keyboard.press('Enter');
    await page.getByRole('switch', { name: 'Dropped' }).click();
    await expectAccessible(page, 'Sift with limits and dropped frames');
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Back/ }).first().waitFor();
    await expectAccessible(page, 'a large frame');
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page
      .getByText(/Compare/)
      .first()
      .waitFor();
    await expectAccessible(page, 'Compare');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+E');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Export \d+/ })
      .waitFor();
    await expectAccessible(page, 'the export');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page, 'the list of keys');
  },
  120_000,
);
