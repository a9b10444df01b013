import { expect, it } from 'vitest';
import { withBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/project.ts';
import { keptInBar, openMadeSift } from '../support/sift-page.ts';
import { fetchRoute } from '../support/web-app.ts';
import { startWebHere } from '../support/web-here.ts';

withBrowser();

const FRAMES = 20;

it('verdicts that change while Sift reads the frames are there when it opens', async () => {
  const app = await startWebHere(temporaryFolder());
  const { page, id } = await openMadeSift(app, { records: FRAMES, width: 160, height: 90 });
  const late = await page.context().newPage();
  let read = () => {};
  const mayRead = new Promise<void>((resolve) => {
    read = resolve;
  });
  await late.route(/\/api\/runs\/[^/]+\/records/, async (route) => {
    await mayRead;
    await route.continue();
  });
  await Promise.all([
    late.waitForResponse((response) => response.url().endsWith(`/runs/${id}/review`)),
    late.goto(`${app.origin}/runs/${id}/sift`),
  ]);
  await late.getByText('Reading the frames of the run').waitFor();
  await page.keyboard.press('x');
  const rejected = async () => (await (await fetchRoute(app, `/runs/${id}/review`)).json()).rejected;
  await expect.poll(rejected).toEqual([0]);
  read();
  await expect.poll(() => keptInBar(late)).toEqual({ kept: FRAMES - 1, total: FRAMES });
});
