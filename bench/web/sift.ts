import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { type RowReport, watchAnswers, watchRows } from '../../tests/e2e/painted.ts';
import type { WebApp } from '../../tests/support/web-process.ts';
import { median } from '../measure.ts';

/** A new browser window does things of its own before it is quiet; a person's has been open for long. */
const QUIET_MS = 2500;
/** Between two changes: pictures come in the meantime, as they do for a person. */
const PAUSE_MS = 250;
const KEPT = '[data-testid="kept"]';
const GRID = '[role="grid"]';

/** Sift in a window of its own, with what it took to open. */
export interface OpenedSift {
  readonly page: Page;
  /** Milliseconds from the start of the navigation until cells of the gallery had been painted. */
  readonly opened: number;
  close(): Promise<void>;
}

/** Opens Sift for the first time in a window without a cache. */
export async function openSift(browser: Browser, app: WebApp, id: string): Promise<OpenedSift> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const { port } = new URL(app.origin);
  await context.addCookies([{ name: `framesift_${port}`, value: app.token, url: app.origin }]);
  // The compiler that runs this file names functions by a helper that the page does not have.
  await context.addInitScript('globalThis.__name ??= (made) => made');
  await context.addInitScript(() => {
    localStorage.setItem('framesift.hint', '1');
    const look = () => {
      if (!document.querySelector('[role="gridcell"]:not([hidden])')) return void requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark('bench:cells');
      port2.postMessage(null);
      return undefined;
    };
    requestAnimationFrame(look);
  });
  const page = await context.newPage();
  await sleep(QUIET_MS);
  await page.goto(`${app.origin}/runs/${id}/sift`);
  await page.locator('[data-picture="ready"]').first().waitFor({ timeout: 120_000 });
  const opened = await page.evaluate(() => performance.getEntriesByName('bench:cells')[0]?.startTime);
  await sleep(QUIET_MS);
  return { page, opened: opened ?? Number.NaN, close: () => context.close() };
}

/** From an event to the painted answer, milliseconds: the median of some changes. */
async function answers(
  page: Page,
  event: string,
  changed: readonly string[],
  act: (step: number) => Promise<unknown>,
  steps: number,
): Promise<number> {
  const watch = await watchAnswers(page, { event, changed });
  for (let step = 0; step < steps; step++) {
    await act(step);
    await sleep(PAUSE_MS);
  }
  const times = await watch.evaluate((watching) => watching.times);
  await watch.dispose();
  return median(times);
}

/** Drags the lower handle of a filter over much of its range. */
export async function dragTime(page: Page, filter: string, steps: number): Promise<number> {
  const handle = page.getByRole('slider', { name: `${filter}, least`, exact: true });
  const box = await handle.boundingBox();
  if (!box) throw new Error(`there is no handle for ${filter}`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // A step into the values, so that each later one changes what is kept.
  const reach = 80;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + reach, y);
  await sleep(PAUSE_MS);
  const move = (step: number) => page.mouse.move(x + reach + (step + 1) * (60 / steps), y);
  const time = await answers(page, 'pointermove', [KEPT, GRID], move, steps);
  await page.mouse.up();
  await sleep(PAUSE_MS);
  await page.keyboard.press('Control+z');
  await sleep(PAUSE_MS);
  return time;
}

/** Changes a limit in its number field, by the arrow keys. */
export async function fieldTime(page: Page, filter: string, steps: number): Promise<number> {
  const field = page.getByRole('textbox', { name: `${filter}, least`, exact: true });
  await field.fill('40');
  await field.press('Enter');
  await sleep(PAUSE_MS);
  return answers(page, 'keydown', [KEPT, GRID], () => field.press('Shift+ArrowUp'), Math.min(steps, 4));
}

/** Shows and hides the dropped frames. */
export async function droppedTime(page: Page, steps: number): Promise<number> {
  await page.getByRole('grid').focus();
  return answers(page, 'keydown', [GRID], () => page.keyboard.press('h'), steps - (steps % 2));
}

/** Gives the pictures another size. */
export async function sizeTime(page: Page, steps: number): Promise<number> {
  await page.getByRole('slider', { name: /size/i }).focus();
  const key = (step: number) => page.keyboard.press(step % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
  return answers(page, 'keydown', [GRID], key, steps);
}

/** Sorts by one score after the other. */
export async function sortTime(page: Page): Promise<number> {
  const times: number[] = [];
  for (const name of ['Quality', 'Sharpness', 'Contrast', 'Entropy', 'Time']) {
    await page.getByRole('button', { name: /^Sort/ }).click();
    const item = page.getByRole('menuitem', { name, exact: true });
    await item.waitFor();
    await sleep(PAUSE_MS);
    times.push(await answers(page, 'click', [GRID], () => item.click(), 1));
  }
  return median(times);
}

/** What the gallery looked like while it was scrolled by the wheel, a held key and the bar, to its end. */
export async function scrolled(page: Page): Promise<RowReport> {
  const grid = page.getByRole('grid');
  const box = await grid.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  const watch = await watchRows(page);
  for (let i = 0; i < 80; i++) await page.mouse.wheel(0, i < 40 ? 240 : 4000);
  await grid.focus();
  for (let i = 0; i < 40; i++) await page.keyboard.down('PageDown');
  await page.keyboard.up('PageDown');
  await grid.evaluate(async (element) => {
    for (let step = 0; step <= 50; step++) {
      element.scrollTop = ((element.scrollHeight - element.clientHeight) * step) / 50;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  });
  await page.keyboard.press('Control+End');
  await sleep(PAUSE_MS);
  const report = await watch.evaluate((watching) => watching.stop());
  await page.keyboard.press('Control+Home');
  return report;
}

/** Memory of the page's script and its columns, MB, after a collection. */
export async function pageMemory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return (usedSize + backingStorageSize) / 1_000_000;
}
