import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { commandLine } from '../support/in-process.ts';
import { makeRun } from '../support/made-run.ts';
import { choosePreset, presetButton, removePreset, savePresetAs, searchOf } from '../support/preset-menu.ts';
import { temporaryFolder } from '../support/project.ts';
import { keptInBar } from '../support/sift-page.ts';
import { fetchRoute } from '../support/web-app.ts';
import { startWebHere } from '../support/web-here.ts';

withBrowser();
afterEach(() => void vi.unstubAllEnvs());

it.runIf(EVERY_CASE)(
  'presets of Sift hold the limits, beside what New run put into them, and mean the same on the command line',
  async () => {
    const app = await startWebHere(temporaryFolder());
    const { folder } = await makeRun(app.workspace, { records: 60, pictures: 4, rejected: 0, errors: 0 });
    const json = { options: { jpgQuality: 80 }, replace: false };
    const headers = { 'content-type': 'application/json', origin: app.origin };
    await fetchRoute(app, '/presets/Both', { method: 'PUT', headers, body: JSON.stringify(json) });
    const { runs } = await (await fetchRoute(app, '/runs')).json();
    const page = await openPage(await newWindow(app), app, `/runs/${runs[0].id}/sift`);
    await page.getByText('Each', { exact: true }).click();
    const least = page.getByRole('textbox', { name: 'Sharpness, least' });
    await least.fill('50');
    await least.press('Enter');
    const weight = page.getByRole('textbox', { name: 'Weight of contrast' });
    await weight.fill('0');
    await weight.press('Enter');
    const limited = await keptInBar(page);
    expect(limited.kept).toBeGreaterThan(0);
    expect(limited.kept).toBeLessThan(60);

    await savePresetAs(page, 'Both');
    await page.getByText('A preset of this name exists. Replace it?').waitFor();
    await page.getByRole('button', { name: 'Replace' }).click();
    await presetButton(page, 'Both').waitFor();
    const { presets } = await (await fetchRoute(app, '/presets')).json();
    expect(presets).toMatchObject([
      { name: 'Both', options: { jpgQuality: 80, minSharpness: 50, weights: [30, 20, 0, 10, 20] } },
    ]);

    await choosePreset(page, 'Default');
    await expect.poll(() => keptInBar(page)).toEqual({ kept: 60, total: 60 });
    await presetButton(page, 'Default').waitFor();
    await choosePreset(page, 'Both');
    await expect.poll(() => keptInBar(page)).toEqual(limited);
    await expect.poll(() => searchOf(page).minSharpness).toBe('50');
    expect(await weight.inputValue()).toBe('0');
    vi.stubEnv('FRAMESIFT_CONFIG_DIR', path.dirname(app.home));
    const { out } = await commandLine('filter', folder, '--json', '--preset', 'Both');
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ total: 60, kept: { length: limited.kept } });

    // Loading is one step of the history.
    await page.getByRole('button', { name: 'Undo: load a preset' }).click();
    await expect.poll(() => keptInBar(page)).toEqual({ kept: 60, total: 60 });
    await removePreset(page, 'Both');
    await page.keyboard.press('Escape');
    await presetButton(page, 'Default').waitFor();
  },
  120_000,
);
