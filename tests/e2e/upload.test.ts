import { readdirSync, statSync } from 'node:fs';
import { copyFile, link, open, truncate } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { BrowserContext, CDPSession, Locator, Page, Response } from 'playwright-core';
import { expect, it } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { holdRun } from '../support/held-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { fetchRoute, startWebApp } from '../support/web-app.ts';

withBrowser();

const MB = 1_000_000;
const SIZE = 300 * MB;
const NAME = 'big clip.mp4';

/** A video of 300 MB that costs nothing to make: a short clip and a large box that players skip. */
async function bigVideo(folder: string): Promise<string> {
  const file = await alternatingClip(folder, NAME, 4);
  const handle = await open(file, 'a');
  const box = Buffer.alloc(8);
  box.writeUInt32BE(SIZE - (await handle.stat()).size, 0);
  box.write('free', 4, 'latin1');
  await handle.write(box);
  await handle.close();
  await truncate(file, SIZE);
  return file;
}

/** Resolves as soon as so many bytes of the file have arrived. */
async function arrived(uploads: string, bytes: number): Promise<void> {
  const parts = path.join(uploads, '.partial');
  const size = () => {
    try {
      const [part] = readdirSync(parts).filter((name) => name.endsWith('.part'));
      return part === undefined ? 0 : statSync(path.join(parts, part)).size;
    } catch {
      return 0; // nothing has been sent yet
    }
  };
  for (const begin = Date.now(); size() < bytes; await sleep(2)) {
    if (Date.now() - begin > 60_000) throw new Error(`only ${size()} bytes have arrived`);
  }
}

/** Places in the file from which it was sent, one a request. */
function sentFrom(window: BrowserContext): number[] {
  const offsets: number[] = [];
  window.on('request', (request) => {
    const { 'upload-offset': offset } = request.headers();
    if (request.method() === 'PATCH') offsets.push(Number(offset));
  });
  return offsets;
}

const isUpload = (answer: Response) => answer.url().includes('/api/uploads/tus/');

/** Slows the page's sending down, so that there is time to cut it; detaching the session ends that. */
async function slowUploads(window: BrowserContext, page: Page): Promise<CDPSession> {
  const session = await window.newCDPSession(page);
  const rates = { latency: 0, downloadThroughput: -1, uploadThroughput: 20 * MB };
  await session.send('Network.emulateNetworkConditions', { offline: false, ...rates });
  return session;
}

async function choose(page: Page, button: Locator, file: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(file);
}

it.runIf(EVERY_CASE)(
  'a file of 300 MB goes on where it was cut, by the end of the server and of the page, and is run',
  async () => {
    const folder = temporaryFolder();
    const file = await bigVideo(folder);
    const uploads = path.join(folder, 'uploads');
    const first = await startWebApp(folder);
    const window = await newWindow(first);
    const offsets = sentFrom(window);
    const page = await openPage(window, first, '/new');
    const sending = page.getByRole('region', { name: 'Uploads under way' });

    // The server is killed in the middle; the page waits for the new one, and for its key, and goes on by itself.
    await choose(page, page.getByRole('button', { name: 'Upload a file' }), file);
    await arrived(uploads, 100 * MB);
    const locked = window.waitForEvent('response', (answer) => answer.status() === 401 && isUpload(answer));
    first.child.kill('SIGKILL');
    await sending.getByText('The connection is lost; it goes on by itself').waitFor();
    expect(offsets).toEqual([0]);
    const again = await startWebApp(folder, ['--port', new URL(first.origin).port]);
    await locked;
    const slow = await slowUploads(window, page);
    await (await openPage(window, again, '/runs')).close();
    await arrived(uploads, 110 * MB);

    // The page is loaded anew in the middle; the file has to be chosen again, under whatever name, and goes on.
    await page.reload();
    await slow.detach();
    expect(offsets).toHaveLength(2);
    expect(offsets[1]).toBeGreaterThanOrEqual(100 * MB);
    const earlier = page.getByRole('region', { name: 'Uploads', exact: true });
    await earlier.getByText(/^(3[6-9]|[4-9]\d)\s%\sof 300\sMB arrived; choose the same file again/).waitFor();
    const renamed = path.join(folder, 'renamed.mp4');
    await link(file, renamed);
    await choose(page, earlier.getByRole('button', { name: `Go on with ${NAME}` }), renamed);
    await page.getByRole('heading', { name: NAME }).waitFor({ timeout: 60_000 });
    expect(offsets).toHaveLength(3);
    expect(offsets[2]).toBeGreaterThanOrEqual(Math.max(110 * MB, offsets[1] ?? SIZE));
    // The very same bytes, and nothing of it twice.
    await execa('cmp', [file, path.join(uploads, NAME)]);
    expect(readdirSync(uploads).filter((name) => !name.startsWith('.'))).toEqual([NAME]);

    await page.getByRole('button', { name: 'Start: 2 frames' }).click();
    await page.getByText('2 of 2 frames kept').waitFor();
  },
  180_000,
);

