import { expect, it } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { openPage, withBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/project.ts';
import { keptInBar, openMadeSift } from '../support/sift-page.ts';
import { fetchRoute, startWebApp, type WebApp } from '../support/web-app.ts';

withBrowser();

const FRAMES = 60;

it.runIf(EVERY_CASE)(
  'marks made while the server is gone are kept and sent when it is back, by this visit or the next',
  async () => {
    const folder = temporaryFolder();
    const first = await startWebApp(folder);
    const { page, id } = await openMadeSift(first, { records: FRAMES, width: 160, height: 90 });
    const port = ['--port', new URL(first.origin).port];
    const marks = async (app: WebApp) => (await fetchRoute(app, `/runs/${id}/review`)).json();

    expect(await first.stop()).toBe(0);
    await page.keyboard.press('p');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await page.getByText('Marks kept here').waitFor();
    await expect.poll(() => keptInBar(page)).toEqual({ kept: FRAMES - 1, total: FRAMES });
    const second = await startWebApp(folder, port);
    expect(await marks(second)).toMatchObject({ pinned: [], rejected: [] });
    const list = await openPage(page.context(), second, '/runs');
    // A page whose scripts are still on their way when the server goes would complain about them.
    await list.getByRole('heading', { name: 'Runs' }).waitFor();
    await expect.poll(() => marks(second)).toMatchObject({ pinned: [0], rejected: [1] });
    await page.getByText('Marks kept here').waitFor({ state: 'hidden' });

    // The window is closed before the server is back.
    expect(await second.stop()).toBe(0);
    await page.keyboard.press('x');
    await page.getByText('Marks kept here').waitFor();
    await page.close();
    await list.close();
    const third = await startWebApp(folder, port);
    const later = await openPage(page.context(), third, `/runs/${id}/sift`);
    await expect.poll(() => keptInBar(later)).toEqual({ kept: FRAMES - 2, total: FRAMES });
    await expect.poll(() => marks(third)).toMatchObject({ pinned: [0], rejected: [1, 2] });
  },
  120_000,
);
