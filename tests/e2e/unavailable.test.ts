import { mkdirSync } from 'node:fs';
import { copyFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, it, vi } from 'vitest';
import { AppError } from '../../src/contract/app-error.ts';
import { featuresAnswerSchema } from '../../src/contract/http.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { damagedCopy } from '../support/damaged-copy.ts';
import { ffmpeg } from '../support/ffmpeg.ts';
import { temporaryFolder } from '../support/project.ts';
import { fetchRoute } from '../support/web-app.ts';
import { startWebHere } from '../support/web-here.ts';

withBrowser();
afterEach(() => void vi.unstubAllEnvs());

const alertOf = (page: Page, text: string | RegExp) => page.getByRole('alert').filter({ hasText: text });

/** The error of the contract is shown: its message, up to what only FFmpeg knows, and its hint. */
async function expectError(page: Page, { message, hint }: AppError): Promise<void> {
  const alert = alertOf(page, message.replace(/ \([^)]*\)$/, ''));
  await alert.waitFor();
  expect(await alert.innerText()).toContain(hint);
}

it('what this machine lacks is off, with the reason and the way to get it', async () => {
  vi.stubEnv('YTDLP_PATH', '/nowhere/yt-dlp');
  const app = await startWebHere(temporaryFolder());
  const answer = await (await fetchRoute(app, '/features')).json();
  const { features } = featuresAnswerSchema.parse(answer);
  const reason = 'onnxruntime-node cannot be loaded';
  const enable = 'Install it: npm install onnxruntime-node';
  const missing = { available: false, reason, enable };
  const window = await newWindow(app);
  // As on a machine without the runtime.
  const changed = { ...answer, features: { ...answer.features, faces: missing, subject: missing } };
  await window.route('**/api/features', (route) => route.fulfill({ json: changed }));
  const page = await openPage(window, app, '/new');
  for (const title of ['Faces', 'Subject']) {
    const section = page.getByRole('heading', { name: title, exact: true }).locator('..');
    const text = (await section.innerText()).toLowerCase();
    expect(text).toContain('off here');
    for (const words of [reason, enable]) expect(text).toContain(words?.toLowerCase());
    expect(await section.getByRole('button').count()).toBe(0);
  }
  await page.getByRole('button', { name: 'Output', exact: true }).click();
  const gpu = page.getByRole('switch', { name: 'GPU' });
  expect(await gpu.isDisabled()).toBe(!features.gpu.available);

  const address = page.getByRole('textbox', { name: 'Path or address of a video' });
  await address.fill('https://example.com/clip.mp4');
  const notice = page.getByRole('status').filter({ hasText: 'Addresses cannot be used here' });
  await notice.waitFor();
  expect(features.urls.available).toBe(false);
  expect((await notice.innerText()).toLowerCase()).toContain(features.urls.reason?.toLowerCase());
  expect((await notice.innerText()).toLowerCase()).toContain(features.urls.enable?.toLowerCase());
  await address.press('Enter');
  expect(await address.inputValue()).toBe('https://example.com/clip.mp4');
  expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
}, 60_000);

it('without FFmpeg the page says so and how to install it', async () => {
  vi.stubEnv('FFMPEG_PATH', '/nowhere/ffmpeg');
  vi.stubEnv('FFPROBE_PATH', '/nowhere/ffprobe');
  const app = await startWebHere(temporaryFolder());
  const { features } = featuresAnswerSchema.parse(await (await fetchRoute(app, '/features')).json());
  const page = await openPage(await newWindow(app), app, '/new');
  const alert = alertOf(page, 'No video can be worked on yet');
  await alert.waitFor();
  expect((await alert.innerText()).toLowerCase()).toContain(features.analyze.enable?.toLowerCase());
  await page.getByText('A required part is missing, see above.').waitFor();
}, 60_000);

it('files that cannot be used and runs that do not exist are told in the words of the contract', async () => {
  const folder = temporaryFolder();
  const app = await startWebHere(folder);
  const videos = path.join(app.home, 'Videos');
  mkdirSync(path.join(videos, 'Below'), { recursive: true });
  const file = (name: string) => path.join(videos, name);
  const whole = await alternatingClip(folder, 'whole.mp4', 2);
  await copyFile(whole, file('cut.mp4'));
  await truncate(file('cut.mp4'), 4000);
  await writeFile(file('text.mp4'), 'This is no video.\n'.repeat(50));
  await writeFile(file('empty.mp4'), '');
  await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', file('sound.mp4'));
  await copyFile(await damagedCopy(whole, folder, () => true), file('black.mp4'));
  const page = await openPage(await newWindow(app), app, '/new');

  // The second press of a double click lands on what the first one has opened, and must not open that as well.
  await page.getByRole('button', { name: 'Pick from this machine' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('option', { name: /^Home/ }).click();
  await dialog.getByRole('option', { name: /^Videos/ }).hover();
  await page.mouse.down({ clickCount: 1 });
  await page.mouse.up({ clickCount: 1 });
  const below = dialog.getByRole('option', { name: /^Below/ });
  await below.hover();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await expect.poll(() => dialog.locator('[aria-current=location]').innerText()).toBe('Videos');
  expect(await dialog.getByRole('option').count()).toBe(6);

  const reason = 'what FFmpeg says';
  const refused = [
    ['cut.mp4', new AppError('input_not_video', { path: file('cut.mp4'), reason })],
    ['text.mp4', new AppError('input_not_video', { path: file('text.mp4'), reason })],
    ['empty.mp4', new AppError('input_empty', { path: file('empty.mp4') })],
    ['sound.mp4', new AppError('input_no_video', { path: file('sound.mp4'), streams: 'audio' })],
  ] as const;
  for (const [name, error] of refused) {
    await dialog.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await expectError(page, error);
    await page.getByText('This video cannot be used, see above.').waitFor();
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Pick another' }).click();
  }

  // A video of which no frame can be decoded is found out by its run.
  await dialog.getByRole('option', { name: /^black\.mp4/ }).click();
  await page.getByRole('button', { name: /^Start/ }).click();
  await page.getByRole('heading', { level: 1, name: 'black failed' }).waitFor();
  await expectError(page, new AppError('input_not_video', { path: file('black.mp4'), reason }));
  await page.getByRole('button', { name: 'Resume' }).waitFor();

  const unknown = new AppError('not_found', { what: 'such run' });
  for (const address of ['/runs/deadbeef', '/runs/deadbeef/sift']) {
    await page.goto(`${app.origin}${address}`);
    await expectError(page, unknown);
    await page.getByRole('link', { name: /^(All runs|Go to the runs)$/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  }
}, 120_000);
