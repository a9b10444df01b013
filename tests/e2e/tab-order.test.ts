import { expect, it } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { homeClip } from '../support/sift-page.ts';
import { fetchRoute } from '../support/web-app.ts';
import { startWebHere } from '../support/web-here.ts';
import { walkTabs } from './tab-walk.ts';

withBrowser();

it.runIf(EVERY_CASE)(
  'Tab reaches everything on every page, and what has the focus is seen',
  async () => {
    const app = await startWebHere(temporaryFolder());
    const clip = await homeClip(app);
    await makeRun(app.workspace, { records: 60, width: 160, height: 90 });
    const { runs } = await (await fetchRoute(app, '/runs')).json();
    const page = await openPage(await newWindow(app), app, `/new?source=${encodeURIComponent(clip)}`);
    await page.getByRole('button', { name: /^Start: \d+ frames$/ }).waitFor();
    for (const name of ['Source', 'Picture', 'Pre-filters', 'Quality weights', 'Output']) {
      await page.getByRole('button', { name, exact: true }).click();
    }
    const expectReached = async (stops: number) => {
      const { met, missed, unseen } = await walkTabs(page);
      expect({ missed, unseen }).toEqual({ missed: [], unseen: [] });
      expect(met.length).toBeGreaterThanOrEqual(stops);
    };
    await expectReached(35);
    await page.goto(`${app.origin}/runs`);
    await page.getByRole('link', { name: 'Sift made' }).waitFor();
    await expectReached(12);
    await page.goto(`${app.origin}/runs/${runs[0].id}`);
    await page.getByRole('row', { name: /#59/ }).waitFor();
    await expectReached(10);
    await page.goto(`${app.origin}/runs/${runs[0].id}/sift`);
    await page.getByRole('gridcell').first().waitFor();
    await expectReached(40);
  },
  120_000,
);
