import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { type HeldRun, holdRun } from '../support/held-run.ts';
import { analyzeHere } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';
import { linesWithoutShots, recordedLines, runState } from '../support/run-state.ts';
import { startWebApp, type WebApp } from '../support/web-app.ts';

withBrowser();

const FRAMES = 400;
/** An option without effect gives the run something to say. */
const OPTIONS = 'method=all&workers=1&gpu=true&preFilter=overall&preMinQuality=40';
const WARNING = /nothing that is asked for uses a graphics processor/;

let shared = '';
let clip = '';
/** Files of the run that nobody has stopped. */
let whole: Record<string, string> = {};

beforeAll(async () => {
  shared = realpathSync(mkdtempSync(path.join(tmpdir(), 'framesift-test-')));
  clip = await alternatingClip(shared, 'long.mp4', FRAMES / 25);
  const filter = ['--pre-filter', 'overall', '--pre-min-quality', '40'];
  expect((await analyzeHere(shared, clip, '--method', 'all', '--gpu', ...filter)).exitCode).toBe(0);
  whole = runState(path.join(shared, 'out/long'));
});
afterAll(() => rm(shared, { recursive: true, force: true }));

/** Starts the run from the form and stops its process in the middle. */
async function startAndHold(app: WebApp, page: Page): Promise<{ folder: string; held: HeldRun }> {
  await page.getByRole('button', { name: `Start: ${FRAMES} frames` }).click();
  const folder = path.join(app.workspace, 'long');
  return { folder, held: await holdRun(app, folder, 80) };
}

/** What the page of a run shows of the work. */
async function shown(page: Page) {
  const progress = page.getByRole('region', { name: 'Progress' });
  const table = page.getByRole('table');
  return {
    state: (await page.getByRole('heading', { level: 1 }).innerText()).replaceAll('\n', ' '),
    step: await progress.locator('[aria-current=step]').innerText(),
    counters: await progress.locator('dl').innerText(),
    frames: await progress.getByText(` of ${FRAMES} frames`).innerText(),
    rows: await table.getAttribute('aria-rowcount'),
    newest: await table.getByRole('row').nth(1).innerText(),
    log: await page.getByRole('list', { name: 'Log' }).innerText(),
  };
}

const rowsOf = async (page: Page) => Number(await page.getByRole('table').getAttribute('aria-rowcount')) - 1;
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

describe('a run under way', () => {
  it.runIf(EVERY_CASE)(
    'loses nothing by a reload, is followed by a second tab, can be cancelled and resumed',
    async () => {
      const folder = temporaryFolder();
      const app = await startWebApp(folder, ['--root', shared]);
      const window = await newWindow(app);
      const page = await openPage(window, app, `/new?source=${encodeURIComponent(clip)}&${OPTIONS}`);
      const { folder: run, held } = await startAndHold(app, page);

      // A run that stands still tells nothing, so the page may know less than what is recorded, but never after a reload.
      await page.getByText(WARNING).waitFor();
      await expect.poll(() => rowsOf(page)).toBeGreaterThan(0);
      const { state, step, log, frames } = await shown(page);
      expect({ state, step }).toEqual({
        state: 'long running',
        step: expect.stringContaining('Decode and score'),
      });
      await page.reload();
      const recorded = recordedLines(run).length;
      await expect.poll(() => rowsOf(page)).toBe(recorded);
      const before = await shown(page);
      expect(before).toMatchObject({ state, step, log, frames });
      expect(before.newest).toContain(`#${recorded - 1}`);
      const second = await window.newPage();
      await second.goto(page.url());
      await expect.poll(() => shown(second)).toEqual(before);

      // It goes on, and both tabs follow; then the second one cancels it.
      held.release();
      await held.hold(recorded + 60);
      for (const tab of [page, second]) await expect.poll(() => rowsOf(tab)).toBeGreaterThan(recorded);
      await second.getByRole('button', { name: 'Cancel' }).click();
      await second.locator('button[data-loading]', { hasText: 'Cancel' }).waitFor();
      held.release();
      for (const tab of [page, second]) {
        await heading(tab, 'long cancelled').waitFor();
        await tab.getByText('What is recorded is kept').waitFor();
      }
      const kept = linesWithoutShots(run);
      expect(kept.length).toBeLessThan(FRAMES);
      for (const tab of [page, second]) await expect.poll(() => rowsOf(tab)).toBe(kept.length);

      await page.getByRole('button', { name: 'Resume' }).click();
      for (const tab of [page, second]) {
        await heading(tab, 'long done').waitFor();
        await expect.poll(() => rowsOf(tab)).toBe(FRAMES);
      }
      expect(linesWithoutShots(run).slice(0, kept.length)).toEqual(kept);
      expect(runState(run)).toEqual(whole);
    },
    120_000,
  );

  it.runIf(EVERY_CASE)(
    'is shown as interrupted after the server was stopped, and resumed to the same set',
    async () => {
      const folder = temporaryFolder();
      const first = await startWebApp(folder, ['--root', shared]);
      const window = await newWindow(first);
      const page = await openPage(window, first, `/new?source=${encodeURIComponent(clip)}&${OPTIONS}`);
      const { folder: run, held } = await startAndHold(first, page);
      await page.getByText(WARNING).waitFor();
      const stopped = first.stop();
      held.release();
      expect(await stopped).toBe(0);
      await page.getByRole('alert').getByText('Framesift has stopped.').waitFor();
      const kept = linesWithoutShots(run);
      expect(kept.length).toBeLessThan(FRAMES);

      // The page goes on by itself once the new address was opened, whichever tab that was.
      const again = await startWebApp(folder, ['--root', shared, '--port', new URL(first.origin).port]);
      await page.getByText('Framesift was started anew.').waitFor();
      const list = await openPage(window, again, '/runs');
      await heading(page, 'long interrupted').waitFor();
      await page.getByText('Framesift was started anew.').waitFor({ state: 'hidden' });
      await expect.poll(() => rowsOf(page)).toBe(kept.length);
      await list.getByRole('button', { name: 'Resume long' }).click();
      await heading(page, 'long done').waitFor();
      await list.getByRole('link', { name: 'Sift long' }).waitFor();
      expect(linesWithoutShots(run).slice(0, kept.length)).toEqual(kept);
      expect(runState(run)).toEqual(whole);
    },
    120_000,
  );
});