/** Requests of the protocol by which files are sent. */
function sendingRequests(window: BrowserContext): string[] {
  const sent: string[] = [];
  window.on('request', (request) => {
    if (request.url().includes('/api/uploads/tus')) sent.push(request.method());
  });
  return sent;
}

it.runIf(EVERY_CASE)(
  'an upload is listed, used again instead of being sent twice, deleted and brought back',
  async () => {
    const folder = temporaryFolder();
    const clip = await alternatingClip(folder, 'clip.mp4', 4);
    const copy = path.join(folder, 'the same.mp4');
    await copyFile(clip, copy);
    const other = await alternatingClip(folder, 'other.mp4', 2);
    const uploads = path.join(folder, 'uploads');
    const stored = () => readdirSync(uploads).filter((name) => !name.startsWith('.'));
    const app = await startWebApp(folder);
    const window = await newWindow(app);
    const sent = sendingRequests(window);
    const page = await openPage(window, app, '/new');
    const list = page.getByRole('region', { name: 'Uploads', exact: true });
    const row = (name: string) => list.getByRole('listitem').filter({ hasText: name });
    const uploadButton = page.getByRole('button', { name: 'Upload a file' });

    // By keyboard: nothing is there yet.
    await list.getByRole('button', { name: 'Uploads none yet' }).press('Enter');
    await list.getByText('Nothing is uploaded.').waitFor();
    await expectAccessible(page, 'no uploads');
    await choose(page, uploadButton, clip);
    await page.getByRole('heading', { name: 'clip.mp4' }).waitFor();
    await row('clip.mp4').getByText('Chosen').waitFor();
    expect(await row('clip.mp4').innerText()).toContain('no run yet');
    expect(sent).toContain('PATCH');

    // The same file under another name is not sent, nor the same again after a reload.
    await page.getByRole('button', { name: 'Clear' }).click();
    sent.length = 0;
    for (const [file, words] of [
      [copy, 'the same.mp4 is already here: clip.mp4. Nothing was sent.'],
      [clip, 'Already here: clip.mp4. Nothing was sent.'],
    ] as const) {
      await choose(page, uploadButton, file);
      await page.getByText(words).first().waitFor();
      await page.getByRole('heading', { name: 'clip.mp4' }).waitFor();
      expect(sent).toEqual([]);
      await page.goto(`${app.origin}/new`);
    }
    expect(stored()).toEqual(['clip.mp4']);

    // Another window sees what comes and goes, and takes a file from the list.
    const second = await openPage(window, app, '/new');
    await second.getByRole('button', { name: /^Uploads 1 / }).click();
    await choose(page, uploadButton, other);
    await second.getByRole('button', { name: 'Use other.mp4' }).press('Enter');
    await second.getByRole('heading', { name: 'other.mp4' }).waitFor();
    // What is told of the file pushes the list down while it comes.
    await second.getByRole('button', { name: /^Start: \d+ frames?\b/ }).waitFor();
    await second.getByRole('button', { name: 'Delete other.mp4' }).click();
    await second.getByRole('dialog').getByText('No run was made of it.').waitFor();
    await second.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    // The chosen source is gone with it.
    await second.getByText('Drop a video here').waitFor();
    await expect.poll(stored).toEqual(['clip.mp4']);
    await second.close();

    // Of what runs were made is said before it goes, and it can come back.
    await page.goto(`${app.origin}/new?source=${encodeURIComponent(path.join(uploads, 'clip.mp4'))}`);
    await page.getByRole('button', { name: /^Start: \d+ frames/ }).click();
    await page.getByText(/frames kept/).waitFor();
    await page.goto(`${app.origin}/new`);
    await list.getByRole('button', { name: /^Uploads 1 / }).click();
    await row('clip.mp4').getByText('1 run', { exact: true }).waitFor();
    await list.getByRole('button', { name: 'Delete clip.mp4' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('One run was made of it: clip.').waitFor();
    await dialog.getByText('Frames that were dropped can no longer be decoded').waitFor();
    await expectAccessible(page, 'the question before an upload is deleted');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(stored()).toEqual(['clip.mp4']);
    await list.getByRole('button', { name: 'Delete clip.mp4' }).press('Enter');
    await dialog.getByRole('button', { name: 'Delete' }).press('Enter');
    await list.getByText('Nothing is uploaded.').waitFor();
    expect(stored()).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('clip.mp4').getByText('1 run', { exact: true }).waitFor();
    await execa('cmp', [clip, path.join(uploads, 'clip.mp4')]);
    await expectAccessible(page, 'the list of uploads');
  },
  120_000,
);

it.runIf(EVERY_CASE)(
  'where the browser cannot hash, files are simply sent',
  async () => {
    const folder = temporaryFolder();
    const clip = await alternatingClip(folder, 'clip.mp4', 2);
    const app = await startWebApp(folder);
    const window = await newWindow(app);
    // As on a page that is neither of this machine nor behind TLS.
    await window.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
    const page = await openPage(window, app, '/new');
    for (const name of ['clip.mp4', 'clip-2.mp4']) {
      await choose(page, page.getByRole('button', { name: 'Upload a file' }), clip);
      await page.getByRole('heading', { name, exact: true }).waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
    }
  },
  60_000,
);

it.runIf(EVERY_CASE)(
  'an upload that a run needs is not deleted, and the page says why',
  async () => {
    const folder = temporaryFolder();
    const clip = await alternatingClip(folder, 'clip.mp4', 10);
    const uploads = path.join(folder, 'uploads');
    const app = await startWebApp(folder);
    const page = await openPage(await newWindow(app), app, '/new');
    await choose(page, page.getByRole('button', { name: 'Upload a file' }), clip);
    await page.getByRole('heading', { name: 'clip.mp4' }).waitFor();
    const input = path.join(uploads, 'clip.mp4');
    const options = { method: 'all', png: true, workers: 1 };
    const asked = {
      body: JSON.stringify({ input, options }),
      headers: { 'content-type': 'application/json' },
    };
    const { id } = await (await fetchRoute(app, '/runs', { method: 'POST', ...asked })).json();
    const { release } = await holdRun(app, path.join(app.workspace, 'clip'), 5);
    const list = page.getByRole('region', { name: 'Uploads', exact: true });
    await list.getByRole('button', { name: /^Uploads 1 / }).click();
    await list.getByText('1 run, in use').waitFor();
    await list.getByRole('button', { name: 'Delete clip.mp4' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The run clip has not ended and needs it.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    release();
    await fetchRoute(app, `/runs/${id}/cancel`, { method: 'POST' });
    await list.getByText('1 run', { exact: true }).waitFor();
    expect(readdirSync(uploads)).toContain('clip.mp4');
  },
  60_000,
);
