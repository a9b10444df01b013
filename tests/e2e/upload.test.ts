import { readdirSync, statSync } from 'node:fs';
import { open, truncate } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { BrowserContext, CDPSession, Locator, Page, Response } from 'playwright-core';
import { expect, it } from 'vitest';
import { alternatingClip } from '../support/alternating-clip.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/project.ts';
import { startWebApp } from '../support/web-app.ts';

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

it('a file of 300 MB goes on where it was cut, by the end of the server and of the page, and is run', async () => {
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

  // The page is loaded anew in the middle; the file has to be chosen again and goes on.
  await page.reload();
  await slow.detach();
  expect(offsets).toHaveLength(2);
  expect(offsets[1]).toBeGreaterThanOrEqual(100 * MB);
  const earlier = page.getByRole('region', { name: 'Uploaded before' });
  await earlier.getByText(/^(3[6-9]|[4-9]\d)\s%\sof 300\sMB arrived; choose the same file again/).waitFor();
  await choose(page, earlier.getByRole('button', { name: `Go on with ${NAME}` }), file);
  await page.getByRole('heading', { name: NAME }).waitFor({ timeout: 60_000 });
  expect(offsets).toHaveLength(3);
  expect(offsets[2]).toBeGreaterThanOrEqual(Math.max(110 * MB, offsets[1] ?? SIZE));
  // The very same bytes, and nothing of it twice.
  await execa('cmp', [file, path.join(uploads, NAME)]);
  expect(readdirSync(uploads).filter((name) => !name.startsWith('.'))).toEqual([NAME]);

  await page.getByRole('button', { name: 'Start: 2 frames' }).click();
  await page.getByText('2 of 2 frames kept').waitFor();
}, 180_000);
