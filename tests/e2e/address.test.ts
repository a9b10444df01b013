import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { expectAccessible } from '../support/axe.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { COAST_LIST, coastSite } from '../support/coast-site.ts';
import { clipSite } from '../support/file-site.ts';
import { expectNoProcessLeft } from '../support/processes.ts';
import { temporaryFolder } from '../support/project.ts';
import { startWebHere, type WebHere } from '../support/web-here.ts';

// Asked last, when the browser is closed.
expectNoProcessLeft();
withBrowser();

let shared = '';
let clip = '';
/** Takes a while where it is sent slowly. */
let long = '';
beforeAll(async () => {
  shared = realpathSync(mkdtempSync(path.join(tmpdir(), 'framesift-test-')));
  clip = await alternatingClip(shared, 'clip.mp4', 4);
  long = await alternatingClip(shared, 'long.mp4', 20);
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => rm(shared, { recursive: true, force: true }));

const source = (page: Page) => page.getByRole('region', { name: 'Source' });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const stepsOf = (page: Page) =>
  page.getByRole('list', { name: 'Steps' }).getByRole('listitem').allInnerTexts();
const start = (page: Page) => page.getByRole('button', { name: /^Start/ });

/** Types an address on the New run page, as one that was copied from a browser. */
async function useAddress(page: Page, address: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Path or address of a video' });
  await field.fill(address);
  await field.press('Enter');
}

/** Opens the New run page with an address of this machine, which is allowed. */
function openNewRun(page: Page, app: WebHere, address: string, more = ''): Promise<unknown> {
  const query = `source=${encodeURIComponent(address)}&allowPrivateUrls=true${more}`;
  return page.goto(`${app.origin}/new?${query}`);
}

it.runIf(EVERY_CASE)(
  'an address is looked at, its video downloaded and analysed, and not downloaded again',
  async () => {
    const app = await startWebHere(temporaryFolder());
    const site = await clipSite(clip);
    const address = `${site.origin}/plain/clip.mp4`;
    const page = await openPage(await newWindow(app), app, '/new');
    expect(await page.getByRole('button', { name: 'Download', exact: true }).count()).toBe(0);

    // An address of this machine has to be allowed; the hint names the switch as the page does.
    await useAddress(page, address);
    const refusal = source(page).getByRole('alert');
    await refusal.getByText('lies in a private network').waitFor();
    expect(await refusal.innerText()).toContain('add “Allow private addresses”');
    expect(await start(page).isDisabled()).toBe(true);
    await page.getByText('This address cannot be used, see above.').waitFor();
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    await page.getByRole('switch', { name: 'Allow private addresses' }).click();
    await source(page).getByRole('heading', { name: 'clip' }).waitFor();
    await source(page).getByText('It is downloaded when the run begins').waitFor();
    await expectAccessible(page, 'New run with an address');

    // The address of the page brings everything back.
    await page.getByRole('radio', { name: 'Every frame' }).check();
    await expect.poll(() => page.url()).toContain('method=all');
    await page.reload();
    await source(page).getByText('It is downloaded when the run begins').waitFor();
    expect(await page.getByRole('radio', { name: 'Every frame' }).isChecked()).toBe(true);

    await start(page).click();
    await heading(page, 'clip done').waitFor();
    expect((await stepsOf(page))[0]).toContain('Download');
    await page.getByRole('link', { name: address }).waitFor();
    await page.goto(`${app.origin}/runs`);
    await page.getByRole('link', { name: 'clip', exact: true }).waitFor();

    // What is there needs no site.
    await site.close();
    await openNewRun(page, app, address, '&method=all&png=true');
    await source(page).getByText('Downloaded before, and not fetched again').waitFor();
    await start(page).filter({ hasText: '100 frames' }).click();
    await heading(page, 'clip done').waitFor();
  },
  120_000,
);

it.runIf(EVERY_CASE)(
  'a download shows how far it is, outlives a reload, is cancelled and goes on where it stopped',
  async () => {
    const app = await startWebHere(temporaryFolder());
    const site = await clipSite(long);
    const page = await openPage(await newWindow(app), app, '/runs');
    await openNewRun(page, app, `${site.origin}/slow/slow.mp4`, '&method=interval&interval=1');
    await source(page).getByRole('heading', { name: 'slow' }).waitFor();
    await start(page).click();
    const progress = page.getByRole('region', { name: 'Progress' });
    const far = progress.getByText(/kB of \d+\skB/);
    await far.waitFor();
    expect(await progress.locator('[aria-current=step]').innerText()).toContain('Download');
    await progress.getByText(/kB\/s/).waitFor();
    const before = await far.innerText();
    await expect.poll(() => far.innerText()).not.toBe(before);
    await expectAccessible(page, 'a download');
    await page.reload();
    await far.waitFor();
    await heading(page, 'slow running').waitFor();

    await page.getByRole('button', { name: 'Cancel' }).click();
    await heading(page, 'slow cancelled').waitFor();
    await expect.poll(() => site.sending()).toBe(0);
    site.hurry();
    await page.getByRole('button', { name: 'Resume' }).click();
    await heading(page, 'slow done').waitFor();
    expect(site.requests.some(({ from }) => from > 0)).toBe(true);
  },
  120_000,
);

it.runIf(EVERY_CASE)(
  'what is wrong with an address is told, and tried again on request',
  async () => {
    const app = await startWebHere(temporaryFolder());
    const site = await clipSite(clip);
    const page = await openPage(await newWindow(app), app, '/runs');
    await openNewRun(page, app, `${site.origin}/plain/missing.mp4`);
    const alert = source(page).getByRole('alert');
    await alert.getByText('There is nothing at').waitFor();
    expect(await start(page).isDisabled()).toBe(true);
    site.add('missing.mp4');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await source(page).getByText('It is downloaded when the run begins').waitFor();
    expect(await start(page).isEnabled()).toBe(true);
    await source(page).getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('textbox', { name: 'Path or address of a video' }).waitFor();

    // A run whose download fails says so on its own page.
    await openNewRun(page, app, `${site.origin}/plain/clip.mp4`);
    await source(page).getByText('It is downloaded when the run begins').waitFor();
    await site.close();
    await start(page).click();
    await heading(page, 'clip failed').waitFor();
    await page.getByRole('alert').getByText('The network failed for').waitFor();
  },
  120_000,
);

it.runIf(EVERY_CASE)(
  'of a list the chosen videos become runs, whose chapters stand on the timeline',
  async () => {
    const folder = temporaryFolder();
    vi.stubEnv('YTDLP_PATH', coastSite(folder, clip));
    const app = await startWebHere(folder);
    const page = await openPage(await newWindow(app), app, '/runs');
    await openNewRun(page, app, COAST_LIST, '&playlistLimit=2&method=all');
    const list = source(page);
    const boxes = list.getByRole('checkbox');
    await list.getByRole('heading', { name: 'Trips along the coast' }).waitFor();
    await list.getByText('The first 2 of 5.').waitFor();
    await list.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => boxes.count()).toBe(4);
    await page.getByRole('button', { name: 'Start 4 runs' }).waitFor();
    await list.getByRole('button', { name: 'None' }).click();
    await list.getByText('0 of 4 videos chosen').waitFor();
    await page.getByText('Choose at least one video of the list.').waitFor();
    await list.getByRole('checkbox', { name: 'The old harbour' }).check();
    await list.getByRole('checkbox', { name: 'Storm' }).check();
    await expectAccessible(page, 'New run with a list');
    await expect.poll(() => page.url()).toContain('entries=2%2C4');
    await page.reload();
    await list.getByText('2 of 4 videos chosen').waitFor();
    expect(await list.getByRole('checkbox', { name: 'Storm' }).isChecked()).toBe(true);

    await page.getByRole('button', { name: 'Start 2 runs' }).click();
    for (const title of ['The old harbour', 'Storm'])
      await page.getByRole('link', { name: `Sift ${title}` }).waitFor();
    await page.goBack();
    await list.getByText('downloaded', { exact: true }).first().waitFor();
    await page.goForward();

    await page.getByRole('link', { name: 'Sift Storm' }).click();
    const chapters = page.getByRole('toolbar', { name: 'Chapters' }).getByRole('button');
    await chapters.first().waitFor();
    expect(await chapters.allInnerTexts()).toEqual(['Casting off', 'Open water', 'Landfall']);
    const slider = page.getByRole('slider', { name: 'Place in the video' });
    await chapters.nth(1).click();
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toContain('0:01.000');
    await chapters.nth(1).press('ArrowRight');
    await page.getByRole('tooltip').getByText('Landfall · 0:02.500').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toContain('0:02.5');
    await expectAccessible(page, 'Sift with chapters');
  },
  120_000,
);

it('a stream without an end, and a video that is not for everybody', async () => {
  const folder = temporaryFolder();
  vi.stubEnv('YTDLP_PATH', coastSite(folder, clip));
  const app = await startWebHere(folder);
  const page = await openPage(await newWindow(app), app, '/runs');
  await openNewRun(page, app, 'https://videos.example/watch?v=live');
  await source(page).getByText('Live', { exact: true }).waitFor();
  await page.getByText('This stream is going on now: set “End”').waitFor();
  expect(await start(page).isDisabled()).toBe(true);
  await openNewRun(page, app, 'https://videos.example/watch?v=private');
  const alert = source(page).getByRole('alert');
  await alert.getByText('Only for some people').waitFor();
  expect(await alert.innerText()).toContain('“Cookies from browser”');
}, 60_000);
