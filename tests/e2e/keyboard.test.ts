import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { comboText } from '../../src/web/keys/key-combo.ts';
import { KEY_TABLE } from '../../src/web/keys/key-table.ts';
import { withBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/project.ts';
import { keptInBar, openMadeSift } from '../support/sift-page.ts';
import { startWebHere } from '../support/web-here.ts';

withBrowser();

const FRAMES = 90;

/** Role or tag and name of what has the focus; it must be seen. */
function focus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: element } = document;
    if (!element || element === document.body) return 'nothing';
    const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${name}`;
  });
}

/** What the focused cell of the gallery says. */
const cell = (page: Page) => page.locator('[role=gridcell][data-focused]');
async function frame(page: Page): Promise<number> {
  return Number(/^Frame (\d+),/.exec((await cell(page).getAttribute('aria-label')) ?? '')?.[1]);
}

it('every step of sifting has a key, and the focus is never lost', async () => {
  const app = await startWebHere(temporaryFolder());
  const { page } = await openMadeSift(app, { records: FRAMES, width: 1280, height: 720 });
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  const at = (number: number) => expect.poll(() => frame(page)).toBe(number);
  const inGallery = () => expect.poll(() => focus(page)).toMatch(/^grid Frames, /);
  const columns = Number(await page.getByRole('grid').getAttribute('aria-colcount'));
  expect(columns).toBeGreaterThan(2);

  await at(0);
  await press('ArrowRight', 'ArrowDown');
  await at(columns + 1);
  await press('End');
  await at(2 * columns - 1);
  await press('Home', 'ArrowUp');
  await at(0);
  await press('Control+End');
  await at(FRAMES - 1);
  await press('Control+Home', 'ArrowRight', 'ArrowRight');
  await at(2);

  // Marks; undo brings the frame and the focus back.
  await press('Space');
  await expect.poll(() => cell(page).getAttribute('aria-label')).toContain('pinned');
  await press('ArrowRight', 'x');
  await expect.poll(() => keptInBar(page)).toEqual({ kept: FRAMES - 1, total: FRAMES });
  await at(4);
  await press('Control+z');
  await at(3);
  await expect.poll(() => keptInBar(page)).toEqual({ kept: FRAMES, total: FRAMES });
  await press('Control+Shift+z');
  await expect.poll(() => keptInBar(page)).toEqual({ kept: FRAMES - 1, total: FRAMES });
  await press('Control+z');
  await at(3);
  await inGallery();

  // One frame large: arrows, zoom, and back to where it was left.
  await press('Enter');
  await page.getByRole('region', { name: 'Frame 3' }).waitFor();
  await press('ArrowRight', 'z');
  const large = page.getByRole('region', { name: 'Frame 4' });
  await large.locator('[aria-live]').getByText('1:1', { exact: true }).waitFor();
  expect(await focus(page)).toBe('section Frame 4');
  await press('z');
  await large.locator('[aria-live]').getByText('Fit', { exact: true }).waitFor();
  await press('Escape');
  await at(4);
  await inGallery();

  // Two side by side, the second in hand: Tab goes round to the first, and the key acts on it.
  await press('c');
  await page.getByRole('region', { name: 'Compare 2 frames' }).waitFor();
  await press('Tab', 'x', 'Escape');
  await at(5);
  expect(await page.getByRole('gridcell', { name: /^Frame 4,/ }).count()).toBe(0);
  await inGallery();
  await expect.poll(() => keptInBar(page)).toEqual({ kept: FRAMES - 1, total: FRAMES });

  // A filter is found, set and left without the mouse.
  await press('/');
  await expect.poll(() => focus(page)).toBe('input Find a filter');
  await page.keyboard.type('qual');
  await press('Enter');
  await expect.poll(() => focus(page)).toBe('slider Quality, least');
  for (let steps = 0; steps < 5; steps++) await press('Shift+PageUp');
  await press('PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageUp');
  await expect.poll(async () => (await keptInBar(page)).kept).toBeLessThan(FRAMES - 10);
  await press('/', 'Escape');
  await inGallery();

  // Undoing everything by its button switches the button off: the focus goes back to the gallery.
  const undo = page.getByRole('button', { name: /^Undo: |^Nothing to undo/ });
  await undo.focus();
  for (let tries = 0; (await undo.isEnabled()) && tries < 40; tries++) await press('Enter');
  expect(await undo.isDisabled()).toBe(true);
  await inGallery();
  const hint = page.getByRole('button', { name: 'Got it' });
  const words = hint.locator('.mantine-Button-label');
  expect(await words.evaluate((label) => label.scrollWidth <= label.clientWidth)).toBe(true);
  await hint.focus();
  await press('Enter');
  await inGallery();

  // The list of keys is the table that the keys are made from.
  await press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await dialog.waitFor();
  const listed = await dialog.locator('[data-key]').evaluateAll((lines) =>
    lines.map((line) => ({
      id: line.getAttribute('data-key'),
      label: line.querySelector('span')?.textContent,
      keys: [...line.querySelectorAll('kbd')].map((key) => key.textContent),
    })),
  );
  const table = KEY_TABLE.map(({ id, label, keys }) => ({ id, label, keys: keys.map(comboText) }));
  expect(listed.toSorted((a, b) => (a.id ?? '').localeCompare(b.id ?? ''))).toEqual(
    table.toSorted((a, b) => a.id.localeCompare(b.id)),
  );
  await press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await inGallery();
}, 120_000);
