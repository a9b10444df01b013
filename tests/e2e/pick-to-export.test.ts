import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { commandLine } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';
import { galleryFrames, homeClip, keptInBar } from '../support/sift-page.ts';
import { startWebApp } from '../support/web-app.ts';

withBrowser();

/** What the card of a method says that it would come to, as it is read out with its radio button. */
async function estimateOf(page: Page, method: string): Promise<string> {
  const ids = await page.getByRole('radio', { name: method }).getAttribute('aria-describedby');
  return page.locator(`[id="${ids?.split(' ').at(-1)}"]`).innerText();
}

/** Looks at what scene cuts would come to; the clip has two above the usual threshold and four above 0.2. */
async function lookAtScenes(page: Page): Promise<void> {
  const said = expect.poll(() => estimateOf(page, 'Scene cuts'), { timeout: 30_000 });
  await said.toMatch(/^~3\s+frames · about/);
  await page.getByText('Scene cuts', { exact: true }).click();
  await page.getByRole('button', { name: 'Start: ~3 frames', exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Scene threshold' }).fill('0.2');
  await said.toMatch(/^~5\s+frames · about/);
  await page.getByRole('button', { name: 'Start: ~5 frames', exact: true }).waitFor();
}

/** Chooses the video in the picker, asks for a frame every 0.2 s and starts. */
async function startRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pick from this machine' }).click();
  const dialog = page.getByRole('dialog');
  for (const name of [/^Home/, /^Videos/, /^holiday clip\.mp4/]) {
    await dialog.getByRole('option', { name }).click();
  }
  await dialog.waitFor({ state: 'hidden' });
  await lookAtScenes(page);
  await page.getByText('Interval', { exact: true }).click();
  await page.getByRole('textbox', { name: /^Interval/ }).fill('0.2');
  await page.getByRole('button', { name: 'Start: 90 frames', exact: true }).click();
}

async function exported(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Export \d+/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Export \d+/ }).click();
  await dialog.getByRole('button', { name: 'Open folder' }).waitFor();
  return dialog.innerText();
}

const filtered = async (run: string, ...args: string[]): Promise<{ kept: number[]; total: number }> => {
  const { out } = await commandLine('filter', run, '--json', ...args);
  return JSON.parse(out[0] ?? '');
};

const framesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith('frame_'))
    .map((name) => Number(name.slice(6, 12)))
    .sort((a, b) => a - b);

describe('a person who has never seen it', () => {
  it('goes from a video to an exported folder through the page alone; gallery, filter and export agree', async () => {
    const app = await startWebApp(temporaryFolder());
    await homeClip(app);
    const page = await openPage(await newWindow(app), app);
    await startRun(page);
    await page
      .getByRole('link', { name: 'Sift 90 frames' })
      .or(page.getByRole('button', { name: 'Sift 90 frames' }))
      .click();
    await page.getByRole('grid').waitFor();
    const run = path.join(app.workspace, 'holiday clip');
    expect(await keptInBar(page)).toEqual({ kept: 90, total: 90 });

    // Overall: a limit on the quality.
    await page.getByText('Overall', { exact: true }).click();
    const least = page.getByRole('textbox', { name: 'Quality, least' });
    await least.fill('45');
    await least.press('Enter');
    const overall = await filtered(run, '--min-quality', '45');
    expect(overall.kept.length).toBeGreaterThan(5);
    expect(overall.kept.length).toBeLessThan(85);
    await expect.poll(() => keptInBar(page)).toEqual({ kept: overall.kept.length, total: 90 });
    expect(await galleryFrames(page)).toEqual(overall.kept);

    // Each: limits on two scores.
    await page.getByText('Each', { exact: true }).click();
    const sharp = page.getByRole('textbox', { name: 'Sharpness, least' });
    await sharp.fill('20');
    await sharp.press('Enter');
    const bright = page.getByRole('textbox', { name: 'Brightness, most' });
    await bright.fill('50');
    await bright.press('Enter');
    const each = await filtered(run, '--min-sharpness', '20', '--max-brightness', '50');
    await expect.poll(() => keptInBar(page)).toEqual({ kept: each.kept.length, total: 90 });
    expect(await galleryFrames(page)).toEqual(each.kept);

    // By hand: reject the first that is kept, pin one that is dropped.
    const [first = -1] = each.kept;
    const dropped =
      [...Array(90).keys()].map((i) => i * 5).find((number) => !each.kept.includes(number)) ?? -1;
    const cell = (number: number) => page.getByRole('gridcell', { name: new RegExp(`^Frame ${number},`) });
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('x');
    await page.getByRole('switch', { name: 'Dropped' }).click();
    await cell(dropped).click();
    await page.keyboard.press('p');
    await page.getByRole('switch', { name: 'Dropped' }).click();
    const wanted = [...each.kept.filter((number) => number !== first), dropped].sort((a, b) => a - b);
    await expect.poll(() => keptInBar(page)).toEqual({ kept: wanted.length, total: 90 });
    expect(await galleryFrames(page)).toEqual(wanted);
    const marked = () => filtered(run, '--min-sharpness', '20', '--max-brightness', '50');
    await expect.poll(async () => (await marked()).kept).toEqual(wanted);

    // The export.
    const text = await exported(page);
    const folder = readdirSync(app.workspace).find((name) => name.startsWith('holiday clip_exported_')) ?? '';
    expect(text).toContain(folder);
    expect(framesIn(path.join(app.workspace, folder))).toEqual(wanted);

    // A reload brings everything back.
    await page.reload();
    await expect.poll(() => keptInBar(page)).toEqual({ kept: wanted.length, total: 90 });
    expect(await galleryFrames(page)).toEqual(wanted);
    expect(await app.stop()).toBe(0);
  }, 120_000);
});
