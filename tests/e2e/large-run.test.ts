import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { weightsFromList } from '../../src/contract/metric.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { readRecords } from '../../src/run/read-run.ts';
import { type Criteria, openCriteria } from '../../src/select/criteria.ts';
import { selectRecords } from '../../src/select/select.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { fetchRoute, startWebApp } from '../support/web-app.ts';
import { type RowReport, watchRows, watchThumbnails } from './painted.ts';

withBrowser();

const RECORDS = 100_000;
/** Requests for small pictures at the same time: a browser has six connections for all of its windows. */
const IN_FLIGHT = 4;

/** What the bar says is kept. */
async function kept(page: Page): Promise<number> {
  const text = await page.getByTestId('kept').innerText();
  return Number(text.split(' of ')[0]?.replaceAll(/\D/g, ''));
}

/** The name of the cell that has the focus. */
async function focused(page: Page): Promise<string> {
  const id = await page.getByRole('grid').getAttribute('aria-activedescendant');
  return (await page.locator(`[id="${id}"]`).getAttribute('aria-label')) ?? '';
}

/** What the gallery looked like, frame by frame, while something was done. */
async function during(page: Page, act: () => Promise<unknown>): Promise<RowReport> {
  const watch = await watchRows(page);
  await act();
  return watch.evaluate((watching) => watching.stop());
}

describe('a run of 100,000 frames', () => {
  it.runIf(EVERY_CASE)(
    'is filtered as select does it, and scrolls to its last frame without blank rows',
    async () => {
      const folder = temporaryFolder();
      const run = await makeRun(path.join(folder, 'home/downloads'), { records: RECORDS, pictures: 3000 });
      const app = await startWebApp(folder);
      const { runs } = await (await fetchRoute(app, '/runs')).json();
      const context = await newWindow(app);
      const thumbnails = await watchThumbnails(context);
      const page = await openPage(context, app, `/runs/${runs[0].id}/sift`);
      const grid = page.getByRole('grid');
      await page.locator('[data-picture="ready"]').first().waitFor();
      expect(await kept(page)).toBe(run.counts.kept);

      // Scrolling: by the wheel, by a key that is held, and by the bar from one end to the other.
      const box = (await grid.boundingBox()) ?? { x: 0, y: 0 };
      await page.mouse.move(box.x + 200, box.y + 200);
      const wheel = await during(page, async () => {
        for (let i = 0; i < 12; i++) await page.mouse.wheel(0, i < 6 ? 300 : 6000);
      });
      await grid.focus();
      await page.keyboard.press('Control+Home');
      const keys = await during(page, async () => {
        for (let i = 0; i < 15; i++) await page.keyboard.down('PageDown');
        await page.keyboard.up('PageDown');
      });
      const bar = await during(page, () =>
        grid.evaluate(async (element) => {
          for (let step = 0; step <= 20; step++) {
            element.scrollTop = ((element.scrollHeight - element.clientHeight) * step) / 20;
            // In a task of its own as input comes, not amid the drawing of a frame.
            await new Promise((resolve) => setTimeout(resolve, 30));
          }
        }),
      );
      for (const report of [wheel, keys, bar]) {
        expect(report.frames).toBeGreaterThan(5);
        expect(report.blank).toBe(0);
      }
      expect(keys.last).toBeGreaterThan(100);
      expect(bar).toMatchObject({ last: run.counts.kept });

      // The ends of the set.
      await page.keyboard.press('Control+Home');
      const end = await during(page, () => page.keyboard.press('Control+End'));
      expect(end.blank).toBe(0);
      const records = await readRecords(run.folder);
      const last = records.findLast(({ status }) => status === 'kept');
      await expect
        .poll(() => focused(page))
        .toMatch(new RegExp(`^Frame ${last?.frame_number},.* (\\d+) of \\1$`));
      const cell = page.locator(`[data-frame="${last?.frame_number}"]`);
      await expect.poll(async () => (await cell.boundingBox())?.y ?? 0).toBeGreaterThan(box.y);
      await page.keyboard.press('Control+Home');
      await expect.poll(() => focused(page)).toMatch(/^Frame 0,/);

      // Limits: the number that is shown is that of `select`, dragged or typed.
      const selected = (change: Partial<Criteria>) => {
        const open = openCriteria(weightsFromList([30, 20, 20, 10, 20]));
        return selectRecords(records, { ...open, ...change }).kept.length;
      };
      const handle = page.getByRole('slider', { name: 'Quality, least', exact: true });
      const { x, y, width, height } = (await handle.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      const drag = await during(page, () => page.mouse.move(x + 130, y + height / 2, { steps: 12 }));
      await page.mouse.up();
      expect(drag.blank).toBe(0);
      const dragged = Number(await handle.getAttribute('aria-valuenow'));
      expect(dragged).toBeGreaterThan(20);
      const quality = { min: dragged, max: null };
      await expect.poll(() => kept(page)).toBe(selected({ quality }));
      const most = page.getByRole('textbox', { name: 'Quality, most' });
      await most.fill('62.5');
      await most.press('Enter');
      const both = selected({ quality: { min: dragged, max: 62.5 } });
      expect(both).toBeGreaterThan(1000);
      await expect.poll(() => kept(page)).toBe(both);
      await expect
        .poll(() => grid.getAttribute('aria-label'))
        .toContain(`${both.toLocaleString('en')} frames`);

      // The first of another order, and the cells that stay in the document however far it went.
      await page.getByRole('button', { name: /^Sort/ }).click();
      await page.getByRole('menuitem', { name: 'Sharpness', exact: true }).click();
      await grid.focus();
      await page.keyboard.press('Control+Home');
      const passing = records.filter(
        ({ status, quality_score: points }) =>
          status === 'kept' && points !== null && points >= dragged && points <= 62.5,
      );
      const sharpest = Math.max(...passing.map((record) => record.sharpness_score ?? 0));
      const first = passing.find((record) => record.sharpness_score === sharpest);
      await expect.poll(() => focused(page)).toMatch(new RegExp(`^Frame ${first?.frame_number},`));
      expect(await page.getByRole('gridcell').count()).toBeLessThanOrEqual(200);

      await page.waitForTimeout(300);
      const { most: atOnce, all } = await thumbnails(page);
      expect(all).toBeGreaterThan(20);
      expect(atOnce).toBeLessThanOrEqual(IN_FLIGHT);
      expect(await app.stop()).toBe(0);
    },
    120_000,
  );
});
